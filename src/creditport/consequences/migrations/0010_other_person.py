"""How a notice was served is kept with the entry; who decides an entry on the platform is not who proposed it.

The list says whether it asks for another person (`other-person` among its evidence). Asked of entries that are made
here: of one that a sector system reports, its file says nothing of the accounts.
"""

from django.db import migrations, models

GATE = """
ALTER FUNCTION creditport_refusal_text(text) RENAME TO creditport_refusal_text_of_2;
CREATE FUNCTION creditport_refusal_text(code text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE code
    WHEN 'other-person' THEN '提出列入与决定列入须由不同的人办理。'
        || ' Whoever proposed an entry does not decide on it.'
    ELSE creditport_refusal_text_of_2(code) END
$$;

CREATE FUNCTION creditport_gate_other_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    day date := coalesce(NEW.decided_on, (NEW.changed_at AT TIME ZONE 'Asia/Shanghai')::date);
BEGIN
    IF NEW.source = 'office' AND NEW.state = 'decided'
       AND EXISTS (SELECT FROM consequences_rule
                   WHERE kind = 'list' AND rule = NEW.list_id AND valid_from <= day
                     AND (valid_until IS NULL OR day < valid_until) AND 'other-person' = ANY (evidence))
       AND EXISTS (SELECT FROM consequences_listentryversion
                   WHERE entry_id = NEW.id AND version = 1 AND changed_by = NEW.changed_by) THEN
        PERFORM creditport_refuse('other-person');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consequences_other_person BEFORE UPDATE ON consequences_listentry
    FOR EACH ROW EXECUTE FUNCTION creditport_gate_other_person();
ALTER TABLE consequences_listentry ENABLE ALWAYS TRIGGER consequences_other_person;
"""

UNDO = """
DROP TRIGGER consequences_other_person ON consequences_listentry;
DROP FUNCTION creditport_gate_other_person;
DROP FUNCTION creditport_refusal_text(text);
ALTER FUNCTION creditport_refusal_text_of_2(text) RENAME TO creditport_refusal_text;
"""


class Migration(migrations.Migration):
    dependencies = [("consequences", "0009_reinstated")]
    operations = [
        migrations.AddField(
            model_name="listentry",
            name="notice_service",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.RunSQL(GATE, UNDO),
    ]
