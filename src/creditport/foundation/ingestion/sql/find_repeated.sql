-- Rows of one key within the file: the first counts; an equal one changes nothing, another content is a contradiction.
CREATE OR REPLACE TABLE repeated AS
WITH several AS (SELECT key FROM checked WHERE worst < 2 GROUP BY key HAVING count(*) > 1),
     members AS (SELECT n, key, {{digest}} AS digest, r_withdrawn FROM checked SEMI JOIN several USING (key) WHERE worst < 2),
     firsts AS (SELECT key, min(n) AS first, arg_min(digest, n) AS digest, arg_min(r_withdrawn, n) AS withdrawn
                FROM members GROUP BY key)
SELECT m.n, f.first, m.digest = f.digest AND m.r_withdrawn = f.withdrawn AS same
FROM members AS m JOIN firsts AS f USING (key)
WHERE m.n <> f.first;
