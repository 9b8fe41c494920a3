-- Names whose pinyin initials begin with the question, the place in front left out or not; at most 1,000 are ranked.
WITH headed AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal, names.initials, span.place
    FROM unnest(%(lows)s::text[], %(highs)s::text[]) WITH ORDINALITY AS span(low, high, place),
         LATERAL (SELECT * FROM public_subject_name AS name
                  WHERE name.initials ~>=~ span.low AND name.initials ~<~ span.high LIMIT 401) AS names
    LIMIT 1001
), found AS MATERIALIZED (
    SELECT subject_id, name, kind, normal, char_length(initials) AS length,
           CASE WHEN initials = %(question)s THEN 0 ELSE least(place, 2) END AS tier
    FROM headed
), capped AS (
    SELECT coalesce(sum(taken) > 1000 OR max(taken) > 400, false) AS yes
    FROM (SELECT count(*) AS taken FROM headed GROUP BY place) AS spans
)
