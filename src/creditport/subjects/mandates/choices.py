"""On what ground somebody acts for a subject."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    """The official terms: 法定代表人（负责人）, 委托代理人, 信用修复辅导机构."""

    LEGAL_REPRESENTATIVE = "legal-representative", _("Legal representative or person in charge")
    AGENT = "agent", _("Agent with a mandate")
    COUNSEL = "counsel", _("Counselling body with a mandate")
