-- One record by the id of its present version, if it may be shown now.
SELECT record.id, record.key, record.version, record.item, record.adverse, record.subject_id, record.agency,
       record.severity, record.decided_on, record.valid_until, record.content, record.rules, record.public_from,
       record.repair_opens_on, record.public_until, record.recorded_at, record.submission_id, record.row_number,
       EXISTS (SELECT FROM public_dispute AS dispute
               WHERE dispute.about_kind = 'record' AND dispute.subject_id = record.subject_id
                 AND dispute.about_id = record.key::text) AS disputed
FROM public_record AS record
WHERE record.id = %(record)s
