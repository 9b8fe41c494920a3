-- Names that sound or look like the question, through sets of pairs of which each such name holds one. Some names of
-- each set are drawn; what counts is the pattern of all places. Fewer differing characters rank first, then heads.
WITH drawn AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal
    FROM unnest(%(asked)s::text[]) AS pairs,
         LATERAL (SELECT * FROM public_subject_name AS name WHERE name.grams @> pairs::int[] LIMIT %(each)s) AS names
    LIMIT %(drawn)s
), alike AS (
    SELECT subject_id, name, kind, normal, substring(normal FROM %(pattern)s) AS heard
    FROM drawn WHERE normal ~ %(pattern)s AND normal NOT LIKE %(literal)s
), found AS MATERIALIZED (
    SELECT subject_id, name, kind, normal, char_length(normal) AS length,
           CASE WHEN starts_with(normal, heard) THEN 4 ELSE 5 END
           + 2 * (SELECT count(*) FROM generate_series(1, char_length(heard)) AS place
                  WHERE substr(heard, place, 1) <> substr(%(question)s, place, 1)) AS tier
    FROM alike
), capped AS (
    SELECT false AS yes
)
