-- The identifiers by which rows of a part name their subjects, each with the first name reported under it.
CREATE OR REPLACE TABLE parts.wanted AS
SELECT scheme, identifier, {{name}} AS name, bool_or(check_failed) AS check_failed
FROM {{rows}} ANTI JOIN parts.unchanged USING (n) ANTI JOIN parts.repeated USING (n)
WHERE worst < 2 AND identifier <> '' AND {{only}}
GROUP BY scheme, identifier;
