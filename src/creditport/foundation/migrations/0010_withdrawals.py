from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0009_linked_by_a_known_scheme'),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record_key', models.UUIDField()),
                ('record_version', models.IntegerField()),
                ('agency', models.CharField(max_length=64)),
                ('reason', models.CharField(max_length=400)),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.CharField(max_length=150)),
                ('outcome', models.CharField(blank=True, choices=[('confirmed', 'Withdrawal confirmed'), ('declined', 'Withdrawal declined'), ('overtaken', 'Overtaken by a later version')], max_length=12)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=150)),
                ('decided_because', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('outcome', '')), fields=['agency'], name='foundation_withdrawal_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('record_key',), name='foundation_withdrawal_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'confirmed'), _negated=True), models.Q(models.Q(('decided_by', ''), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='foundation_withdrawal_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='foundation_withdrawal_decided_whole'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='foundation_withdrawal_has_its_reason')],
            },
        ),
    ]
