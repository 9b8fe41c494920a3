-- One subject that is no natural person, by its code.
SELECT id, uscc, name, kind, county_code, county_source, status, registered_on
FROM public_subject WHERE uscc = %(uscc)s;
