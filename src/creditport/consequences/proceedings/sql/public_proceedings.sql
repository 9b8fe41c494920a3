-- What of one subject is contested now, as everybody may know it.
SELECT about_kind, about_id, kind, filed_on FROM public_proceeding WHERE subject_id = %(subject)s
ORDER BY filed_on, about_id
