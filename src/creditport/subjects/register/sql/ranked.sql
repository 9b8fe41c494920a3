-- The end of every search by name: `found` (who, by which name, how well it fits) ordered, each subject once at its best.
, top AS (
    SELECT * FROM found ORDER BY tier, length, kind, normal COLLATE "C", subject_id LIMIT 4 * %(limit)s + 50
), best AS (
    SELECT * FROM (SELECT DISTINCT ON (subject_id) * FROM top ORDER BY subject_id, tier, length, kind) AS each
    ORDER BY tier, length, kind, normal COLLATE "C", subject_id LIMIT %(limit)s
)
SELECT subject.id, subject.uscc, subject.name, subject.county_code, subject.kind, subject.status,
       best.name, best.kind, best.tier, best.length,
       CASE WHEN NOT (SELECT yes FROM capped) THEN (SELECT count(DISTINCT subject_id) FROM found) END
FROM best JOIN public_subject AS subject ON subject.id = best.subject_id
ORDER BY best.tier, best.length, best.kind, best.normal COLLATE "C", best.subject_id;
