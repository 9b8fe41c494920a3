"""Personal fields of records may be sealed anew, with a newer data key, and nothing else of a version may change.

The owner alone may do it, through one function that takes the old and the new bytes; a trigger compares every other
column, the mark of a numbered key and the length, which AES-GCM keeps for equal plaintext. That the plaintext is equal
the function cannot see: who calls it opens both (`records.actions.seal_records_anew`).
"""

from django.db import migrations

SEALED_ANEW = """
CREATE FUNCTION creditport_only_sealed_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('creditport.sealing_anew', true), '') <> 'on'
       OR current_user IN ('creditport_app', 'creditport_public')
       OR OLD.sealed IS NULL OR NEW.sealed IS NULL
       OR substring(NEW.sealed FROM 1 FOR 2) <> '\\x434b'
       OR octet_length(NEW.sealed) - octet_length(OLD.sealed) NOT IN (0, 4)
       OR to_jsonb(NEW) - 'sealed' <> to_jsonb(OLD) - 'sealed'
    THEN
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'Write a new version or entry instead.';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER foundation_record_append_only ON foundation_record;
CREATE TRIGGER foundation_record_append_only BEFORE DELETE OR TRUNCATE ON foundation_record
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
CREATE TRIGGER foundation_record_only_sealed_anew BEFORE UPDATE ON foundation_record
    FOR EACH ROW EXECUTE FUNCTION creditport_only_sealed_anew();

CREATE FUNCTION creditport_seal_records_anew(ids bigint[], olds bytea[], news bytea[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    PERFORM set_config('creditport.sealing_anew', 'on', true);
    UPDATE foundation_record AS record SET sealed = told.new
    FROM unnest(ids, olds, news) AS told(id, old, new)
    WHERE record.id = told.id AND record.sealed = told.old;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('creditport.sealing_anew', '', true);
    RETURN changed;
END $$;
REVOKE EXECUTE ON FUNCTION creditport_seal_records_anew(bigint[], bytea[], bytea[]) FROM PUBLIC;
"""

UNDO = """
DROP FUNCTION IF EXISTS creditport_seal_records_anew(bigint[], bytea[], bytea[]);
DROP TRIGGER IF EXISTS foundation_record_only_sealed_anew ON foundation_record;
DROP TRIGGER IF EXISTS foundation_record_append_only ON foundation_record;
CREATE TRIGGER foundation_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON foundation_record
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
DROP FUNCTION IF EXISTS creditport_only_sealed_anew();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0010_withdrawals")]
    operations = [migrations.RunSQL(SEALED_ANEW, UNDO)]
