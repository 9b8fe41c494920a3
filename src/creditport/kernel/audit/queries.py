"""Reads on the audit log: its entries, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from creditport.kernel.audit.chain import START, Anchor, Link, fault_of
from creditport.kernel.audit.choices import ChainFault
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.statements.statements import rows, statement

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a walk over the whole chain. `head` is the last sound entry: note it outside."""

    entries: int
    head: Anchor
    first_broken: int | None = None
    fault: ChainFault | None = None

    @property
    def sound(self) -> bool:
        return self.fault is None


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What to list; empty fields do not narrow."""

    actor: str = ""
    act: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


def verify(*, using: str = "default", noted: Anchor | None = None) -> Verification:
    """Recompute every digest from the first entry on and name the first that is broken.

    Finds any changed, deleted, inserted or swapped entry, and a tail that was cut off. Whoever owns the
    database could rewrite the whole chain from some entry on; `noted`, an earlier head kept elsewhere, finds
    that too.
    """
    head = _head(using)
    before = Anchor(entry=0, digest=START)
    for link in _links(using, last=head.entry):
        if fault := fault_of(link, before=before, noted=noted):
            return Verification(head.entry, before, before.entry + 1, fault)
        before = Anchor(entry=link.id, digest=link.digest)
    if before != head or _stray(using):
        return Verification(head.entry, before, before.entry + 1, ChainFault.TAIL)
    if noted and noted.entry > head.entry:
        return Verification(head.entry, before, noted.entry, ChainFault.ANCHOR)
    return Verification(head.entry, before)


def entries(wanted: EntryFilter) -> QuerySet[AuditEntry]:
    """Entries that fit, newest first."""
    found = AuditEntry.objects.order_by("-id")
    exact = {
        "actor_name": wanted.actor,
        "act": wanted.act,
        "object_kind": wanted.object_kind,
        "object_id": wanted.object_id,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return found.filter(**{name: value for name, value in exact.items() if value})


def acts_known() -> tuple[str, ...]:
    """Every act that occurs in the log, to choose from."""
    return tuple(AuditEntry.objects.order_by("act").values_list("act", flat=True).distinct())


def _head(using: str) -> Anchor:
    [(number, digest)] = rows(using, statement("kernel.audit", "head"))
    return Anchor(entry=number, digest=bytes(digest))


def _stray(using: str) -> bool:
    [(stray,)] = rows(using, statement("kernel.audit", "stray"))
    return bool(stray)


def _links(using: str, *, last: int) -> Iterator[Link]:
    after = 0
    while batch := rows(using, statement("kernel.audit", "links"), {"after": after, "last": last, "batch": _BATCH}):
        for number, previous, digest, parts in batch:
            yield Link(number, bytes(previous), bytes(digest), tuple(parts))
        after = batch[-1][0]
