-- What a recipient had been given and must show no more, with its receipt if there is one; of one reader or of all.
WITH stop AS (
    SELECT record.key, record.version, record.version - 1 AS shown_version, record.recorded_at AS announced_at,
           record.cause, record.item, record.agency
    FROM foundation_record AS record
    WHERE NOT record.shown AND record.recorded_at >= %(since)s
      AND EXISTS (SELECT FROM foundation_record AS before
                  WHERE before.key = record.key AND before.version = record.version - 1 AND before.shown)
      AND NOT EXISTS (SELECT FROM foundation_record AS later
                      WHERE later.key = record.key AND later.version > record.version AND later.shown)
    UNION ALL
    SELECT record.key, record.version, record.version, record.public_until::timestamp AT TIME ZONE 'Asia/Shanghai',
           'ended', record.item, record.agency
    FROM foundation_record AS record
    WHERE record.shown AND record.public_until <= %(today)s
      AND record.public_until >= (%(since)s AT TIME ZONE 'Asia/Shanghai')::date
      AND NOT EXISTS (SELECT FROM foundation_record AS newer
                      WHERE newer.key = record.key AND newer.version > record.version)
), reader AS (
    SELECT key.id, key.agency, key.label, key.prefix
    FROM kernel_apikey AS key
    WHERE key.ended_at IS NULL AND (%(reader)s::bigint IS NULL OR key.id = %(reader)s)
      AND EXISTS (SELECT FROM foundation_feedreading AS reading WHERE reading.reader_id = key.id)
)
SELECT reader.id, reader.agency, reader.label, stop.key, stop.version, stop.announced_at, stop.cause, stop.item,
       receipt.at
FROM reader
JOIN stop ON true
JOIN foundation_record AS given ON given.key = stop.key AND given.version = stop.shown_version
LEFT JOIN foundation_receipt AS receipt
       ON receipt.reader_id = reader.id AND receipt.record_key = stop.key AND receipt.version = stop.version
WHERE EXISTS (SELECT FROM foundation_feedreading AS reading
              WHERE reading.reader_id = reader.id AND reading.complete
                AND reading.at >= given.recorded_at AND reading.at < stop.announced_at)
ORDER BY stop.announced_at, stop.key
