"""Records of credit information: bitemporal and append-only.

A row is one version of one record: what was true (`decided_on`, `valid_until`), what was known and when
(`recorded_at`, superseded by the next version of the same `key`), and what the law of that moment lets be shown
(`shown`, `public_from`, `repair_opens_on`, `public_until`; the last two are the first day of the new state). The
database refuses update, delete and truncate to the application's roles. Whether a record shows today is decided
when it is read: latest version of its key, in force, shown, public_from <= today < public_until.
"""

from __future__ import annotations

from django.db import models

from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.subjects.register.choices import IdentifierScheme


class Record(models.Model):
    """One version of one record. `content`, `held` and `sealed` hold the item's fields by openness."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField()  # item, agency and the item's key fields, hashed
    version = models.IntegerField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    item = models.CharField(max_length=40)
    adverse = models.BooleanField()
    subject_id = models.BigIntegerField(null=True)  # null: held without a subject, for want of an identifier
    linked_by = models.CharField(max_length=24, blank=True)  # an IdentifierScheme; the database refuses a name
    agency = models.CharField(max_length=64)
    submission_id = models.BigIntegerField()
    row_number = models.IntegerField()
    severity = models.SmallIntegerField(choices=Severity.choices, null=True)
    decided_on = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=RecordState.choices)
    reason = models.CharField(max_length=400, blank=True)  # of a withdrawal, repair or correction
    content = models.JSONField()  # the fields whose openness is public
    held = models.JSONField(default=dict)  # shared or authorised fields: held, never on the public site
    sealed = models.BinaryField(null=True)  # personal fields, AES-256-GCM; null where the row has none
    digest = models.UUIDField()  # of the content, to tell a changed row from a sent-again one
    recorded_at = models.DateTimeField()
    rules = models.CharField(max_length=16)  # version of the packs that computed severity and publicity
    shown = models.BooleanField()
    public_from = models.DateField(null=True)
    repair_opens_on = models.DateField(null=True)
    public_until = models.DateField(null=True)  # first day no longer shown; null with shown: no end

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="foundation_record_version"),
            models.CheckConstraint(
                name="foundation_adverse_has_severity",
                condition=models.Q(adverse=False) | models.Q(severity__isnull=False),
            ),
            models.CheckConstraint(
                name="foundation_linked_by_identifier",
                condition=models.Q(subject_id__isnull=True, linked_by="")
                | models.Q(subject_id__isnull=False, linked_by__in=IdentifierScheme.values),
            ),
            models.CheckConstraint(
                name="foundation_shown_only_linked_in_force",
                condition=models.Q(shown=False)
                | models.Q(subject_id__isnull=False, state=RecordState.IN_FORCE, public_from__isnull=False),
            ),
            models.CheckConstraint(
                name="foundation_shown_adverse_ends",
                condition=models.Q(shown=False) | models.Q(adverse=False) | models.Q(public_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "item"], name="foundation_record_subject"),
            models.Index(fields=["submission_id", "row_number"], name="foundation_record_source"),
            models.Index(
                fields=["item", "-decided_on", "-id"],
                name="foundation_record_list",
                condition=models.Q(shown=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.key} v{self.version}"
