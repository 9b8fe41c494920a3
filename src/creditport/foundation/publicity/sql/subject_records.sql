-- Records of a subject that may be shown today, latest first, after a place (day, id) or from the beginning.
SELECT record.decided_on, record.id, json_build_object(
    'key', record.key,
    'version', record.version,
    'item', record.item,
    'severity', (ARRAY['minor', 'general', 'serious'])[record.severity],
    'decided_on', record.decided_on,
    'valid_until', record.valid_until,
    'content', record.content,
    'public_from', record.public_from,
    'repair_opens_on', record.repair_opens_on,
    'public_until', record.public_until,
    'rules', record.rules,
    'disputed', EXISTS (SELECT FROM public_dispute AS dispute
                        WHERE dispute.about_kind = 'record' AND dispute.subject_id = record.subject_id
                          AND dispute.about_id = record.key::text),
    'source', json_build_object('agency', record.agency, 'recorded_at', record.recorded_at,
                                'submission', record.submission_id, 'row', record.row_number)
)::text
FROM public_record AS record
WHERE record.subject_id = (SELECT id FROM public_subject WHERE uscc = %(uscc)s)
  AND (%(day)s::date IS NULL OR (record.decided_on, record.id) < (%(day)s::date, %(record)s::bigint))
ORDER BY record.decided_on DESC, record.id DESC
LIMIT %(limit)s;
