-- Names that contain the question, through their rarest pairs of characters; best first, at most 2,000 ranked.
WITH headed AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal
    FROM unnest(%(lows)s::text[], %(highs)s::text[]) AS span(low, high),
         LATERAL (SELECT * FROM public_subject_name AS name
                  WHERE name.normal ~>=~ span.low AND name.normal ~<~ span.high LIMIT 200) AS names
), holding AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal
    FROM public_subject_name AS names
    WHERE names.grams @> %(pairs)s::int[] AND names.normal LIKE %(pattern)s
    LIMIT 2001
), found AS (
    SELECT * FROM headed UNION SELECT * FROM holding
), ranked AS (
    SELECT DISTINCT ON (subject_id)
           subject_id, name, kind, normal, char_length(normal) AS length,
           CASE WHEN normal = %(question)s THEN 0
                WHEN starts_with(normal, %(question)s) THEN 1
                WHEN left(normal, strpos(normal, %(question)s) - 1) = ANY (%(places)s::text[]) THEN 2
                ELSE 3 END AS tier
    FROM found
    ORDER BY subject_id, tier, length, kind
), best AS (
    SELECT *, count(*) OVER () AS total FROM ranked
    ORDER BY tier, length, kind, normal COLLATE "C", subject_id LIMIT %(limit)s
)
SELECT subject.id, subject.uscc, subject.name, subject.county_code, subject.kind, subject.status,
       best.name, best.kind, best.tier, best.length, best.total, (SELECT count(*) > 2000 FROM holding)
FROM best JOIN public_subject AS subject ON subject.id = best.subject_id
ORDER BY best.tier, best.length, best.kind, best.normal COLLATE "C", best.subject_id;
