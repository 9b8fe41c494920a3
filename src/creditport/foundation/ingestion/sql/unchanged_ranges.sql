-- Numbers of the rows that changed nothing, as ranges.
WITH numbers AS (SELECT n FROM unchanged UNION SELECT n FROM repeated WHERE same),
     islands AS (SELECT n, n - row_number() OVER (ORDER BY n) AS island FROM numbers)
SELECT min(n), max(n) FROM islands GROUP BY island ORDER BY 1;
