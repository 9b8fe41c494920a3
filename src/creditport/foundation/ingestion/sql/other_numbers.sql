-- The numbers that rows of a part tell beside the identifier that joined them, each with the row's subject.
CREATE OR REPLACE TABLE parts.said AS
WITH candidates AS (
    SELECT n, scheme, identifier, {{fields}}
    FROM {{rows}} ANTI JOIN parts.unchanged USING (n) ANTI JOIN parts.repeated USING (n)
    WHERE worst < 2 AND NOT person AND identifier <> '' AND {{only}}
), told AS ({{said}})
SELECT told.n, told.field, told.other AS scheme, left(told.value, 64) AS identifier, joined.subject_id, joined.known_as
FROM told JOIN link AS joined ON joined.scheme = told.scheme AND joined.identifier = told.identifier
WHERE length(told.value) >= {{shortest}} AND told.value <> told.identifier;
