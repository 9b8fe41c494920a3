-- The told numbers that another subject holds than the row's own.
CREATE OR REPLACE TABLE parts.contested AS
SELECT said.n, said.field, said.identifier, coalesce(link.known_as, '') AS known_as
FROM parts.said AS said JOIN link USING (scheme, identifier)
WHERE link.subject_id <> said.subject_id;
