"""How documents are served."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ServiceWay(TextChoices):
    """The official terms: 电子送达, 直接送达, 邮寄送达."""

    PLATFORM = "platform", _("On the platform")
    IN_PERSON = "in-person", _("In person")
    POST = "post", _("By post")
