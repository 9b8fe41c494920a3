"""The register of credit subjects: what they are, what they are called, where they stand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from creditport.subjects.register.choices import CountySource, NameKind, SubjectKind, SubjectStatus


class Subject(models.Model):
    """A credit subject as it stands today; its names, identifiers and statuses keep their history beside it.

    A natural person's row carries no name and no code: those are in `Person`, behind row-level security.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=24, choices=SubjectKind.choices)
    uscc = models.CharField(max_length=18, null=True, unique=True)  # unique where known
    name = models.CharField(max_length=200, blank=True)
    county_code = models.CharField(max_length=6, blank=True)  # one of the 19 counties and cities; blank: unknown
    county_source = models.CharField(max_length=16, choices=CountySource.choices, default=CountySource.UNKNOWN)
    status = models.CharField(max_length=16, choices=SubjectStatus.choices, default=SubjectStatus.UNKNOWN)
    registered_on = models.DateField(null=True)
    first_submission_id = models.BigIntegerField(null=True)  # the submission that made it
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subjects_person_has_no_open_identity",
                condition=~models.Q(kind=SubjectKind.PERSON) | models.Q(name="", uscc__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["county_code", "kind"], name="subjects_subject_county")]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class SubjectName(models.Model):
    """A name a subject has or had. `grams` and `initials` serve the search; see `engines/search`."""

    id = models.BigAutoField(primary_key=True)
    # A trigger asks for the subject, of all rows at once; the index of `subjects_name_once` begins with it.
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="names", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=NameKind.choices)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    grams = ArrayField(models.IntegerField())
    initials = models.CharField(max_length=200)
    normal = models.GeneratedField(  # the name as search spells it, made by the database
        expression=models.Func(models.F("name"), function="creditport_spelled"),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "name", "kind"], name="subjects_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SubjectStatusChange(models.Model):
    """A status from one day on, with the reason and the record that says so."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=16, choices=SubjectStatus.choices)
    since = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.status} {self.since}"
