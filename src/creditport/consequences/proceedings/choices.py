"""Closed vocabularies of proceedings."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProceedingKind(TextChoices):
    """Where an act is contested."""

    RECONSIDERATION = "reconsideration", _("Administrative reconsideration")
    LITIGATION = "litigation", _("Litigation")


class Contested(TextChoices):
    """What is contested."""

    RECORD = "record", _("A record")
    LIST_ENTRY = "list-entry", _("An entry in a list")
    MEASURE = "measure", _("An applied measure")
    DECISION = "decision", _("A decision")


class ProceedingAct(TextChoices):
    """What may happen in a proceeding after it was noted."""

    SUSPENDED = "suspended", _("Execution suspended")
    RESUMED = "resumed", _("Execution goes on")
    ENDED = "ended", _("Ended")


class Result(TextChoices):
    """How a proceeding ended."""

    UPHELD = "upheld", _("The act stands")
    ANNULLED = "annulled", _("The act is annulled")
    DISCONTINUED = "discontinued", _("Discontinued without a ruling on the act")
