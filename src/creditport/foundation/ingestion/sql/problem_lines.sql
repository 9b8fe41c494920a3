-- One line of COPY text for each problem; personal values and anything that holds a long number are masked.
SELECT concat_ws(chr(9), {{submission}}, p.n, p.field, {{escaped_column}},
    {{escaped_value}}, p.code, {{escaped_params}}, CASE WHEN p.level < 2 THEN 't' ELSE 'f' END,
    coalesce(f.fate, 'rejected')) || chr(10) AS line
FROM (SELECT q.n, q.field, q.code, q.detail, q.level, coalesce(h.header, '') AS header, coalesce(h.personal, false) AS personal,
             q.value
      FROM problem AS q LEFT JOIN header AS h ON h.field = q.field) AS p
LEFT JOIN fate AS f USING (n)
ORDER BY p.n
