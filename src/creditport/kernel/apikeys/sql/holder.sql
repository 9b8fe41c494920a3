-- The key with this open part that was not ended.
SELECT id, agency, digest FROM kernel_apikey WHERE prefix = %(prefix)s AND ended_at IS NULL
