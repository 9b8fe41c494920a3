-- What may be shown of one subject now, newest decision first, optionally of one item.
SELECT record.id, record.key, record.version, record.item, record.adverse, record.subject_id, record.agency,
       record.severity, record.decided_on, record.valid_until, record.content, record.rules, record.public_from,
       record.repair_opens_on, record.public_until, record.recorded_at, record.submission_id, record.row_number,
       EXISTS (SELECT FROM public_dispute AS dispute
               WHERE dispute.about_kind = 'record' AND dispute.subject_id = record.subject_id
                 AND dispute.about_id = record.key::text) AS disputed
FROM public_record AS record
WHERE record.subject_id = %(subject)s
  AND (%(item)s::text IS NULL OR record.item = %(item)s)
ORDER BY record.decided_on DESC, record.id DESC
LIMIT %(limit)s OFFSET %(offset)s
