-- Up to which transaction decisions are sealed: that one and later ones are not yet.
SELECT coalesce((SELECT details ->> 'until' FROM kernel_auditentry WHERE act = 'check.seal' ORDER BY id DESC LIMIT 1), '0')
       AS since,
       pg_snapshot_xmin(pg_current_snapshot())::text AS until
