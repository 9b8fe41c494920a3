-- Accepted rows of a part whose name is not the one by which their subject is registered.
CREATE OR REPLACE TABLE parts.differing AS
SELECT c.n, {{name}} AS name, l.known_as
FROM {{rows}} AS c ANTI JOIN parts.unchanged USING (n) ANTI JOIN parts.repeated USING (n)
JOIN parts.link AS l ON l.scheme = c.scheme AND l.identifier = c.identifier
WHERE c.worst < 2 AND NOT c.person AND l.known_as <> '' AND {{name}} <> l.known_as;
