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


class ActorKind(StrEnum):
    STAFF = "staff"
    SYSTEM = "system"
    PUBLIC = "public"
