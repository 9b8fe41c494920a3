-- First versions in one submission that show, of subjects under protection, decided until the ruling.
SELECT record.key, protection.case_id
FROM consequences_protection AS protection
JOIN foundation_record AS record ON record.subject_id = protection.subject_id
WHERE protection.ended_on IS NULL
  AND record.submission_id = %(submission)s
  AND record.adverse AND record.shown
  AND record.decided_on <= protection.ruled_on
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.key
