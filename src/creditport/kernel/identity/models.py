"""Accounts of staff. A person's own account follows with the mandates."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


class User(AbstractUser):
    """A member of staff of an agency, or of the platform."""

    role = models.CharField(_("role"), max_length=32, choices=Role.choices, blank=True)
    agency = models.CharField(_("agency"), max_length=64, blank=True, help_text=_("agency id in the packs"))

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="kernel_user_agency_staff_has_agency",
                condition=~models.Q(role__in=[Role.REPORTER, Role.AGENCY_MANAGER]) | ~models.Q(agency=""),
            )
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def actor(self) -> Actor:
        """This account as the one who acts."""
        return Actor(
            kind=ActorKind.STAFF,
            name=self.username,
            role=Role(self.role) if self.role else None,
            agency=self.agency or None,
        )
