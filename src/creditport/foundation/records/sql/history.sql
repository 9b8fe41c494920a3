-- Every version of one record, oldest first.
SELECT /*columns*/ FROM foundation_record WHERE key = %(key)s ORDER BY version
