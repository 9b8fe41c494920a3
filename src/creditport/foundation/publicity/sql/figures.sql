-- Counts of records shown, as last counted.
SELECT item, severity, county_code, kind, month, records, counted_at FROM public_figure
