"""Reads of proposals."""

from __future__ import annotations

from uuid import UUID

from creditport.foundation.withdrawals.models import Withdrawal


def open_proposal(key: UUID) -> Withdrawal | None:
    """What waits for a second person on this record, if anything does."""
    return Withdrawal.objects.filter(record_key=key, outcome="").first()


def waiting_for_a_second(agency: str) -> tuple[Withdrawal, ...]:
    """The open proposals of an agency, oldest first."""
    return tuple(Withdrawal.objects.filter(agency=agency, outcome="").order_by("id"))


def proposals_of(key: UUID) -> tuple[Withdrawal, ...]:
    """Every proposal that was made for a record, latest first."""
    return tuple(Withdrawal.objects.filter(record_key=key).order_by("-id"))
