-- Names that begin with the question, for a question of one character; at most 1,000 are ranked.
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
), capped AS (
    SELECT true AS yes
)
