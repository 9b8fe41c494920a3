"""The rules as the database knows them, and the measures that were applied.

`RulesText` keeps the packs' canonical text by version, for ever: decisions are replayed with it. From the text of the
version loaded last the database itself derives `Rule`, `LegalBasis` and `RuleBasis`; nobody else can write those
three, the owner of the tables included. They are what the gate asks: no basis in force, no sanction.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from creditport.consequences.measures.choices import MeasureAct, RuleKind


class RulesText(models.Model):
    """The rules of consequence of one version of the packs, as canonical JSON. Append-only."""

    version = models.CharField(max_length=16, primary_key=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of the text

    class Meta:
        db_table = "consequences_rules"

    def __str__(self) -> str:
        return self.version


class RulesLoading(models.Model):
    """Which version the platform works by, since when. The last row counts. Append-only."""

    id = models.BigAutoField(primary_key=True)
    rules = models.ForeignKey(RulesText, on_delete=models.PROTECT, related_name="loadings")
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.rules_id} {self.loaded_at:%Y-%m-%d %H:%M:%S}"


class LegalBasis(models.Model):
    """An article of an instrument on which something stands. Derived by the database."""

    id = models.BigAutoField(primary_key=True)
    instrument = models.CharField(max_length=64)
    article = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=32)
    level_rank = models.SmallIntegerField()  # 1 law … 8 standard
    territory = models.CharField(max_length=6, blank=True)  # division code; blank: the whole country
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)  # first day no longer in force

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "article"], name="consequences_basis_once")]

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".strip()


class Rule(models.Model):
    """A measure or list of the packs, as far as the gate must know it. Derived by the database."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8, choices=RuleKind.choices)
    rule = models.CharField(max_length=64)  # pack id
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    sanction = models.BooleanField()  # of a list: serious, abnormal or default
    form = models.CharField(max_length=20)  # group of a measure, kind of a list
    lowest_rank = models.SmallIntegerField()
    planned = models.BooleanField()
    subject_kinds = ArrayField(models.CharField(max_length=24))
    agencies = ArrayField(models.CharField(max_length=64))  # appliers or deciders; "any"
    evidence = ArrayField(models.CharField(max_length=12))
    statement_workdays = models.SmallIntegerField()
    most_months = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "rule", "valid_from"], name="consequences_rule_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule}"


class RuleBasis(models.Model):
    """On which basis a rule stands; of a measure: after which list or severity. Derived by the database."""

    id = models.BigAutoField(primary_key=True)
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="bases")
    basis = models.ForeignKey(LegalBasis, on_delete=models.CASCADE, related_name="+")
    list_id = models.CharField(max_length=64, blank=True)  # any-serious: every serious list
    severity = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return f"{self.rule_id} {self.list_id}{self.severity}"


class AgencyTerritory(models.Model):
    """Where an agency acts. Derived by the database."""

    agency = models.CharField(max_length=64, primary_key=True)
    division = models.CharField(max_length=6)

    def __str__(self) -> str:
        return f"{self.agency} {self.division}"


class MeasureApplication(models.Model):
    """A measure that an agency applied to a subject, on a ground and a basis. Append-only."""

    id = models.BigAutoField(primary_key=True)
    subject_id = models.BigIntegerField()
    measure = models.CharField(max_length=64)  # pack id
    list_entry_id = models.BigIntegerField(null=True)  # what it follows: an entry of a list,
    record_key = models.UUIDField(null=True)  # or a record of a severity
    severity = models.CharField(max_length=8, blank=True)
    instrument = models.CharField(max_length=64)  # the basis on which it stands
    article = models.CharField(max_length=80, blank=True)
    agency = models.CharField(max_length=64)
    document_number = models.CharField(max_length=128)
    proportion = models.CharField(max_length=400)  # why this measure and no lesser one
    starts_on = models.DateField()
    until = models.DateField(null=True)  # first day it no longer applies
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=150)
    rules = models.CharField(max_length=16)
    # The application that ended and comes back in this one, since what ended it was undone.
    former = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="returned")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consequences_application_one_ground",
                condition=models.Q(list_entry_id__isnull=False, record_key__isnull=True, severity="")
                | (models.Q(list_entry_id__isnull=True, record_key__isnull=False) & ~models.Q(severity="")),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="consequences_app_subject"),
            models.Index(fields=["list_entry_id"], name="consequences_app_entry"),
            models.Index(fields=["record_key"], name="consequences_app_record"),
            models.Index(fields=["agency", "-applied_at"], name="consequences_app_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} #{self.pk}"


class MeasureEvent(models.Model):
    """What happened to an applied measure afterwards. Append-only."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(MeasureApplication, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=12, choices=MeasureAct.choices)
    on = models.DateField()  # the first day on which it holds
    reason = models.CharField(max_length=400)
    agency = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["application", "id"], name="consequences_event_app")]

    def __str__(self) -> str:
        return f"#{self.application_id} {self.act} {self.on}"
