"""How a proposal ends."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """What became of a proposal; empty while it waits."""

    CONFIRMED = "confirmed", _("Withdrawal confirmed")
    DECLINED = "declined", _("Withdrawal declined")
    OVERTAKEN = "overtaken", _("Overtaken by a later version")
