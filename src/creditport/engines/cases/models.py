"""Cases: where each stands, everything that happened to it, and its documents.

A case row says where a case stands now; `version` counts its acts, so that two officers who read the same version
cannot both act on it. Events and documents are append-only: the database refuses to change or delete them.
"""

from __future__ import annotations

from django.db import models


class Case(models.Model):
    """One case. `due_on` is the last day of the present step; None where the pack sets none, or cannot be counted."""

    id = models.BigAutoField(primary_key=True)
    type_id = models.CharField(max_length=48)
    rules = models.CharField(max_length=16)  # version of the packs when it was opened
    subject_id = models.BigIntegerField(null=True)
    agency = models.CharField(max_length=64, blank=True)  # the agency of the case, a pack id
    about_kind = models.CharField(max_length=32)
    about_id = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    step = models.CharField(max_length=48)  # the last step, once there is an outcome
    desk = models.CharField(max_length=32)  # where it waits; blank: nothing is left to do
    outcome = models.CharField(max_length=48, blank=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    entered_on = models.DateField()  # the day the step began
    due_on = models.DateField(null=True)
    uncounted_year = models.SmallIntegerField(null=True)  # the year whose working days are missing for `due_on`
    suspended_on = models.DateField(null=True)
    suspensions = models.SmallIntegerField(default=0)
    suspended_workdays = models.SmallIntegerField(default=0)  # all that do not count towards the deadline
    extensions = models.SmallIntegerField(default=0)
    extended_workdays = models.SmallIntegerField(default=0)
    escalated_on = models.DateField(null=True)  # the day on which its delay was reported
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["type_id", "about_kind", "about_id"],
                condition=models.Q(closed_at__isnull=True),
                name="engines_case_one_open",
            ),
            models.CheckConstraint(
                name="engines_case_closed_has_outcome",
                condition=models.Q(closed_at__isnull=True, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="engines_case_suspended_is_open",
                condition=models.Q(suspended_on__isnull=True) | models.Q(closed_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "agency", "due_on"],
                condition=models.Q(closed_at__isnull=True),
                name="engines_case_inbox",
            ),
            models.Index(fields=["due_on"], condition=models.Q(closed_at__isnull=True), name="engines_case_due"),
            models.Index(fields=["subject_id"], name="engines_case_subject"),
            models.Index(fields=["about_kind", "about_id"], name="engines_case_about"),
        ]

    def __str__(self) -> str:
        return f"{self.type_id} {self.number}"

    @property
    def number(self) -> str:
        """What people call the case: the day it was opened and its running number."""
        return f"{self.opened_on:%Y%m%d}-{self.pk:06d}"

    @property
    def open(self) -> bool:
        return self.closed_at is None


class CaseEvent(models.Model):
    """One thing that happened to a case, by whom and why. `version` is that of the case afterwards."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    version = models.IntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_name = models.CharField(max_length=150)
    agency = models.CharField(max_length=64, blank=True)
    act = models.CharField(max_length=48)  # an act of the case type, or one of `choices.EngineAct`
    from_step = models.CharField(max_length=48, blank=True)
    to_step = models.CharField(max_length=48, blank=True)  # a step or an outcome
    due_on = models.DateField(null=True)  # the deadline as it stands afterwards
    reason = models.CharField(max_length=2000, blank=True)
    fields = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="engines_case_history")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version} {self.act}"


class CaseDocument(models.Model):
    """A document of a case, handed in or obtained by the platform from `obtained_from`."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=48)  # a document of the case type
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=64)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256, as received
    place = models.CharField(max_length=128)  # in the document store
    obtained_from = models.CharField(max_length=200, blank=True)
    attached_at = models.DateTimeField()
    attached_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.filename}"
