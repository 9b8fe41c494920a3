-- Names that begin with the question, for a question of one character; best first, at most 1,000 ranked.
WITH headed AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal, span.place
    FROM unnest(%(lows)s::text[], %(highs)s::text[]) WITH ORDINALITY AS span(low, high, place),
         LATERAL (SELECT * FROM public_subject_name AS name
                  WHERE name.normal ~>=~ span.low AND name.normal ~<~ span.high LIMIT 401) AS names
    LIMIT 1001
), found AS MATERIALIZED (
    SELECT subject_id, name, kind, normal, char_length(normal) AS length,
           CASE WHEN normal = %(question)s THEN 0 ELSE least(place, 2) END AS tier
    FROM headed
), top AS (
    SELECT * FROM found
    ORDER BY tier, length, kind, normal COLLATE "C", subject_id LIMIT 4 * %(limit)s + 50
), best AS (
    SELECT * FROM (SELECT DISTINCT ON (subject_id) * FROM top ORDER BY subject_id, tier, length, kind) AS each
    ORDER BY tier, length, kind, normal COLLATE "C", subject_id LIMIT %(limit)s
)
SELECT subject.id, subject.uscc, subject.name, subject.county_code, subject.kind, subject.status,
       best.name, best.kind, best.tier, best.length, (SELECT count(DISTINCT subject_id) FROM found), true
FROM best JOIN public_subject AS subject ON subject.id = best.subject_id
ORDER BY best.tier, best.length, best.kind, best.normal COLLATE "C", best.subject_id;
