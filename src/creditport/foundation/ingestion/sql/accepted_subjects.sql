-- For each subject of the accepted rows, what its last row says.
SELECT l.subject_id, {{columns}}
FROM checked AS c JOIN link AS l ON l.scheme = c.scheme AND l.identifier = c.identifier
WHERE c.worst < 2 AND NOT c.person AND c.n NOT IN (SELECT n FROM unchanged) AND c.n NOT IN (SELECT n FROM repeated)
QUALIFY row_number() OVER (PARTITION BY l.subject_id ORDER BY c.n DESC) = 1
