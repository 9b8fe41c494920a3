-- Counts of subjects, as last counted.
SELECT kind, county_code, status, subjects, counted_at FROM public_subject_figure
