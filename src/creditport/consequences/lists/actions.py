"""Every act on an entry of a list, from the proposal to the removal.

The steps of due process are kept by the database: what is missing comes back as `RefusedError` with its text. Each act
names the version it has read; if somebody acted in between, it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from creditport.consequences.lists.access import may_decide, may_drop, may_make_statement, may_prepare
from creditport.consequences.lists.choices import EntrySource, EntryState
from creditport.consequences.lists.events import EntriesPaused, EntryEnded, EntryInForce
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.publication import publish_entry, withdraw_record
from creditport.consequences.lists.queries import proposer_of
from creditport.consequences.lists.steps import hindrance_to_decide, must_have_come, refuse
from creditport.consequences.lists.terms import last_day_of_statement, months_later
from creditport.consequences.refusals import RefusedError, refused_by_law
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs


class EntryMovedOnError(RefusedError):
    """Somebody acted on this entry in between."""

    def __init__(self) -> None:
        super().__init__(
            code="version",
            zh="该列入已被他人更改，请重新查看后再办理。",
            en="Somebody acted on this entry in between; read it again.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Whom to enter in which list, for which facts, on which basis."""

    subject_id: int
    list_id: str
    facts: str
    instrument: str
    article: str
    case_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A reasoned decision, and the head who made it."""

    number: str
    decided_on: date
    head: str
    reasons: str


def propose(*, actor: Actor, at: datetime, agency: str, proposal: Proposal) -> ListEntry:
    """Begin: the agency wants to enter a subject in a list."""
    if not may_prepare(actor, agency):
        raise NotPermittedError(f"{actor.name} may not propose entries of {agency}")
    with refused_by_law():
        entry = ListEntry.objects.create(
            subject_id=proposal.subject_id,
            list_id=proposal.list_id,
            state=EntryState.PROPOSED,
            source=EntrySource.OFFICE,
            agency=agency,
            facts=proposal.facts,
            instrument=proposal.instrument,
            article=proposal.article,
            case_id=proposal.case_id,
            changed_at=at,
            changed_by=actor.name,
        )
        _record(actor, at, "list.propose", entry, "")
    return entry


def serve_notice(
    *, actor: Actor, at: datetime, entry_id: int, version: int, served_on: date, service: str = ""
) -> ListEntry:
    """Note that the notice with facts and basis was served; the time for a statement runs from that day."""
    with _acting(actor, entry_id, version, _prepares) as entry:
        must_have_come(served_on, civil_day(at))
        declared = packs().credit_list(entry.list_id, served_on)
        entry.notice_served_on, entry.notice_service = served_on, service
        entry.statement_until = last_day_of_statement(served_on, declared.statement_workdays)
        _go(actor, at, entry, EntryState.NOTICED, "list.serve-notice", served_on.isoformat())
    return entry


def hear_statement(
    *, actor: Actor, at: datetime, entry_id: int, version: int, heard_on: date, statement: str
) -> ListEntry:
    """Note the statement of the subject; from then on the agency may decide."""
    with _acting(actor, entry_id, version, may_make_statement) as entry:
        must_have_come(heard_on, civil_day(at))
        entry.statement_heard_on, entry.statement = heard_on, statement
        _go(actor, at, entry, EntryState.NOTICED, "list.hear-statement", heard_on.isoformat())
    return entry


def decide_entry(*, actor: Actor, at: datetime, entry_id: int, version: int, ruling: Ruling) -> ListEntry:
    """Note the reasoned decision. It holds once it was served."""
    with _acting(actor, entry_id, version, _decides) as entry:
        must_have_come(ruling.decided_on, civil_day(at))
        declared = packs().credit_list(entry.list_id, ruling.decided_on)
        proposer = proposer_of(entry)
        refuse(hindrance_to_decide(entry, declared, proposer=proposer, decider=actor.name, on=ruling.decided_on))
        entry.decision_number, entry.decided_on = ruling.number, ruling.decided_on
        entry.decided_by, entry.reasons = ruling.head, ruling.reasons
        _go(actor, at, entry, EntryState.DECIDED, "list.decide", ruling.number)
    return entry


def put_in_force(
    *, actor: Actor, at: datetime, entry_id: int, version: int, served_on: date, service: str
) -> ListEntry:
    """Note the service of the decision: the subject is on the list from that day, and the record is published."""
    with _acting(actor, entry_id, version, _decides) as entry:
        must_have_come(served_on, civil_day(at))
        declared = packs().credit_list(entry.list_id, served_on)
        entry.decision_served_on, entry.service, entry.in_force_from = served_on, service, served_on
        entry.ends_on = months_later(served_on, declared.months) if declared.months else None
        entry.record_key = publish_entry(entry, declared, at)
        _go(actor, at, entry, EntryState.IN_FORCE, "list.enter", entry.decision_number)
        announce(
            EntryInForce(actor=actor, at=at, entry_id=entry.pk, subject_id=entry.subject_id, list_id=entry.list_id)
        )
    return entry


def remove(*, actor: Actor, at: datetime, entry_id: int, version: int, reason: str) -> ListEntry:
    """Take a subject off a list: its conditions of removal are met. The record stops being published."""
    with _acting(actor, entry_id, version, _decides) as entry:
        _end(actor, at, entry, EntryState.REMOVED, reason)
        withdraw_record(actor=actor, at=at, entry=entry, reason=reason)
    return entry


def annul(*, actor: Actor, at: datetime, entry_id: int, version: int, reason: str) -> ListEntry:
    """Undo an entry that should not have been made, or drop one that is being prepared."""
    with _acting(actor, entry_id, version, may_drop) as entry:
        _end(actor, at, entry, EntryState.ANNULLED, reason)
        withdraw_record(actor=actor, at=at, entry=entry, reason=reason)
    return entry


def remove_as_repaired(*, actor: Actor, at: datetime, entry: ListEntry, reason: str) -> None:
    """Take a subject off a list because its record was repaired or withdrawn; that act has its own permission.

    The record is not touched: whoever repaired or withdrew it has written its next version.
    """
    with refused_by_law():
        _end(actor, at, _locked(entry.pk, entry.version), EntryState.REMOVED, reason)


def reinstate(*, actor: Actor, at: datetime, entry: ListEntry, reason: str) -> None:
    """Put an entry back that was removed for a repair since revoked. Its evidence is asked anew."""
    with refused_by_law():
        again = _locked(entry.pk, entry.version)
        again.ended_on, again.ended_because = None, ""
        _go(actor, at, again, EntryState.IN_FORCE, "list.reinstate", reason)
        announce(
            EntryInForce(actor=actor, at=at, entry_id=again.pk, subject_id=again.subject_id, list_id=again.list_id)
        )


def pause_entries(
    *, actor: Actor, at: datetime, subject_id: int, reason: str, only: Collection[int] | None = None
) -> tuple[int, ...]:
    """Let entries of a subject rest: all adverse ones, as a court protects it, or `only` these. Answers which."""
    with refused_by_law():
        found = _of_state(subject_id, EntryState.IN_FORCE, only)
        return _rest(actor, at, subject_id, [entry for entry in found if only or _adverse(entry)], reason)


def resume_entries(
    *, actor: Actor, at: datetime, subject_id: int, reason: str, only: Collection[int] | None = None
) -> tuple[int, ...]:
    """Let paused entries of a subject hold again, all or `only` these. Answers which."""
    with refused_by_law():
        return _rest(actor, at, subject_id, _of_state(subject_id, EntryState.PAUSED, only), reason)


def _of_state(subject_id: int, state: EntryState, only: Collection[int] | None) -> list[ListEntry]:
    found = ListEntry.objects.select_for_update().filter(subject_id=subject_id, state=state).order_by("id")
    return list(found if only is None else found.filter(pk__in=only))


def _rest(actor: Actor, at: datetime, subject_id: int, found: list[ListEntry], reason: str) -> tuple[int, ...]:
    """Let entries that hold rest, and resting ones hold."""
    paused = bool(found) and found[0].state == EntryState.IN_FORCE
    for entry in found:
        becomes = EntryState.PAUSED if paused else EntryState.IN_FORCE
        _go(actor, at, entry, becomes, "list.pause" if paused else "list.resume", reason)
    ids = tuple(entry.pk for entry in found)
    announce(EntriesPaused(actor=actor, at=at, subject_id=subject_id, entry_ids=ids, paused=paused))
    return ids


def _adverse(entry: ListEntry) -> bool:
    """Honours and whitelists do not rest: nothing is taken from a protected subject."""
    versions = packs().list_versions.get(entry.list_id, ())
    return not versions or versions[-1].kind not in {"honours", "whitelist"}


def _prepares(actor: Actor, entry: ListEntry) -> bool:
    return may_prepare(actor, entry.agency)


def _decides(actor: Actor, entry: ListEntry) -> bool:
    return may_decide(actor, entry.agency)


@contextmanager
def _acting(actor: Actor, entry_id: int, version: int, may: Callable[[Actor, ListEntry], bool]) -> Iterator[ListEntry]:
    """The entry, locked, for one who may act on it and has read this version of it."""
    with refused_by_law():
        entry = _locked(entry_id, version)
        if not may(actor, entry):
            raise NotPermittedError(f"{actor.name} may not act on list entry {entry_id}")
        yield entry


def _locked(entry_id: int, version: int) -> ListEntry:
    entry = ListEntry.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None or entry.version != version:
        raise EntryMovedOnError
    return entry


def _end(actor: Actor, at: datetime, entry: ListEntry, state: EntryState, reason: str) -> None:
    entry.ended_on, entry.ended_because = civil_day(at), reason[:400]
    act = "list.annul" if state is EntryState.ANNULLED else "list.remove"
    _go(actor, at, entry, state, act, reason)
    announce(
        EntryEnded(
            actor=actor,
            at=at,
            entry_id=entry.pk,
            subject_id=entry.subject_id,
            list_id=entry.list_id,
            record_key=entry.record_key,
            annulled=state is EntryState.ANNULLED,
            reason=reason,
        )
    )


def _go(actor: Actor, at: datetime, entry: ListEntry, state: EntryState, act: str, detail: str) -> None:
    entry.state = state
    entry.version += 1
    entry.changed_at, entry.changed_by = at, actor.name
    entry.save(force_update=True)
    _record(actor, at, act, entry, detail)


def _record(actor: Actor, at: datetime, act: str, entry: ListEntry, detail: str) -> None:
    record_act(
        actor=actor,
        at=at,
        act=act,
        object_kind="list-entry",
        object_id=entry.pk,
        details={"list": entry.list_id, "version": entry.version, "detail": detail},
    )
