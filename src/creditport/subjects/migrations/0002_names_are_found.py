"""What the search needs: the spelling of every name, made by the database itself, and three indexes.

`grams` finds any two characters, `normal` what a name begins with, `initials` pinyin initials. The array index takes
bulk work into its pending list and is flushed by `register.flush_names`.
"""

from django.db import migrations, models

from creditport.engines.search.spelling import postgres_normalise

SPELLED = f"""
CREATE OR REPLACE FUNCTION creditport_spelled(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT {postgres_normalise("name")} $$;
"""

INDEXES = """
CREATE INDEX subjects_name_grams ON subjects_subjectname USING gin (grams)
    WITH (fastupdate = on, gin_pending_list_limit = 16384);
CREATE INDEX subjects_name_normal ON subjects_subjectname (normal varchar_pattern_ops);
CREATE INDEX subjects_name_initials ON subjects_subjectname (initials varchar_pattern_ops);

-- How common the commonest pairs are, as the last ANALYZE saw them. The statistics of a table are closed to the
-- public role; what pairs of characters are common in names is no secret.
CREATE OR REPLACE FUNCTION creditport_gram_shares(OUT gram int, OUT share real) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT common.gram, common.share
    FROM pg_stats, LATERAL unnest(
        most_common_elems::text::int[],
        most_common_elem_freqs[:cardinality(most_common_elems::text::int[])]
    ) AS common(gram, share)
    WHERE schemaname = 'public' AND tablename = 'subjects_subjectname' AND attname = 'grams'
$$;
"""

UNDO = """
DROP FUNCTION IF EXISTS creditport_gram_shares();
DROP INDEX IF EXISTS subjects_name_initials;
DROP INDEX IF EXISTS subjects_name_normal;
DROP INDEX IF EXISTS subjects_name_grams;
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial"), ("kernel", "0002_roles")]
    operations = [
        migrations.RunSQL(SPELLED, "DROP FUNCTION IF EXISTS creditport_spelled(text)"),
        migrations.AddField(
            model_name="subjectname",
            name="normal",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="creditport_spelled"),
                output_field=models.CharField(max_length=200),
            ),
        ),
        migrations.RunSQL(INDEXES, UNDO),
    ]
