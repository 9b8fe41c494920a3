import django.db.models.deletion
from django.db import migrations, models

SQL = """
CREATE TRIGGER consequences_sealedpaper_append_only BEFORE UPDATE OR DELETE ON consequences_sealedpaper
    FOR EACH ROW EXECUTE FUNCTION creditport_refuse_change();

-- What is told to whoever has the code: no subject, no place in the store.
CREATE VIEW public_paper AS
    SELECT paper.code, paper.label_zh, paper.label_en, paper.agency, paper.number, paper.sealed_at, paper.digest,
           paper.together
    FROM consequences_sealedpaper AS paper;

GRANT SELECT ON public_paper TO creditport_public, creditport_app;
"""
UNDO = """
DROP VIEW public_paper;
DROP TRIGGER consequences_sealedpaper_append_only ON consequences_sealedpaper;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('consequences', '0013_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedPaper',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=16, unique=True)),
                ('label_zh', models.CharField(max_length=100)),
                ('label_en', models.CharField(max_length=100)),
                ('agency', models.CharField(max_length=64)),
                ('number', models.CharField(max_length=40)),
                ('sealed_at', models.DateTimeField()),
                ('document', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('together', models.CharField(blank=True, max_length=64)),
                ('repair_decision', models.BigIntegerField(null=True)),
                ('notices', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='consequences.noticeset')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('repair_decision__isnull', False)), fields=('repair_decision',), name='consequences_sealedpaper_once')],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
