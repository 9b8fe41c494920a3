-- What was known at one instant to hold on one day, for one subject.
SELECT /*columns*/ FROM foundation_record AS record
WHERE record.subject_id = %(subject)s
  AND record.recorded_at <= %(known_at)s
  AND record.decided_on <= %(true_on)s
  AND (record.valid_until IS NULL OR record.valid_until >= %(true_on)s)
  AND record.state = 'in-force'
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version
                    AND newer.recorded_at <= %(known_at)s)
ORDER BY record.decided_on DESC, record.id DESC
