"""Closed vocabularies of repair."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    """What a decision leaves to be done."""

    PAYMENT = "payment", _("Paying the fine and what was confiscated")
    CORRECTION = "correction", _("Mending the conduct and performing what was ordered")


class DutyState(TextChoices):
    """How far a duty is, as its source says."""

    DONE = "done", _("Performed")
    INSTALMENTS = "instalments", _("In instalments, as approved: not overdue")
    OPEN = "open", _("Not performed yet")


class Standing(TextChoices):
    """Whether a record may be repaired today; every one but the last two says why not."""

    WITHDRAWN = "withdrawn", _("Withdrawn by the deciding agency: nothing is left to repair")
    REPAIRED = "repaired", _("Repaired")
    ENDED = "ended", _("Publicity has ended by itself")
    HELD = "held", _("Held and not published: nothing is shown that a repair would end")
    PROTECTED = "protected", _("Not shown while the court's ruling protects the subject")
    NOT_REPAIRABLE = "not-repairable", _("Not repaired on application by the rules; its own authority ends it")
    TOO_EARLY = "too-early", _("The minimum term has not run yet")
    BARRED = "barred", _("Barred after false proof")
    IN_WORK = "in-work", _("An application is in work")
    OPEN = "open", _("May be applied for now")
    OFFERED = "offered", _("Everything is known to be done: only the commitment is needed")


class Ground(TextChoices):
    """Why a record does not show although its publicity has not ended."""

    REPAIR = "repair", _("Repair")
    PROTECTION = "protection", _("Protection by a court's ruling")


class DecisionKind(TextChoices):
    """What was decided on an application."""

    GRANTED = "granted", _("Repaired")
    REFUSED = "refused", _("Not repaired")
    REVOKED = "revoked", _("Repair revoked")


class Ending(TextChoices):
    """How a protection ended."""

    COMPLETED = "completed", _("The plan was carried out")
    FAILED = "failed", _("The plan failed")
