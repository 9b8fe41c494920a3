"""What the stages of checking are called while a page waits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STAGE_NAMES = {
    "": _("Waiting for its turn."),
    "opening": _("Reading the file."),
    "checking": _("Checking every row, then writing the records."),
}


def stage_name(stage: str) -> str:
    """The words for a stage; a new one without words is simply "in work"."""
    return str(STAGE_NAMES.get(stage, _("In work.")))
