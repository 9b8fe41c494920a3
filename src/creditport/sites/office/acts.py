"""What the acts of the audit log are called on a page. A test holds this list to the acts that actions record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from creditport.kernel.audit.queries import acts_known

ACT_NAMES = {
    "staff.create": _("account made"),
    "staff.change-role": _("role changed"),
    "staff.suspend": _("account closed"),
    "staff.restore": _("account opened again"),
    "staff.reset-password": _("password reset"),
    "staff.sign-in": _("signed in"),
    "staff.sign-in-failed": _("sign-in failed"),
    "staff.sign-out": _("signed out"),
    "staff.own-change": _("own password or second factor changed"),
    "submission.receive": _("file received"),
    "submission.apply": _("file applied"),
    "submission.refuse": _("file refused"),
    "record.withdraw": _("record withdrawn"),
    "person.open-access": _("access to personal data opened"),
}


def act_name(act: str) -> str:
    """The words for an act; one without words is shown as "other act"."""
    return str(ACT_NAMES.get(act, _("other act")))


def act_choices() -> tuple[tuple[str, str], ...]:
    """The acts that occur in the log, with their words."""
    return tuple((act, act_name(act)) for act in acts_known())
