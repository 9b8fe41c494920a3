"""A submission that sends mended rows again names the earlier one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_figures")]
    operations = [
        migrations.AddField(
            model_name="submission",
            name="mends_id",
            field=models.BigIntegerField(db_index=True, null=True),
        ),
    ]
