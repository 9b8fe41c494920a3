"""Accounts of staff, and of those who act for a subject by the mandates that they hold (`subjects.mandates`).

And the links by which an account gets its password: nobody but its holder ever knows it.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import AccountKind, ActorKind, Role


class User(AbstractUser):
    """A member of staff of an agency or of the platform, or somebody who acts for a subject and has no role."""

    kind = models.CharField(_("kind"), max_length=12, choices=AccountKind.choices, default=AccountKind.STAFF)
    role = models.CharField(_("role"), max_length=32, choices=Role.choices, blank=True)
    agency = models.CharField(_("agency"), max_length=64, blank=True, help_text=_("agency id in the packs"))
    # One more each time that all sessions are ended though the password stays.
    session_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="kernel_user_agency_staff_has_agency",
                condition=~models.Q(role__in=[Role.REPORTER, Role.AGENCY_MANAGER]) | ~models.Q(agency=""),
            ),
            models.CheckConstraint(
                name="kernel_user_of_a_subject_has_no_role",
                condition=~models.Q(kind=AccountKind.SUBJECT) | models.Q(role="", agency="", is_staff=False),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of this account must bear. Django asks here for the present and for former secrets."""
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in the stubs
        if not self.session_epoch:
            return of_password
        said = f"{self.session_epoch}:{of_password}"
        return salted_hmac("creditport.session-epoch", said, secret=secret, algorithm="sha256").hexdigest()

    @property
    def actor(self) -> Actor:
        """This account as the one who acts; for whom an account of a subject acts, its mandate says."""
        if self.kind == AccountKind.SUBJECT:
            return Actor(kind=ActorKind.SUBJECT, name=self.username)
        return Actor(
            kind=ActorKind.STAFF,
            name=self.username,
            role=Role(self.role) if self.role else None,
            agency=self.agency or None,
        )


class PasswordLink(models.Model):
    """A link for one new password. Only the digest of its secret is kept; it works once, until its hour."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret, which holds 256 random bits
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=150)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # used, or replaced by a later link

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at__isnull=True), name="kernel_passwordlink_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} until {self.until}"
