"""Closed vocabularies of lists."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryState(TextChoices):
    """Where an entry stands. The database lets it move only along the lawful steps."""

    PROPOSED = "proposed", _("Proposed")
    NOTICED = "noticed", _("Notice served")
    DECIDED = "decided", pgettext_lazy("list entry", "Decided")
    IN_FORCE = "in-force", _("In force")
    PAUSED = "paused", _("Paused")
    REMOVED = "removed", _("Removed")
    ANNULLED = "annulled", _("Annulled")


class EntrySource(TextChoices):
    """By which way an entry came. Every way ends in the same evidence and the same constraint."""

    OFFICE = "office", _("entered on the platform")
    IMPORT = "import", _("reported by a sector system")


class Missing(TextChoices):
    """Why a reported entry is held instead of made."""

    LIST = "list", _("No list of that name is declared")
    PLANNED = "planned", _("The list is announced but has no basis yet")
    SUBJECT = "subject", _("Without an identifier, or of a kind the list does not concern")
    BASIS = "basis", _("The basis named is not one of the list, or was not in force")
    DECIDER = "decider", _("The agency may not decide on this list")
    NOTICE = "notice", _("The day on which the notice was served is missing")
    STATEMENT = "statement", _("Nothing shows that the time for a statement ran out or the statement was heard")
    DECISION = "decision", _("Number or reasons of the decision are missing")
    HEAD = "head", _("The head who decided is not named")
    SERVICE = "service", _("The day on which the decision was served is missing")
