"""A message may be to the holder of an account."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consequences', '0014_sealed_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='account',
            field=models.CharField(blank=True, db_default='', default='', max_length=150),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('publicity-ended', 'A record is no longer published: its term has ended'), ('repair-offered', 'A record can be mended now: everything that is needed is known to be done'), ('case-lapsed', 'A case was closed by itself: what it was about was withdrawn'), ('case-overdue', 'A case is over its day'), ('not-returned', 'A measure stays ended, since the law of today does not carry it'), ('factors-asked', 'Somebody proposed to reset your second factors'), ('factors-reset', 'Your second factors were reset, and all your sessions have ended')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('account', ''), _negated=True), fields=['account', '-id'], name='consequences_message_account'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('account', ''), models.Q(('agency', ''), ('subject_id__isnull', True)), _connector='OR'), name='consequences_message_to_one'),
        ),
    ]
