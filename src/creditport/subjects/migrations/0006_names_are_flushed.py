"""The application may sort the pending entries of the names' index in; by itself only an index's owner may."""

from django.db import migrations

FLUSH = """
CREATE FUNCTION creditport_flush_names() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT gin_clean_pending_list('public.subjects_name_grams'::regclass) $$;
REVOKE EXECUTE ON FUNCTION creditport_flush_names() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION creditport_flush_names() TO creditport_app;
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0005_persons_stay_persons")]
    operations = [migrations.RunSQL(FLUSH, "DROP FUNCTION IF EXISTS creditport_flush_names()")]
