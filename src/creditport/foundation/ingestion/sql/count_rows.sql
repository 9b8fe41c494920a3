-- What became of the rows of a part.
SELECT count(*) FILTER (worst < 2 AND NOT repeated AND NOT unchanged) AS accepted,
       count(*) FILTER (worst < 2 AND (unchanged OR (repeated AND same))) AS unchanged,
       count(*) FILTER (worst = 2 OR (worst < 2 AND repeated AND NOT same)) AS rejected,
       count(*) FILTER (worst = 3) AS quarantined,
       count(*) FILTER (worst = 1 AND NOT repeated AND NOT unchanged) AS warned,
       count(*) FILTER (worst < 2 AND NOT repeated AND NOT unchanged AND r_decided_on < {{late_before}}) AS late
FROM (SELECT c.worst, c.r_decided_on, r.n IS NOT NULL AS repeated, r.same, u.n IS NOT NULL AS unchanged
      FROM {{rows}} AS c LEFT JOIN parts.repeated AS r USING (n) LEFT JOIN parts.unchanged AS u USING (n));
