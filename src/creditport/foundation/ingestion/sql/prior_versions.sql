-- Latest versions of an agency's records of one item, as far as its submissions wrote them.
SELECT DISTINCT ON (key) key, version, digest, state = 'withdrawn'
FROM foundation_record
WHERE {{where}}
ORDER BY key, version DESC
