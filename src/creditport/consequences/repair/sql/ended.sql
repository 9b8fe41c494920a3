-- Adverse records whose publicity ended by itself in a span of days, by their latest version.
SELECT record.key FROM foundation_record AS record
WHERE record.shown AND record.adverse AND record.state = 'in-force'
  AND record.public_until > %(since)s AND record.public_until <= %(until)s
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.key
