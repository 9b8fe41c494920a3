-- What has become of applied measures by today: whether they apply, and if not, why; with the fault of their basis.
SELECT applied.id,
       CASE WHEN EXISTS (SELECT FROM consequences_measureevent AS event
                         WHERE event.application_id = applied.id AND event.act = 'ended'
                           AND event.on <= creditport_day()) THEN 'ended'
            WHEN applied.until <= creditport_day() THEN 'over'
            WHEN applied.starts_on > creditport_day() THEN 'coming'
            WHEN standing.id IS NULL AND entry.state = 'paused' THEN 'paused'
            WHEN standing.id IS NULL THEN 'ground-gone'
            WHEN standing.basis_fault IS NOT NULL THEN 'stopped'
            WHEN standing.paused THEN 'paused'
            ELSE 'applies' END,
       coalesce(standing.basis_fault, '')
FROM consequences_measureapplication AS applied
LEFT JOIN consequences_measure_standing AS standing ON standing.id = applied.id
LEFT JOIN consequences_listentry AS entry ON entry.id = applied.list_entry_id
WHERE applied.id = ANY (%(ids)s)
