-- Rows of one key within the file: the first counts; an equal one changes nothing, another content is a contradiction.
CREATE OR REPLACE TABLE parts.repeated AS
WITH sound AS (SELECT n, key, digest, r_withdrawn AS withdrawn FROM {{rows}} WHERE worst < 2),
     earlier AS (SELECT key, n, digest, withdrawn FROM met SEMI JOIN sound USING (key)),
     several AS (SELECT key FROM sound GROUP BY key HAVING count(*) > 1),
     firsts AS (SELECT key, min(n) AS first, arg_min(digest, n) AS digest, arg_min(withdrawn, n) AS withdrawn
                FROM (SELECT * FROM earlier UNION ALL
                      SELECT key, n, digest, withdrawn FROM sound SEMI JOIN several USING (key))
                GROUP BY key)
SELECT m.n, f.first, m.digest = f.digest AND m.withdrawn = f.withdrawn AS same
FROM sound AS m JOIN firsts AS f USING (key)
WHERE m.n <> f.first;
