-- Numbers of the rows that changed nothing, as ranges.
WITH islands AS (SELECT n, n - row_number() OVER (ORDER BY n) AS island FROM fate WHERE fate = 'unchanged')
SELECT min(n), max(n) FROM islands GROUP BY island ORDER BY 1;
