-- Counties read from registrar, address or area, from `arriving_county(subject_id bigint, county_code, county_source)`.
UPDATE subjects_subject AS subject
SET county_code = arriving.county_code, county_source = arriving.county_source, changed_at = %(at)s
FROM arriving_county AS arriving
WHERE subject.id = arriving.subject_id AND arriving.county_code <> ''
  AND (subject.county_code, subject.county_source) IS DISTINCT FROM (arriving.county_code, arriving.county_source);
