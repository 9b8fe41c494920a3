-- The answer to a look-up by code, as JSON text: the subject and its latest 100 records that may be shown today.
SELECT json_build_object(
    'uscc', subject.uscc,
    'name', subject.name,
    'kind', subject.kind,
    'status', subject.status,
    'county_code', subject.county_code,
    'county_source', subject.county_source,
    'registered_on', subject.registered_on,
    'former_names', coalesce((
        SELECT json_agg(json_build_object('name', former.name, 'until', former.until)
                        ORDER BY former.until DESC NULLS LAST, former.id DESC)
        FROM public_subject_name AS former
        WHERE former.subject_id = subject.id AND former.kind = 'former'), '[]'::json),
    'records', coalesce(listed.records, '[]'::json),
    'more_records', listed.found > 100
)::text
FROM public_subject AS subject,
     LATERAL (
        SELECT count(*) AS found, json_agg(json_build_object(
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
        ) ORDER BY record.place) FILTER (WHERE record.place <= 100) AS records
        FROM (SELECT shown.*, row_number() OVER (ORDER BY shown.decided_on DESC, shown.id DESC) AS place
              FROM public_record AS shown WHERE shown.subject_id = subject.id
              ORDER BY shown.decided_on DESC, shown.id DESC LIMIT 101) AS record
     ) AS listed
WHERE subject.uscc = %(uscc)s
