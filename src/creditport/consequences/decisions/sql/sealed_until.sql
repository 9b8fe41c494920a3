-- Up to which instant decisions are sealed.
SELECT coalesce(max((details ->> 'until')::timestamptz), '-infinity') FROM kernel_auditentry WHERE act = 'check.seal'
