-- Names that contain the question, through their rarest pairs of characters; at most 2,000 are ranked.
-- `headed`: the question at the head of a name (span 1) or behind a place's name; `indexed`: anywhere. Without pairs
-- (all are common) the index would give most of the register: then `spread` reads 200 short stretches of it, evenly
-- spread, because names of one kind arrive together, until 500 names are found.
WITH headed AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal, least(span.place, 2) AS tier
    FROM unnest(%(lows)s::text[], %(highs)s::text[]) WITH ORDINALITY AS span(low, high, place),
         LATERAL (SELECT * FROM public_subject_name AS name
                  WHERE name.normal ~>=~ span.low AND name.normal ~<~ span.high LIMIT 200) AS names
), indexed AS MATERIALIZED (
    SELECT subject_id, name, kind, normal FROM public_subject_name AS names
    WHERE %(pairs)s::int[] IS NOT NULL AND names.grams @> %(pairs)s::int[] AND names.normal LIKE %(pattern)s
    LIMIT 2001
), register AS (
    SELECT min(id) AS low, (max(id) - min(id)) / 200 + 1 AS step FROM public_subject_name
), spread AS MATERIALIZED (
    SELECT names.subject_id, names.name, names.kind, names.normal
    FROM register, generate_series(0, 199) AS stretch,
         LATERAL (SELECT * FROM public_subject_name AS name
                  WHERE name.id >= low + stretch * step AND name.id < low + stretch * step + least(step, 300)
                    AND name.normal LIKE %(pattern)s LIMIT 300) AS names
    WHERE %(pairs)s::int[] IS NULL
    LIMIT 501
), found AS MATERIALIZED (
    SELECT subject_id, name, kind, normal, char_length(normal) AS length,
           CASE WHEN normal = %(question)s THEN 0 ELSE tier END AS tier
    FROM headed
    UNION ALL
    SELECT subject_id, name, kind, normal, char_length(normal),
           CASE WHEN starts_with(normal, %(question)s) THEN 1 ELSE 3 END
    FROM (SELECT * FROM indexed UNION ALL SELECT * FROM spread) AS holding
), capped AS (
    SELECT (SELECT count(*) > 2000 FROM indexed) OR (SELECT count(*) > 500 FROM spread)
           OR %(pairs)s::int[] IS NULL AND (SELECT step > 300 FROM register) AS yes
)
