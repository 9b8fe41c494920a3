-- Entries of lists whose time ran out in a span of days.
SELECT count(*) FROM consequences_listentry
WHERE state IN ('in-force', 'paused') AND ends_on > %(since)s AND ends_on <= %(until)s
