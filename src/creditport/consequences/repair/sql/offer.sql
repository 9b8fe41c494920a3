-- Offer the records of one item whose minimum term has run and whose duties are all known to be settled; once each.
INSERT INTO consequences_repairoffer (record_key, subject_id, offered_on)
SELECT record.key, record.subject_id, %(today)s
FROM foundation_record AS record
WHERE record.item = %(item)s
  AND record.severity = ANY(%(severities)s)
  AND record.adverse AND record.shown AND record.state = 'in-force'
  AND record.repair_opens_on <= %(today)s
  AND record.public_until > %(today)s
  AND EXISTS (SELECT FROM consequences_dutystatement AS said
              WHERE said.record_key = record.key AND said.duty = 'correction' AND said.state <> 'open'
                AND (said.runs_until IS NULL OR said.runs_until >= %(today)s)
                AND NOT EXISTS (SELECT FROM consequences_dutystatement AS later
                                WHERE later.record_key = said.record_key AND later.duty = said.duty
                                  AND later.id > said.id))
  AND (NOT EXISTS (SELECT FROM jsonb_each_text(record.held || record.content) AS field
                   WHERE field.key = ANY(%(amounts)s) AND field.value ~ '^[0-9.]*[1-9][0-9.]*$')
       OR EXISTS (SELECT FROM consequences_dutystatement AS said
                  WHERE said.record_key = record.key AND said.duty = 'payment' AND said.state <> 'open'
                    AND (said.runs_until IS NULL OR said.runs_until >= %(today)s)
                    AND NOT EXISTS (SELECT FROM consequences_dutystatement AS later
                                    WHERE later.record_key = said.record_key AND later.duty = said.duty
                                      AND later.id > said.id)))
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
  AND NOT EXISTS (SELECT FROM consequences_repairbar AS bar
                  WHERE bar.subject_id = record.subject_id AND bar.until > %(today)s)
  AND NOT EXISTS (SELECT FROM engines_case AS open_case
                  WHERE open_case.about_kind = 'record' AND open_case.about_id = record.key::text
                    AND open_case.type_id = ANY(%(types)s) AND open_case.closed_at IS NULL)
ON CONFLICT (record_key) DO NOTHING
RETURNING record_key
