"""Closed vocabularies of cases."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EngineAct(TextChoices):
    """What the engine itself knows to do; everything else is an act of the case type."""

    OPEN = "open", _("Opened")
    ATTACH = "attach", _("Document added")
    READ = "read", _("Document read")
    SUSPEND = "suspend", _("Clock suspended")
    RESUME = "resume", _("Clock resumed")
    EXTEND = "extend", _("Deadline extended")
    LAPSE = "lapse", _("Closed by itself")
    OVERDUE = "overdue", _("Overdue, reported to superiors")
