-- The identifiers by which rows of this file name their subjects, each with the first name reported under it.
CREATE OR REPLACE TABLE wanted AS
SELECT scheme, identifier, {{name}} AS name, bool_or(worst > 0) AS doubtful
FROM checked
WHERE worst < 2 AND identifier <> '' AND n NOT IN (SELECT n FROM unchanged) AND n NOT IN (SELECT n FROM repeated)
GROUP BY scheme, identifier;
