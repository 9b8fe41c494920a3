"""What can be wrong with the log."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChainFault(TextChoices):
    """How the first broken entry differs from what was written."""

    MISSING = "missing", _("the entry is missing")
    ALTERED = "altered", _("the entry is not as it was written")
    UNLINKED = "unlinked", _("the entry does not follow from the one before")
    TAIL = "tail", _("entries at the end are missing, or were added outside the chain")
    ANCHOR = "anchor", _("the entry is not the one that was noted outside")
