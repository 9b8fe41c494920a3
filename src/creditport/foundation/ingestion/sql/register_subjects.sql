-- The subjects themselves; what this file does not say stays as it was.
UPDATE subjects_subject AS subject
SET name = coalesce(nullif(incoming.name, ''), subject.name),
    kind = coalesce(nullif(incoming.kind, ''), subject.kind),
    status = coalesce(incoming.status, subject.status),
    registered_on = coalesce(incoming.registered_on, subject.registered_on),
    county_code = CASE WHEN incoming.county_code <> '' THEN incoming.county_code ELSE subject.county_code END,
    county_source = CASE WHEN incoming.county_code <> '' THEN incoming.county_source ELSE subject.county_source END,
    changed_at = %(at)s
FROM incoming_register AS incoming
WHERE incoming.subject_id = subject.id AND subject.kind <> 'person'
