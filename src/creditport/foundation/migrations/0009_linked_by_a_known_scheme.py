"""A record is joined to its subject by an identifier of a known kind. A name is none, however it is spelled."""

from django.db import migrations, models

SCHEMES = [
    "uscc",
    "registration-number",
    "organisation-code",
    "tax-number",
    "institution-certificate",
    "social-certificate",
    "person-index",
]


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_receipts")]
    operations = [
        migrations.RemoveConstraint(model_name="record", name="foundation_linked_by_identifier"),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                name="foundation_linked_by_identifier",
                condition=models.Q(linked_by="", subject_id__isnull=True)
                | models.Q(linked_by__in=SCHEMES, subject_id__isnull=False),
            ),
        ),
    ]
