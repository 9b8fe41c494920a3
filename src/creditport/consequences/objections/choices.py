"""Closed vocabularies of objections."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Disputable(TextChoices):
    """What may be disputed."""

    RECORD = "record", _("A record")
    LIST_ENTRY = "list-entry", _("An entry in a list")
    DECISION = "decision", _("A decision")
    EVALUATION = "evaluation", _("An evaluation")


class Comparison(TextChoices):
    """What comparing our copy with what the source sent says."""

    EQUAL = "equal", _("Our copy says what the source sent")
    DIFFERS = "differs", _("Our copy differs from what the source sent")
    UNKNOWN = "unknown", _("What the source sent cannot be read by the platform; ask the source")
