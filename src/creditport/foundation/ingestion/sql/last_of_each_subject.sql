-- For each subject, what its last accepted row of the file says.
SELECT * EXCLUDE (n) FROM registered QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY n DESC) = 1
