-- What the log says of its end.
SELECT entries, digest FROM kernel_audithead
