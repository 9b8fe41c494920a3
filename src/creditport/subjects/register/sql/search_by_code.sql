-- Subjects whose unified social credit code is the question or begins with it.
SELECT subject.id, subject.uscc, subject.name, subject.county_code, subject.kind, subject.status,
       subject.name, 'current', CASE WHEN subject.uscc = %(question)s THEN 0 ELSE 1 END, 18,
       CASE WHEN count(*) OVER () <= 2000 THEN count(*) OVER () END
FROM (SELECT * FROM public_subject
      WHERE uscc LIKE %(pattern)s ORDER BY uscc USING ~<~ LIMIT 2001) AS subject
ORDER BY subject.uscc LIMIT %(limit)s;
