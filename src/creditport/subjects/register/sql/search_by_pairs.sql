-- Names that contain the question, through their rarest pairs of characters; best first, at most 2,000 ranked.
-- `headed`: the question at the head of a name (span 1) or behind a place's name; `holding`: anywhere.
WITH headed AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal, least(span.place, 2) AS tier
    FROM unnest(%(lows)s::text[], %(highs)s::text[]) WITH ORDINALITY AS span(low, high, place),
         LATERAL (SELECT * FROM public_subject_name AS name
                  WHERE name.normal ~>=~ span.low AND name.normal ~<~ span.high LIMIT 200) AS names
), holding AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal
    FROM public_subject_name AS names
    WHERE names.grams @> %(pairs)s::int[] AND names.normal LIKE %(pattern)s
    LIMIT 2001
), found AS MATERIALIZED (
    SELECT subject_id, name, kind, normal, char_length(normal) AS length,
           CASE WHEN normal = %(question)s THEN 0 ELSE tier END AS tier
    FROM headed
    UNION ALL
    SELECT subject_id, name, kind, normal, char_length(normal),
           CASE WHEN starts_with(normal, %(question)s) THEN 1 ELSE 3 END
    FROM holding
), top AS (
    SELECT * FROM found
    ORDER BY tier, length, kind, normal COLLATE "C", subject_id LIMIT 4 * %(limit)s + 50
), best AS (
    SELECT * FROM (SELECT DISTINCT ON (subject_id) * FROM top ORDER BY subject_id, tier, length, kind) AS each
    ORDER BY tier, length, kind, normal COLLATE "C", subject_id LIMIT %(limit)s
)
SELECT subject.id, subject.uscc, subject.name, subject.county_code, subject.kind, subject.status,
       best.name, best.kind, best.tier, best.length, (SELECT count(DISTINCT subject_id) FROM found),
       (SELECT count(*) > 2000 FROM holding)
FROM best JOIN public_subject AS subject ON subject.id = best.subject_id
ORDER BY best.tier, best.length, best.kind, best.normal COLLATE "C", best.subject_id;
