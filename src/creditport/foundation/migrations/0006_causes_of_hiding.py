"""Three more reasons for a version: a repair revoked, a record masked for a time, and shown again."""

from django.db import migrations, models

CAUSES = [
    ("reported", "First reported"),
    ("amended", "Amended by the source"),
    ("withdrawn", "Withdrawn by the source"),
    ("rules", "New rules of publicity"),
    ("repaired", "Repaired"),
    ("corrected", "Corrected after objection"),
    ("reopened", "Repair revoked"),
    ("masked", "Not shown for the time being"),
    ("restored", "Shown as before"),
]


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_submission_mends")]
    operations = [
        migrations.AlterField(
            model_name="record",
            name="cause",
            field=models.CharField(choices=CAUSES, max_length=12),
        ),
    ]
