-- Rows that say what the latest version of their record says already, or repeat what was withdrawn since.
CREATE OR REPLACE TABLE parts.unchanged AS
WITH sent AS (SELECT n, key, r_withdrawn, digest FROM {{rows}} ANTI JOIN parts.repeated USING (n) WHERE worst < 2)
SELECT sent.n, prior.withdrawn AND NOT sent.r_withdrawn AS stays_withdrawn
FROM sent JOIN prior USING (key)
WHERE (sent.digest = prior.digest AND (sent.r_withdrawn = prior.withdrawn OR prior.withdrawn))
   OR (sent.r_withdrawn AND prior.withdrawn);
