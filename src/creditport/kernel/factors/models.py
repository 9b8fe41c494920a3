"""Proposals to reset the second factors of an account: one proposes, another confirms, the holder enrols anew."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from creditport.kernel.factors.choices import IdentityCheck, ResetOutcome


class FactorReset(models.Model):
    """One proposal, and the link that its confirmation made. Of the link only the digest of its secret is kept."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="resets")
    holder = models.CharField(max_length=150)  # the account's name, for what the database compares
    reason = models.CharField(max_length=400)
    identity = models.CharField(max_length=12, choices=IdentityCheck.choices)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=150)
    outcome = models.CharField(max_length=12, choices=ResetOutcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_because = models.CharField(max_length=200, blank=True)  # of a refusal
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the secret, which holds 256 random bits
    until = models.DateTimeField(null=True)
    enrolled_at = models.DateTimeField(null=True)  # a new factor was set up: the link is used up

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(outcome=""), name="kernel_factorreset_one_open"),
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="kernel_factorreset_digest"),
            models.CheckConstraint(
                name="kernel_factorreset_by_two",
                condition=~Q(outcome=ResetOutcome.CONFIRMED) | (~Q(decided_by="") & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="kernel_factorreset_never_ones_own",
                condition=~Q(proposed_by=F("holder"))
                & (~Q(outcome=ResetOutcome.CONFIRMED) | ~Q(decided_by=F("holder"))),
            ),
            models.CheckConstraint(
                name="kernel_factorreset_link_by_confirmation",
                condition=Q(outcome=ResetOutcome.CONFIRMED, until__isnull=False) & ~Q(digest="")
                | ~Q(outcome=ResetOutcome.CONFIRMED) & Q(digest="", until__isnull=True, enrolled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="kernel_factorreset_decided_whole",
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="kernel_factorreset_says_why",
                condition=~Q(reason="") & ~Q(identity="") & ~Q(proposed_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.outcome or 'open'}"
