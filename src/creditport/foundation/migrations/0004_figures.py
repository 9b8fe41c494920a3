"""Figures of the public site, counted now and then, each with the instant of its counting.

Counting a million records takes seconds; a page must not. Only counts leave the view: no subject, no name.
"""

from django.db import migrations

FIGURES = """
CREATE MATERIALIZED VIEW public_figure AS
    SELECT record.item, record.severity, subject.county_code, subject.kind,
           date_trunc('month', record.decided_on)::date AS month,
           count(*) AS records, now() AS counted_at
    FROM public_record AS record JOIN public_subject AS subject ON subject.id = record.subject_id
    GROUP BY 1, 2, 3, 4, 5;

CREATE MATERIALIZED VIEW public_subject_figure AS
    SELECT kind, county_code, status, count(*) AS subjects, now() AS counted_at
    FROM public_subject GROUP BY 1, 2, 3;

CREATE OR REPLACE FUNCTION creditport_count_figures() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    REFRESH MATERIALIZED VIEW public_figure;
    REFRESH MATERIALIZED VIEW public_subject_figure;
END $$;

GRANT SELECT ON public_figure, public_subject_figure TO creditport_public, creditport_app;
REVOKE EXECUTE ON FUNCTION creditport_count_figures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION creditport_count_figures() TO creditport_app;
"""

UNDO = """
DROP FUNCTION IF EXISTS creditport_count_figures();
DROP MATERIALIZED VIEW IF EXISTS public_subject_figure;
DROP MATERIALIZED VIEW IF EXISTS public_figure;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_change_feed")]
    operations = [migrations.RunSQL(FIGURES, UNDO)]
