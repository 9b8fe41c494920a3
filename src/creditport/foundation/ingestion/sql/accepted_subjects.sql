-- What the accepted rows of a part say of their subjects.
SELECT c.n, l.subject_id, {{columns}}
FROM {{rows}} AS c ANTI JOIN parts.unchanged USING (n) ANTI JOIN parts.repeated USING (n)
JOIN parts.link AS l ON l.scheme = c.scheme AND l.identifier = c.identifier
WHERE c.worst < 2 AND NOT c.person
