-- Tell the superiors of each case's agency, or of the platform where the case waits at its desk, that it is over its day.
INSERT INTO consequences_message (subject_id, agency, kind, about_kind, about_id, reference, text, at, read_by)
SELECT NULL, CASE WHEN late.desk = ANY (%(platform)s) THEN '' ELSE late.agency END, 'case-overdue', 'case', late.id::text,
       to_char(late.opened_on, 'YYYYMMDD') || '-' || lpad(late.id::text, 6, '0'), '', %(at)s, ''
FROM engines_case AS late
WHERE late.id = ANY (%(ids)s)
ORDER BY late.id
