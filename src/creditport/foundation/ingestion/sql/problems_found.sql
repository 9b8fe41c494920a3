-- Each finding of each faulty row, with the text it is about; and the rows whose severity nothing tells.
INSERT INTO problem
SELECT n, finding.field, finding.code, finding.detail, finding.level,
       coalesce(left(faulty.texts[finding.place], 200), '')  -- an item's field may bear any of these names
FROM found JOIN finding USING (finding) JOIN faulty USING (n)
UNION ALL SELECT n, '', 'severity-unknown', '', 2, '' FROM faulty WHERE unrated;
