"""Closed vocabularies of records."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(IntegerChoices):
    """失信信息 in three classes, in the base data of every adverse record (m16)."""

    MINOR = 1, _("Minor")
    GENERAL = 2, _("General")
    SERIOUS = 3, _("Serious")


class RecordState(TextChoices):
    """Whether the fact still stands."""

    IN_FORCE = "in-force", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Cause(TextChoices):
    """Why this version of a record was written."""

    REPORTED = "reported", _("First reported")
    AMENDED = "amended", _("Amended by the source")
    WITHDRAWN = "withdrawn", _("Withdrawn by the source")
    RULES = "rules", _("New rules of publicity")
    REPAIRED = "repaired", _("Repaired")
    CORRECTED = "corrected", _("Corrected after objection")
    REOPENED = "reopened", _("Repair revoked")
    MASKED = "masked", _("Not shown for the time being")
    RESTORED = "restored", _("Shown as before")
