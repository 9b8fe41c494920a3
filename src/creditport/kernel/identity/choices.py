"""Who acts, in which role."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member of staff may do; none is implied by another."""

    REPORTER = "reporter", _("Reporter")
    AGENCY_MANAGER = "agency-manager", _("Agency manager")
    PLATFORM_OPERATOR = "platform-operator", _("Platform operator")
    AUDITOR = "auditor", _("Auditor")


class AccountKind(TextChoices):
    """Whose account it is; what it may do is said by its role, or by the mandates that it holds."""

    STAFF = "staff", _("Staff")
    SUBJECT = "subject", _("Business or counselling body")


class ActorKind(StrEnum):
    STAFF = "staff"
    SUBJECT = "subject"  # whoever answers for a subject, or holds its mandate
    COUNSEL = "counsel"  # a counselling body, for a subject by mandate
    SYSTEM = "system"
    PUBLIC = "public"
