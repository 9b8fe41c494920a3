-- One line of COPY text for each accepted row of a part.
SELECT concat_ws(chr(9),
    c.key, coalesce(p.version, 0) + 1,
    CASE WHEN c.r_withdrawn THEN 'withdrawn' WHEN p.version IS NULL THEN 'reported' ELSE 'amended' END,
    {{item}}, {{adverse}}, coalesce(CAST(l.subject_id AS VARCHAR), '\N'), CASE WHEN l.subject_id IS NULL THEN '' ELSE c.scheme END,
    {{agency}}, {{submission}}, c.n, coalesce(CAST(c.r_severity AS VARCHAR), '\N'),
    c.r_decided_on, coalesce(CAST(c.r_valid_until AS VARCHAR), '\N'),
    CASE WHEN c.r_withdrawn THEN 'withdrawn' ELSE 'in-force' END, {{reason}},
    {{content}}, {{held}}, {{sealed}}, c.digest, {{recorded_at}}, {{rules}},
    CASE WHEN {{shown}} THEN 't' ELSE 'f' END,
    CASE WHEN {{shown}} THEN CAST(c.r_public_from AS VARCHAR) ELSE '\N' END,
    CASE WHEN {{shown}} THEN coalesce(CAST(c.r_repair_opens_on AS VARCHAR), '\N') ELSE '\N' END,
    CASE WHEN {{shown}} THEN coalesce(CAST(c.r_public_until AS VARCHAR), '\N') ELSE '\N' END
) || chr(10) AS line
FROM {{rows}} AS c ANTI JOIN parts.unchanged USING (n) ANTI JOIN parts.repeated USING (n)
LEFT JOIN parts.link AS l ON l.scheme = c.scheme AND l.identifier = c.identifier
LEFT JOIN prior AS p ON p.key = c.key
WHERE c.worst < 2
