"""Reads of messages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from creditport.consequences.messages.models import Message

_MOST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """The latest messages, newest first, and how many are new in all."""

    messages: tuple[Message, ...]
    new: int


def told_to_subject(subject_id: int) -> Told:
    """What a subject was told."""
    return _told(Message.objects.filter(subject_id=subject_id))


def told_to_superiors(agency: str) -> Told:
    """What the superiors of an agency were told; blank: those of the platform."""
    return _told(Message.objects.filter(subject_id__isnull=True, account="", agency=agency))


def told_to_account(username: str) -> Told:
    """What the holder of an account was told about the account itself."""
    return _told(Message.objects.filter(account=username))


def _told(found: QuerySet[Message]) -> Told:
    return Told(tuple(found.order_by("-id")[:_MOST]), found.filter(read_at__isnull=True).count())
