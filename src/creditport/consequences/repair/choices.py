"""Closed vocabularies of repair."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

BECAUSE_REPAIRED = "信用修复"  # why an entry or a measure ended: what a revoked repair brings back is known by it
BECAUSE_PROTECTED = "人民法院裁定保护"
BECAUSE_SUSPENDED = "复议机关或者人民法院决定停止执行"


def withdrawn_because(reason: str) -> str:
    """Why a case ended by itself, in the words that its subject reads."""
    return f"作出机关已经撤销所涉信息：{reason}" if reason else "作出机关已经撤销所涉信息"


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
    SUSPENDED = "suspended", _("Not shown while its execution is suspended")
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
    SUSPENSION = "suspension", _("Execution suspended in reconsideration or litigation")


class DecisionKind(TextChoices):
    """What was decided on an application."""

    GRANTED = "granted", _("Repaired")
    REFUSED = "refused", _("Not repaired")
    REVOKED = "revoked", _("Repair revoked")


class Ending(TextChoices):
    """How a protection ended."""

    COMPLETED = "completed", _("The plan was carried out")
    FAILED = "failed", _("The plan failed")
