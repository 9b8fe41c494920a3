-- One subject that is no natural person and has no code, by its number in the register.
SELECT id, uscc, name, kind, county_code, county_source, status, registered_on
FROM public_subject WHERE id = %(id)s AND uscc IS NULL;
