-- The next version of each record on which the new rules say something else; a version written meanwhile stands.
INSERT INTO foundation_record (key, version, cause, item, adverse, subject_id, linked_by, agency, submission_id,
    row_number, severity, decided_on, valid_until, state, reason, content, held, sealed, digest, recorded_at, rules,
    shown, public_from, repair_opens_on, public_until)
SELECT record.key, record.version + 1, 'rules', record.item, record.adverse, record.subject_id, record.linked_by,
       record.agency, record.submission_id, record.row_number, ruled.severity, record.decided_on, record.valid_until,
       record.state, '', record.content, record.held, record.sealed, record.digest, %(at)s, %(rules)s, ruled.shown,
       ruled.public_from, ruled.repair_opens_on, ruled.public_until
FROM ruled_anew AS ruled JOIN foundation_record AS record ON record.id = ruled.id
ON CONFLICT (key, version) DO NOTHING
