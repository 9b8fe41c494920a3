-- How many records a list has, counted up to a bound.
SELECT count(*) FROM (
    SELECT 1
    FROM public_record AS record
    JOIN public_subject AS subject ON subject.id = record.subject_id
    WHERE record.item = %(item)s
      AND (%(severity)s::smallint IS NULL OR record.severity = %(severity)s)
      AND (%(agency)s::text IS NULL OR record.agency = %(agency)s)
      AND (%(county)s::text IS NULL OR subject.county_code = %(county)s)
      AND (%(decided_from)s::date IS NULL OR record.decided_on >= %(decided_from)s)
      AND (%(decided_to)s::date IS NULL OR record.decided_on <= %(decided_to)s)
      AND (%(subjects)s::bigint[] IS NULL OR record.subject_id = ANY(%(subjects)s::bigint[]))
    LIMIT %(bound)s
) AS bounded
