"""Closed vocabularies of messages."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageKind(TextChoices):
    """What is told."""

    PUBLICITY_ENDED = "publicity-ended", _("A record is no longer published: its term has ended")
    REPAIR_OFFERED = "repair-offered", _("A record can be mended now: everything that is needed is known to be done")
    CASE_LAPSED = "case-lapsed", _("A case was closed by itself: what it was about was withdrawn")
    CASE_OVERDUE = "case-overdue", _("A case is over its day")
    NOT_RETURNED = "not-returned", _("A measure stays ended, since the law of today does not carry it")
    FACTORS_ASKED = "factors-asked", _("Somebody proposed to reset your second factors")
    FACTORS_RESET = "factors-reset", _("Your second factors were reset, and all your sessions have ended")
