-- How many names there are, the commonest pairs of characters and the share of names that hold each, as the last
-- ANALYZE saw them.
SELECT (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'subjects_subjectname'::regclass), gram, share
FROM creditport_gram_shares() WHERE share >= 0.001;
