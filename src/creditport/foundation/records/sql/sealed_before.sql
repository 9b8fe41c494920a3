-- How many versions have personal fields that another key than the newest sealed.
SELECT count(*) FROM foundation_record WHERE sealed IS NOT NULL AND substring(sealed FROM 1 FOR 4) <> %(head)s
