-- Proceedings about one act, or about everything of one subject, with how each stands; newest first.
SELECT proceeding.id, proceeding.subject_id, proceeding.about_kind, proceeding.about_id, proceeding.agency, proceeding.kind,
       proceeding.body, proceeding.reference, proceeding.filed_on,
       coalesce(ended.result, ''), ended.ruling, ended.ruled_on,
       ended.id IS NULL AND coalesce(latest.act, '') = 'suspended'
FROM consequences_proceeding AS proceeding
LEFT JOIN consequences_proceedingevent AS ended ON ended.proceeding_id = proceeding.id AND ended.act = 'ended'
LEFT JOIN LATERAL (SELECT event.act FROM consequences_proceedingevent AS event
                   WHERE event.proceeding_id = proceeding.id ORDER BY event.id DESC LIMIT 1) AS latest ON true
WHERE (%(subject)s::bigint IS NULL OR proceeding.subject_id = %(subject)s)
  AND (%(kind)s = '' OR proceeding.about_kind = %(kind)s AND proceeding.about_id = ANY (%(ids)s))
  AND (%(agency)s = '' OR proceeding.agency = %(agency)s)
ORDER BY proceeding.id DESC
LIMIT 500
