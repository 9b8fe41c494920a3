-- Each change of status, with its day.
INSERT INTO subjects_subjectstatuschange (subject_id, status, since, reason, recorded_at)
SELECT subject.id, incoming.status, %(day)s, '', %(at)s
FROM incoming_register AS incoming JOIN subjects_subject AS subject ON subject.id = incoming.subject_id
WHERE incoming.status IS NOT NULL AND incoming.status <> subject.status
