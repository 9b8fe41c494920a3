-- Who was given a version of a record, when first, and when they were first given what came after it.
SELECT key.id, key.agency, key.label, given.first_at,
       (SELECT min(later.at) FROM foundation_feedreading AS later
        WHERE later.reader_id = key.id AND later.complete AND later.at >= next.recorded_at),
       receipt.at
FROM foundation_record AS record
LEFT JOIN foundation_record AS next ON next.key = record.key AND next.version = record.version + 1
JOIN LATERAL (
    SELECT reading.reader_id, min(reading.at) AS first_at
    FROM foundation_feedreading AS reading
    WHERE reading.complete AND reading.at >= record.recorded_at
      AND (next.recorded_at IS NULL OR reading.at < next.recorded_at)
    GROUP BY reading.reader_id
) AS given ON true
JOIN kernel_apikey AS key ON key.id = given.reader_id
LEFT JOIN foundation_receipt AS receipt
       ON receipt.reader_id = key.id AND receipt.record_key = record.key AND receipt.version = record.version + 1
WHERE record.key = %(key)s AND record.version = %(version)s AND record.shown
ORDER BY given.first_at, key.id
