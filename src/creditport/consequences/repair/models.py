"""What repair keeps: what is known of duties, what is hidden and why, decisions, bars, offers, protections."""

from __future__ import annotations

from django.db import models

from creditport.consequences.repair.choices import DecisionKind, Duty, DutyState, Ending, Ground


class DutyStatement(models.Model):
    """What a source said of a duty; append-only, the latest word on a duty counts."""

    id = models.BigAutoField(primary_key=True)
    record_key = models.UUIDField()
    duty = models.CharField(max_length=12, choices=Duty.choices)
    state = models.CharField(max_length=12, choices=DutyState.choices)
    stated_on = models.DateField()
    runs_until = models.DateField(null=True)  # of an instalment plan
    source = models.CharField(max_length=64)  # agency, a pack id
    reference = models.CharField(max_length=200, blank=True)  # receipt, approval of the plan
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["record_key", "duty", "-id"], name="consequences_duty_latest")]

    def __str__(self) -> str:
        return f"{self.record_key} {self.duty} {self.state}"


class Hiding(models.Model):
    """A record that may not show while this stands; the database holds every later version of it to that."""

    id = models.BigAutoField(primary_key=True)
    record_key = models.UUIDField()
    subject_id = models.BigIntegerField()
    ground = models.CharField(max_length=12, choices=Ground.choices)
    case_id = models.BigIntegerField(null=True)  # none behind a suspension
    since = models.DateTimeField()
    would_show = models.BooleanField()  # whether the latest version would show without this; kept by the database
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_key", "ground"],
                condition=models.Q(ended_at__isnull=True),
                name="consequences_hiding_once",
            ),
        ]
        indexes = [models.Index(fields=["subject_id", "ground"], name="consequences_hiding_subject")]

    def __str__(self) -> str:
        return f"{self.record_key} {self.ground}"


class RepairDecision(models.Model):
    """A decision on a repair, with everything its document says; append-only."""

    id = models.BigAutoField(primary_key=True)
    case_id = models.BigIntegerField()
    record_key = models.UUIDField()
    record_version = models.IntegerField()  # the version that the decision wrote or, if refused, looked at
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    agency = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150)
    rule = models.CharField(max_length=64)  # of the packs
    rules = models.CharField(max_length=16)
    reason = models.CharField(max_length=2000, blank=True)
    come_again_on = models.DateField(null=True)  # of a refusal: the first day on which it may be asked again
    content = models.JSONField()
    digest = models.CharField(max_length=64)  # SHA-256 of the canonical content

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="consequences_repair_subject"),
            models.Index(fields=["case_id"], name="consequences_repair_case"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def number(self) -> str:
        """What the document is called."""
        return f"XF{self.decided_at:%Y}-{self.pk:08d}"


class RepairBar(models.Model):
    """No repair for a subject until a day, after false proof; append-only."""

    id = models.BigAutoField(primary_key=True)
    subject_id = models.BigIntegerField(db_index=True)
    case_id = models.BigIntegerField()
    rule = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField()  # the first day on which it is over

    def __str__(self) -> str:
        return f"#{self.subject_id} until {self.until}"


class RepairOffer(models.Model):
    """A repair that the platform offered by itself."""

    id = models.BigAutoField(primary_key=True)
    record_key = models.UUIDField(unique=True)
    subject_id = models.BigIntegerField(db_index=True)
    offered_on = models.DateField()

    def __str__(self) -> str:
        return str(self.record_key)


class RepairDraft(models.Model):
    """An application that somebody began to fill in; gone once it is filed."""

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(max_length=150)
    record_key = models.UUIDField()
    fields = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "record_key"], name="consequences_repair_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.record_key}"


class Protection(models.Model):
    """A subject under a court's ruling that approved a plan of reorganisation or composition."""

    id = models.BigAutoField(primary_key=True)
    subject_id = models.BigIntegerField()
    case_id = models.BigIntegerField(unique=True)
    court = models.CharField(max_length=200)
    ruling_number = models.CharField(max_length=100)
    ruled_on = models.DateField()
    since = models.DateField()
    planned_until = models.DateField(null=True)
    status_before = models.CharField(max_length=16)  # of the subject in the register
    ended_on = models.DateField(null=True)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"], condition=models.Q(ended_on__isnull=True), name="consequences_protection_once"
            ),
            models.CheckConstraint(
                name="consequences_protection_ending",
                condition=models.Q(ended_on__isnull=True, ending="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(ending="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.subject_id} {self.ruling_number}"


class DailyWork(models.Model):
    """One pass of the daily work: the day up to which it went, and what it found."""

    day = models.DateField(primary_key=True)
    ran_at = models.DateTimeField()
    seconds = models.FloatField()
    ended = models.IntegerField()  # records whose publicity ended by itself since the pass before
    offered = models.IntegerField()
    granted = models.IntegerField()  # without application
    overdue = models.IntegerField()
    counted = models.IntegerField()  # deadlines that could not be counted before
    uncounted = models.IntegerField()  # and those that still cannot
    entries_ended = models.IntegerField()
    without_basis = models.IntegerField()  # applied measures that stopped for want of a basis

    def __str__(self) -> str:
        return self.day.isoformat()
