"""Lost second factors are reset by two people, and the database holds it so.

The third trigger keeps them two: nobody gives both the link for the password and the link for the factor.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE FUNCTION creditport_guard_reset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.holder IS DISTINCT FROM (SELECT username FROM kernel_user WHERE id = NEW.account_id) THEN
        RAISE EXCEPTION 'a reset names the holder of its account' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.outcome <> '' THEN
            RAISE EXCEPTION 'a reset is proposed before it is decided' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.account_id, NEW.holder, NEW.reason, NEW.identity, NEW.proposed_at, NEW.proposed_by)
       IS DISTINCT FROM (OLD.account_id, OLD.holder, OLD.reason, OLD.identity, OLD.proposed_at, OLD.proposed_by)
       OR OLD.outcome <> '' AND (NEW.outcome, NEW.decided_at, NEW.decided_by, NEW.decided_because, NEW.digest, NEW.until)
       IS DISTINCT FROM (OLD.outcome, OLD.decided_at, OLD.decided_by, OLD.decided_because, OLD.digest, OLD.until)
       OR OLD.enrolled_at IS NOT NULL AND NEW.enrolled_at IS DISTINCT FROM OLD.enrolled_at THEN
        RAISE EXCEPTION 'what was proposed or decided does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.outcome = '' AND NEW.outcome = 'confirmed' AND NEW.decided_by =
       (SELECT given_by FROM kernel_passwordlink WHERE account_id = NEW.account_id ORDER BY id DESC LIMIT 1) THEN
        RAISE EXCEPTION 'whoever gave the link for the password does not confirm' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kernel_guard BEFORE INSERT OR UPDATE ON kernel_factorreset
    FOR EACH ROW EXECUTE FUNCTION creditport_guard_reset();
ALTER TABLE kernel_factorreset ENABLE ALWAYS TRIGGER kernel_guard;
REVOKE DELETE ON kernel_factorreset FROM creditport_app;

CREATE FUNCTION creditport_guard_password_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest kernel_factorreset;
BEGIN
    SELECT * INTO latest FROM kernel_factorreset WHERE account_id = NEW.account_id AND outcome = 'confirmed'
        ORDER BY decided_at DESC, id DESC LIMIT 1;
    IF latest.decided_by = NEW.given_by AND latest.enrolled_at IS NULL THEN
        RAISE EXCEPTION 'whoever confirmed the reset gives no link for the password' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kernel_guard BEFORE INSERT ON kernel_passwordlink
    FOR EACH ROW EXECUTE FUNCTION creditport_guard_password_link();
ALTER TABLE kernel_passwordlink ENABLE ALWAYS TRIGGER kernel_guard;
"""

UNDO = """
DROP TRIGGER kernel_guard ON kernel_passwordlink;
DROP FUNCTION creditport_guard_password_link();
DROP TRIGGER kernel_guard ON kernel_factorreset;
DROP FUNCTION creditport_guard_reset();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0006_password_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='session_epoch',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='FactorReset',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('holder', models.CharField(max_length=150)),
                ('reason', models.CharField(max_length=400)),
                ('identity', models.CharField(choices=[('document', 'In person, by the identity document'), ('colleague', 'In person, by a superior who knows them'), ('mandate', 'In person, by the identity document and the licence or mandate'), ('video', 'By video call, by the identity document')], max_length=12)),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.CharField(max_length=150)),
                ('outcome', models.CharField(blank=True, choices=[('confirmed', 'Reset confirmed'), ('declined', 'Reset declined')], max_length=12)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=150)),
                ('decided_because', models.CharField(blank=True, max_length=200)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('until', models.DateTimeField(null=True)),
                ('enrolled_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resets', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('account',), name='kernel_factorreset_one_open'), models.UniqueConstraint(condition=models.Q(('digest', ''), _negated=True), fields=('digest',), name='kernel_factorreset_digest'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'confirmed'), _negated=True), models.Q(models.Q(('decided_by', ''), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='kernel_factorreset_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('proposed_by', models.F('holder')), _negated=True), models.Q(models.Q(('outcome', 'confirmed'), _negated=True), models.Q(('decided_by', models.F('holder')), _negated=True), _connector='OR')), name='kernel_factorreset_never_ones_own'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'confirmed'), ('until__isnull', False), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('outcome', 'confirmed'), _negated=True), ('digest', ''), ('enrolled_at__isnull', True), ('until__isnull', True)), _connector='OR'), name='kernel_factorreset_link_by_confirmation'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='kernel_factorreset_decided_whole'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('identity', ''), _negated=True), models.Q(('proposed_by', ''), _negated=True)), name='kernel_factorreset_says_why')],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
