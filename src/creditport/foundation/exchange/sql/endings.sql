-- Publicity that ended by itself after a reader's place, up to and including today: latest versions only.
SELECT record.public_until, record.id, record.key, record.version,
       record.public_until::timestamp AT TIME ZONE 'Asia/Shanghai' AS ended_at
FROM foundation_record AS record
WHERE record.shown
  AND record.public_until <= %(today)s
  AND (record.public_until, record.id) > (%(after)s, %(ended)s)
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.public_until, record.id
LIMIT %(limit)s
