-- Open cases of these types about records that one submission withdrew; few cases are open, so the search begins there.
SELECT waiting.id
FROM engines_case AS waiting
JOIN foundation_record AS record
  ON record.key = CASE WHEN waiting.about_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN waiting.about_id::uuid END
 AND record.submission_id = %(submission)s AND record.state = 'withdrawn'
WHERE waiting.closed_at IS NULL AND waiting.about_kind = 'record' AND waiting.type_id = ANY (%(types)s)
ORDER BY waiting.id
