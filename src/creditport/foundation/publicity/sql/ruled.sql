-- Latest versions of one item whose publicity follows from the rules alone, with what the rules look at.
SELECT record.id, record.decided_on, record.valid_until, record.severity, record.shown, record.public_from,
       record.repair_opens_on, record.public_until,
       (SELECT string_agg(value, ';') FROM jsonb_array_elements_text(
            CASE jsonb_typeof(fields.all -> %(categories)s) WHEN 'array' THEN fields.all -> %(categories)s
                 WHEN 'string' THEN jsonb_build_array(fields.all -> %(categories)s) ELSE '[]' END) AS value) AS categories,
       fields.all ->> %(procedure)s AS procedure, fields.all ->> %(sector)s AS sector,
       fields.all ->> %(amount)s AS amount, fields.all ->> %(stated)s AS stated,
       fields.all ?& %(needed)s::text[] AS complete
FROM foundation_record AS record
JOIN subjects_subject AS subject ON subject.id = record.subject_id AND subject.kind <> 'person'
CROSS JOIN LATERAL (SELECT record.content || record.held AS all) AS fields
WHERE record.item = %(item)s
  AND record.state = 'in-force'
  AND record.cause IN ('reported', 'amended', 'corrected', 'rules')
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
