"""Writing down who read the feed, and who acknowledged that it stopped showing something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from creditport.foundation.exchange.access import may_acknowledge
from creditport.foundation.exchange.models import FeedReading, Receipt
from creditport.foundation.exchange.receipts import stops
from creditport.kernel.audit.actions import record_act
from creditport.kernel.identity.actor import Actor, NotPermittedError

MOST_AT_ONCE = 5000


class UnknownStopError(ValueError):
    """The recipient was never given this version, or it may be shown; `key` names the item."""

    def __init__(self, key: UUID) -> None:
        self.key = key
        super().__init__(str(key))


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a recipient says: the item, with which version its showing ended, and since when it shows it no more."""

    key: UUID
    version: int
    stopped_at: datetime


def note_reading(*, actor: Actor, at: datetime, reader_id: int, cursor: str, complete: bool) -> None:
    """Remember that a page of the feed, or the whole export, was handed out. This is a log of its own."""
    FeedReading.objects.create(reader_id=reader_id, at=at, cursor=cursor[:200], complete=complete)


def acknowledge(*, actor: Actor, at: datetime, reader_id: int, items: Sequence[Stopped]) -> int:
    """Write down that a recipient shows these items no more; all of them or none. Returns how many were new."""
    if not may_acknowledge(actor):
        raise NotPermittedError(f"{actor.name} may not acknowledge")
    known = {(each.key, each.version): each for each in stops(at, reader_id=reader_id)}
    for item in items:
        stop = known.get((item.key, item.version))
        if stop is None or item.stopped_at > at:
            raise UnknownStopError(item.key)
    told = {(item.key, item.version): item for item in items}
    fresh = {name: item for name, item in told.items() if known[name].acknowledged_at is None}
    with transaction.atomic():
        Receipt.objects.bulk_create(
            [
                Receipt(
                    reader_id=reader_id,
                    record_key=item.key,
                    version=item.version,
                    stopped_at=item.stopped_at,
                    at=at,
                )
                for item in fresh.values()
            ],
            ignore_conflicts=True,
        )
        record_act(
            actor=actor,
            at=at,
            act="receipt.acknowledge",
            object_kind="api-key",
            object_id=reader_id,
            details={"items": len(fresh)},
        )
    return len(fresh)
