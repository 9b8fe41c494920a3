"""Closed vocabularies of measures."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeasureAct(TextChoices):
    """What may happen to an applied measure. An ended one never comes back; a new application is a new row."""

    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    ENDED = "ended", _("Ended")
    FEEDBACK = "feedback", _("Feedback of the agency")


class RuleKind(TextChoices):
    """What the database must know of the packs to keep the gate."""

    MEASURE = "measure", _("Measure")
    LIST = "list", _("List")


class MeasureState(TextChoices):
    """What has become of an applied measure by today."""

    COMING = "coming", _("Begins later")
    APPLIES = "applies", _("Applies")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped: its basis is gone")
    GROUND_GONE = "ground-gone", _("Stopped: its ground is gone")
    OVER = "over", _("Over: its term has run out")
    ENDED = "ended", _("Ended")
