-- One batch of the chain, each entry as the parts of its canonical text (see migration 0003_audit_chain).
SELECT id,
       previous,
       digest,
       ARRAY[
           id::text, (extract(epoch FROM at) * 1000000)::bigint::text, actor_kind, actor_name, agency, act,
           object_kind, object_id, details::text
       ] AS parts
FROM kernel_auditentry
WHERE id > %(after)s AND id <= %(last)s
ORDER BY id
LIMIT %(batch)s
