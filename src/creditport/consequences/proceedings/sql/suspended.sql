-- What rests because the execution of an act of this subject is suspended: records, entries and measures.
SELECT kind, id FROM consequences_suspension WHERE subject_id = %(subject)s
