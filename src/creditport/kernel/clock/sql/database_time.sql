-- The database's own clock, and the instant of the last act on record, in seconds.
SELECT extract(epoch FROM clock_timestamp())::double precision,
       (SELECT extract(epoch FROM entry.at)::double precision FROM kernel_auditentry AS entry ORDER BY entry.id DESC LIMIT 1)
