"""Entries that sector systems report: made if the row proves due process, else held; ended if withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from creditport.consequences.lists.actions import remove_as_repaired
from creditport.consequences.lists.choices import EntrySource, EntryState, Missing
from creditport.consequences.lists.events import EntriesImported
from creditport.consequences.lists.evidence import Judgement, ReportedRow, judge, number_of
from creditport.consequences.lists.models import HeldListing, ListEntry
from creditport.consequences.lists.queries import entries_of_record
from creditport.consequences.measures.queries import present_rulebook
from creditport.consequences.refusals import RefusedError, refused_by_law
from creditport.foundation.records.choices import RecordState
from creditport.kernel.audit.actions import record_act
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor
from creditport.kernel.statements.statements import rows, statement

IMPORTED = frozenset({"serious-list-entry", "abnormal-list-entry", "honour", "enforcement-defaulter"})
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Reported:
    """One version of a record that a submission wrote."""

    record_id: int
    key: UUID
    subject_id: int | None
    state: RecordState
    reason: str
    row: ReportedRow


def import_entries(*, actor: Actor, at: datetime, submission_id: int) -> EntriesImported:
    """Make, hold or end entries by the rows of one submission; asked twice, nothing changes."""
    with transaction.atomic():
        reported = _reported(submission_id)
        standing = set(
            ListEntry.objects.filter(record_key__in=[each.key for each in reported])
            .exclude(state__in=[EntryState.REMOVED, EntryState.ANNULLED])
            .values_list("record_key", flat=True)
        )
        ended = _end_withdrawn(actor, at, reported, standing)
        made, held = _enter(actor, at, [each for each in reported if each.key not in standing], submission_id)
        told = EntriesImported(actor=actor, at=at, submission_id=submission_id, made=made, ended=ended, held=held)
        record_act(
            actor=actor,
            at=at,
            act="list.import",
            object_kind="submission",
            object_id=submission_id,
            details={"made": made, "ended": ended, "held": held},
        )
        announce(told)
    return told


def _reported(submission_id: int) -> tuple[Reported, ...]:
    found = rows("default", statement("consequences.lists", "reported_rows"), {"submission": submission_id})
    return tuple(_as_reported(row) for row in found)


def _as_reported(row: tuple[Any, ...]) -> Reported:
    id, key, item, agency, subject_id, kind, state, reason, decided_on, valid_until, content, held = row
    said = {**_loaded(content), **_loaded(held)}
    line = ReportedRow(
        item=item, agency=agency, subject_kind=kind, decided_on=decided_on, valid_until=valid_until, said=said
    )
    return Reported(id, key, subject_id, RecordState(state), reason, line)


def _loaded(value: Any) -> dict[str, object]:
    loaded: dict[str, object] = value if isinstance(value, dict) else json.loads(value)
    return loaded


def _end_withdrawn(actor: Actor, at: datetime, reported: Sequence[Reported], standing: set[UUID | None]) -> int:
    ended = 0
    for each in reported:
        if each.state is RecordState.WITHDRAWN and each.key in standing:
            for entry in entries_of_record(each.key):
                remove_as_repaired(actor=actor, at=at, entry=entry, reason=each.reason or "列入机关移出")
                ended += 1
    return ended


def _enter(actor: Actor, at: datetime, reported: Sequence[Reported], submission_id: int) -> tuple[int, int]:
    rules = present_rulebook()
    by_key: dict[UUID | None, Reported] = {each.key: each for each in reported}
    making: list[ListEntry] = []
    holding: list[HeldListing] = []
    for each in reported:
        if each.state is RecordState.WITHDRAWN:
            continue
        judged = judge(each.row, rules)
        if judged.missing or each.subject_id is None:
            holding.append(_held(each, judged, submission_id, at))
        else:
            making.append(_entry(each, judged, actor, at))
    refused = _made(making)
    holding += [_refused(by_key[entry.record_key], entry, code, submission_id, at) for entry, code in refused]
    HeldListing.objects.bulk_create(holding, batch_size=_BATCH, ignore_conflicts=True)
    return len(making) - len(refused), len(holding)


def _made(making: Sequence[ListEntry]) -> list[tuple[ListEntry, str]]:
    """Write all at once; if the database refuses any, one by one, and say which it refused and why."""
    try:
        with refused_by_law():
            ListEntry.objects.bulk_create(making, batch_size=_BATCH)
            return []
    except RefusedError:
        return [(entry, code) for entry in making if (code := _written(entry))]


def _written(entry: ListEntry) -> str:
    """Write one entry; the code of the refusal, or nothing."""
    try:
        with refused_by_law():
            entry.pk = None
            entry.save(force_insert=True)
    except RefusedError as refused:
        return refused.code
    return ""


def _refused(each: Reported, entry: ListEntry, code: str, submission_id: int, at: datetime) -> HeldListing:
    """A row that looked complete and yet the gate refuses: held by its code, or for want of a basis."""
    return HeldListing(
        record_id=each.record_id,
        record_key=each.key,
        submission_id=submission_id,
        agency=each.row.agency,
        list_id=entry.list_id,
        missing=[code if code in set(Missing.values) else str(Missing.BASIS)],
        held_at=at,
    )


def _held(each: Reported, judged: Judgement, submission_id: int, at: datetime) -> HeldListing:
    return HeldListing(
        record_id=each.record_id,
        record_key=each.key,
        submission_id=submission_id,
        agency=each.row.agency,
        list_id=judged.declared.id if judged.declared else "",
        missing=[str(lack) for lack in judged.missing] or ["subject"],
        held_at=at,
    )


def _entry(each: Reported, judged: Judgement, actor: Actor, at: datetime) -> ListEntry:
    assert judged.declared is not None and judged.basis is not None and each.subject_id is not None
    row = each.row
    return ListEntry(
        subject_id=each.subject_id,
        list_id=judged.declared.id,
        state=EntryState.IN_FORCE,
        source=EntrySource.IMPORT,
        agency=row.agency,
        facts=row.text("reason", "conduct", "content", "honour"),
        instrument=judged.basis.instrument,
        article=judged.basis.article or "",
        record_key=each.key,
        notice_served_on=row.day("notice_served_on"),
        statement_until=row.day("statement_until"),
        statement_heard_on=row.day("statement_heard_on"),
        decision_number=number_of(row),
        decided_on=row.decided_on,
        decided_by=row.text("decided_by"),
        reasons=row.text("reason", "conduct", "content", "honour"),
        decision_served_on=row.day("decision_served_on"),
        in_force_from=judged.in_force_from,
        ends_on=judged.ends_on,
        changed_at=at,
        changed_by=actor.name,
    )
