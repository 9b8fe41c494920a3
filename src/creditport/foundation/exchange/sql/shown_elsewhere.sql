-- Records by key or by code and document number, each with its latest version and the last that showed.
SELECT asked.row, record.key, record.version, record.state, record.shown, record.cause, record.recorded_at,
       record.public_from, record.repair_opens_on, record.public_until, record.content, record.decided_on,
       showed.version
FROM unnest(%(rows)s::int[], %(keys)s::text[], %(codes)s::text[], %(numbers)s::text[])
     AS asked(row, key, code, number)
JOIN LATERAL (
    SELECT latest.* FROM foundation_record AS latest
    WHERE latest.key = nullif(asked.key, '')::uuid
    UNION ALL
    SELECT latest.* FROM subjects_subject AS subject
    JOIN foundation_record AS latest ON latest.subject_id = subject.id
    WHERE asked.key = '' AND subject.uscc = asked.code AND latest.content ->> 'document_number' = asked.number
) AS record ON NOT EXISTS (SELECT FROM foundation_record AS newer
                           WHERE newer.key = record.key AND newer.version > record.version)
LEFT JOIN LATERAL (
    SELECT max(earlier.version) AS version FROM foundation_record AS earlier
    WHERE earlier.key = record.key AND earlier.shown
) AS showed ON true
WHERE record.subject_id IS NOT NULL
  AND EXISTS (SELECT FROM subjects_subject AS owner WHERE owner.id = record.subject_id AND owner.kind <> 'person')
ORDER BY asked.row, record.key
