-- Statuses that the register reports, from `arriving_status(subject_id bigint, status, since date, reason)`: history first.
WITH changed AS (
    SELECT arriving.* FROM arriving_status AS arriving JOIN subjects_subject AS subject ON subject.id = arriving.subject_id
    WHERE subject.status <> arriving.status
), kept AS (
    INSERT INTO subjects_subjectstatuschange (subject_id, status, since, reason, recorded_at)
    SELECT subject_id, status, since, reason, %(at)s FROM changed
)
UPDATE subjects_subject AS subject SET status = changed.status, changed_at = %(at)s
FROM changed WHERE subject.id = changed.subject_id;
