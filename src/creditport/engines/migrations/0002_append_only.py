"""What happened to a case, and its documents, cannot be changed afterwards."""

from django.db import migrations

APPEND_ONLY = """
CREATE TRIGGER engines_caseevent_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engines_caseevent
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
CREATE TRIGGER engines_casedocument_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engines_casedocument
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
REVOKE UPDATE, DELETE ON engines_caseevent, engines_casedocument FROM creditport_app;
REVOKE DELETE ON engines_case FROM creditport_app;
"""

UNDO = """
DROP TRIGGER IF EXISTS engines_casedocument_append_only ON engines_casedocument;
DROP TRIGGER IF EXISTS engines_caseevent_append_only ON engines_caseevent;
"""


class Migration(migrations.Migration):
    dependencies = [("engines", "0001_cases"), ("kernel", "0003_audit_chain")]
    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
