"""Proposals to withdraw a record: one proposes, another confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from creditport.foundation.withdrawals.choices import Outcome


class Withdrawal(models.Model):
    """A proposal for one version of a record. It is decided, never deleted."""

    id = models.BigAutoField(primary_key=True)
    record_key = models.UUIDField()
    record_version = models.IntegerField()  # the version that was looked at
    agency = models.CharField(max_length=64)
    reason = models.CharField(max_length=400)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=150)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_because = models.CharField(max_length=200, blank=True)  # of a refusal

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_key"], condition=Q(outcome=""), name="foundation_withdrawal_one_open"
            ),
            models.CheckConstraint(
                name="foundation_withdrawal_by_two",
                condition=~Q(outcome=Outcome.CONFIRMED) | (~Q(decided_by="") & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="foundation_withdrawal_decided_whole",
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="foundation_withdrawal_has_its_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["agency"], condition=Q(outcome=""), name="foundation_withdrawal_open")]

    def __str__(self) -> str:
        return f"{self.record_key} v{self.record_version} {self.outcome or 'open'}"
