-- The next of them, in the order of their numbers.
SELECT id, key, sealed FROM foundation_record
WHERE id > %(last)s AND sealed IS NOT NULL AND substring(sealed FROM 1 FOR 4) <> %(head)s
ORDER BY id LIMIT %(step)s
