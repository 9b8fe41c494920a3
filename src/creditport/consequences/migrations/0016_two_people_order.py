"""Whoever noted a proceeding enters nothing that was ordered in it: kept by the database, for every role.

The platform itself and the systems of agencies are no persons: `system`, and `key:…` for who acts by a key. A person
whose account bears such a name is one all the same.
"""

from django.db import migrations

# `by` is a word of PL/pgSQL: without quotation marks it is no field.
GATE = """
ALTER FUNCTION creditport_refusal_text(text) RENAME TO creditport_refusal_text_of_12;
CREATE FUNCTION creditport_refusal_text(code text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE code
    WHEN 'order-other-person' THEN '登记复议、诉讼与录入其决定须由不同的人办理。'
        || ' Whoever noted the proceeding does not enter what was ordered in it; a colleague does.'
    ELSE creditport_refusal_text_of_12(code) END
$$;

CREATE FUNCTION creditport_gate_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM consequences_proceeding WHERE id = NEW.proceeding_id AND noted_by = NEW."by")
       AND ((NEW."by" <> 'system' AND NEW."by" NOT LIKE 'key:%')
            OR EXISTS (SELECT FROM kernel_user WHERE username = NEW."by")) THEN
        PERFORM creditport_refuse('order-other-person');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consequences_two_people BEFORE INSERT ON consequences_proceedingevent
    FOR EACH ROW EXECUTE FUNCTION creditport_gate_two_people();
ALTER TABLE consequences_proceedingevent ENABLE ALWAYS TRIGGER consequences_two_people;
"""

UNDO = """
DROP TRIGGER consequences_two_people ON consequences_proceedingevent;
DROP FUNCTION creditport_gate_two_people;
DROP FUNCTION creditport_refusal_text(text);
ALTER FUNCTION creditport_refusal_text_of_12(text) RENAME TO creditport_refusal_text;
"""


class Migration(migrations.Migration):
    dependencies = [("consequences", "0015_messages_to_accounts")]
    operations = [migrations.RunSQL(GATE, UNDO)]
