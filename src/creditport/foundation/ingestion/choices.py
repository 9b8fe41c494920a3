"""Closed vocabularies of ingestion."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """By which way a submission came. All ways end in the same checks."""

    CONSOLE = "console", _("command line")
    API = "api", _("interface")
    PAGE = "page", _("upload page")


class SubmissionState(TextChoices):
    """A submission is whole (applied) or absent (everything else)."""

    RECEIVED = "received", _("Received")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")


class Disposition(TextChoices):
    """What became of a row. Received = accepted + unchanged + rejected + quarantined."""

    ACCEPTED = "accepted", _("Accepted")
    UNCHANGED = "unchanged", _("Unchanged")
    REJECTED = "rejected", _("Rejected")
    QUARANTINED = "quarantined", _("In privacy quarantine")
