"""Reads on the audit log: its entries, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connections
from django.db.models import QuerySet

from creditport.kernel.audit.chain import START, Anchor, Link, fault_of
from creditport.kernel.audit.choices import ChainFault
from creditport.kernel.audit.models import AuditEntry

_LINKS = (Path(__file__).parent / "sql" / "links.sql").read_text(encoding="utf-8")
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
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT entries, digest FROM kernel_audithead")
        number, digest = cursor.fetchone()
    return Anchor(entry=number, digest=bytes(digest))


def _stray(using: str) -> bool:
    """True if entries lie outside the numbers that the head accounts for; asked in one snapshot."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM kernel_auditentry AS entry, kernel_audithead AS head"
            " WHERE entry.id < 1 OR entry.id > head.entries)"
        )
        return bool(cursor.fetchone()[0])


def _links(using: str, *, last: int) -> Iterator[Link]:
    after = 0
    while after < last:
        with connections[using].cursor() as cursor:
            cursor.execute(_LINKS, {"after": after, "last": last, "batch": _BATCH})
            rows = cursor.fetchall()
        if not rows:
            return
        for number, previous, digest, parts in rows:
            yield Link(number, bytes(previous), bytes(digest), tuple(parts))
        after = rows[-1][0]
