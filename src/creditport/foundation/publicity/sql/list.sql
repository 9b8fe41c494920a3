-- One page of what may be shown now across subjects, newest decision first, after a place.
SELECT record.id, record.key, record.version, record.item, record.adverse, record.subject_id, record.agency,
       record.severity, record.decided_on, record.valid_until, record.content, record.rules, record.public_from,
       record.repair_opens_on, record.public_until, record.recorded_at, record.submission_id, record.row_number,
       EXISTS (SELECT FROM public_dispute AS dispute
               WHERE dispute.about_kind = 'record' AND dispute.subject_id = record.subject_id
                 AND dispute.about_id = record.key::text) AS disputed, subject.uscc, subject.name, subject.county_code
FROM public_record AS record
JOIN public_subject AS subject ON subject.id = record.subject_id
WHERE record.item = %(item)s
  AND (%(severity)s::smallint IS NULL OR record.severity = %(severity)s)
  AND (%(agency)s::text IS NULL OR record.agency = %(agency)s)
  AND (%(county)s::text IS NULL OR subject.county_code = %(county)s)
  AND (%(decided_from)s::date IS NULL OR record.decided_on >= %(decided_from)s)
  AND (%(decided_to)s::date IS NULL OR record.decided_on <= %(decided_to)s)
  AND (%(subjects)s::bigint[] IS NULL OR record.subject_id = ANY(%(subjects)s::bigint[]))
  AND (%(after_day)s::date IS NULL OR (record.decided_on, record.id) < (%(after_day)s, %(after_id)s))
ORDER BY record.decided_on DESC, record.id DESC
LIMIT %(limit)s
