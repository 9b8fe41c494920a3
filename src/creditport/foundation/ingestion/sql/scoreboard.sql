-- Reporting of each agency in each month of receipt (civil months in Hainan); only submissions that were applied.
SELECT agency,
       date_trunc('month', received_at AT TIME ZONE 'Asia/Shanghai')::date AS month,
       count(*) AS submissions,
       sum(received) AS received,
       sum(accepted) AS accepted,
       sum(unchanged) AS unchanged,
       sum(warned) AS warned,
       sum(rejected) AS rejected,
       sum(quarantined) AS quarantined,
       sum(coalesce(late, 0)) AS late,
       coalesce(sum(accepted) FILTER (WHERE late IS NULL), 0) AS unjudged,
       array_agg(DISTINCT item ORDER BY item) FILTER (WHERE accepted + unchanged > 0) AS items
FROM foundation_submission
WHERE state = 'applied'
  AND received_at >= %(since)s
  AND received_at < %(until)s
  AND (%(agency)s::text IS NULL OR agency = %(agency)s)
GROUP BY agency, month
ORDER BY agency, month
