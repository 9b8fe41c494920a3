-- The told numbers that no subject holds, each with the subject of the first row that tells it.
CREATE OR REPLACE TABLE parts.given AS
SELECT scheme, identifier, arg_min(subject_id, n) AS subject_id, arg_min(known_as, n) AS known_as
FROM parts.said ANTI JOIN link USING (scheme, identifier)
GROUP BY scheme, identifier;
