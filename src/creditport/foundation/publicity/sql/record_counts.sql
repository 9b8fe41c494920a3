-- How many records of each item may be shown of one subject now.
SELECT item, count(*) FROM public_record WHERE subject_id = %(subject)s GROUP BY item
