-- The fate of each row of a part that something is said about; every other row was accepted.
INSERT INTO fate
SELECT c.n, c.person, CASE WHEN c.worst = 3 THEN 'quarantined'
                           WHEN c.worst = 2 OR (r.n IS NOT NULL AND NOT r.same) THEN 'rejected'
                           WHEN r.n IS NOT NULL OR u.n IS NOT NULL THEN 'unchanged' ELSE 'accepted' END
FROM {{rows}} AS c LEFT JOIN parts.repeated AS r USING (n) LEFT JOIN parts.unchanged AS u USING (n)
WHERE c.worst > 0 OR r.n IS NOT NULL OR u.n IS NOT NULL;
