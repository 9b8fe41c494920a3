-- Measures of a subject that rest because of a protection or a suspension, not because their agency wanted it.
SELECT applied.id, (applied.applied_at AT TIME ZONE 'Asia/Shanghai')::date, latest.reason
FROM consequences_measureapplication AS applied
JOIN LATERAL (
    SELECT event.act, event.reason FROM consequences_measureevent AS event
    WHERE event.application_id = applied.id AND event.act <> 'feedback' ORDER BY event.id DESC LIMIT 1
) AS latest ON latest.act = 'paused' AND latest.reason = ANY (%(reasons)s)
WHERE applied.subject_id = %(subject)s
ORDER BY applied.id
