"""An entry that a repair removed comes back if that repair was revoked; from no other removal is there a way back."""

from django.db import migrations

BACK = """
       AND NOT ((was.state, becomes.state) = ('removed', 'in-force') AND EXISTS (
            SELECT FROM consequences_repairdecision AS decision
            WHERE decision.record_key = was.record_key AND decision.kind = 'revoked'))"""

GATE = """
CREATE OR REPLACE FUNCTION creditport_gate_change(was consequences_listentry, becomes consequences_listentry) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF becomes.version <> was.version + 1 THEN PERFORM creditport_refuse('version'); END IF;
    IF NOT (was.state, becomes.state) IN (
        ('proposed', 'noticed'), ('proposed', 'decided'), ('noticed', 'noticed'), ('noticed', 'decided'),
        ('decided', 'in-force'), ('in-force', 'paused'), ('paused', 'in-force'), ('proposed', 'annulled'),
        ('noticed', 'annulled'), ('decided', 'annulled'), ('in-force', 'annulled'), ('paused', 'annulled'),
        ('in-force', 'removed'), ('paused', 'removed'))
       AND NOT ((was.state, becomes.state) = ('removed', 'in-force') AND EXISTS (
            SELECT FROM consequences_repairdecision AS decision
            WHERE decision.record_key = was.record_key AND decision.kind = 'revoked')) THEN
        PERFORM creditport_refuse('next-state');
    END IF;
    IF (was.id, was.subject_id, was.list_id, was.source, was.agency, was.instrument, was.article)
       IS DISTINCT FROM (becomes.id, becomes.subject_id, becomes.list_id, becomes.source, becomes.agency,
                         becomes.instrument, becomes.article)
       OR was.record_key <> becomes.record_key OR was.record_key IS NOT NULL AND becomes.record_key IS NULL
       OR was.notice_served_on IS NOT NULL AND was.notice_served_on IS DISTINCT FROM becomes.notice_served_on
       OR was.statement_until IS NOT NULL AND was.statement_until IS DISTINCT FROM becomes.statement_until
       OR was.decided_on IS NOT NULL AND (was.decided_on, was.decision_number, was.decided_by, was.reasons)
          IS DISTINCT FROM (becomes.decided_on, becomes.decision_number, becomes.decided_by, becomes.reasons)
       OR was.decision_served_on IS NOT NULL
          AND was.decision_served_on IS DISTINCT FROM becomes.decision_served_on THEN
        PERFORM creditport_refuse('fixed');
    END IF;
END $$;
"""

UNDO = GATE.replace(BACK, "")


class Migration(migrations.Migration):
    dependencies = [("consequences", "0008_repair_draft")]
    operations = [migrations.RunSQL(GATE, UNDO)]
