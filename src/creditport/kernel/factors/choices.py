"""How a proposal ends, and how the holder was known."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResetOutcome(TextChoices):
    """What became of a proposal; empty while it waits."""

    CONFIRMED = "confirmed", _("Reset confirmed")
    DECLINED = "declined", _("Reset declined")


class IdentityCheck(TextChoices):
    """How it was made sure that the one who asks is the holder of the account."""

    DOCUMENT = "document", _("In person, by the identity document")
    COLLEAGUE = "colleague", _("In person, by a superior who knows them")
    MANDATE = "mandate", _("In person, by the identity document and the licence or mandate")
    VIDEO = "video", _("By video call, by the identity document")
