-- Keys of the records of these subjects that are disputed now.
SELECT about_id FROM public_dispute WHERE subject_id = ANY(%(subjects)s) AND about_kind = 'record'
