"""The place of the mark "disputed" in every public answer.

The view has its shape here, and nothing in it: the chapter that works on objections replaces it. So what is shown reads
one view that is always there, and no statement of this chapter names a table of a higher one.
"""

from django.db import migrations

MARKS = """
CREATE VIEW public_dispute AS
    SELECT ''::varchar(16) AS about_kind, ''::varchar(64) AS about_id, 0::bigint AS subject_id,
           now()::timestamptz AS marked_at
    WHERE false;
GRANT SELECT ON public_dispute TO creditport_public, creditport_app;
"""

UNDO = "DROP VIEW IF EXISTS public_dispute;"


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_causes_of_hiding")]
    operations = [migrations.RunSQL(MARKS, UNDO)]
