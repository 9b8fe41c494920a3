"""What lists do when records arrive, change or are repaired, when courts protect a subject, when cases are decided."""

from __future__ import annotations

from creditport.consequences.lists.actions import annul, pause_entries, remove_as_repaired
from creditport.consequences.lists.cases import follow
from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.events import EntryEnded
from creditport.consequences.lists.imports import IMPORTED, import_entries
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entries_of_record
from creditport.consequences.lists.returning import reinstate_if_lawful, resume_unheld
from creditport.consequences.objections.events import ObjectionEnded
from creditport.consequences.proceedings.choices import Contested
from creditport.consequences.proceedings.events import ExecutionResumed, ExecutionSuspended, ProceedingEnded
from creditport.consequences.proceedings.queries import suspended_of
from creditport.consequences.repair.choices import (
    BECAUSE_PROTECTED,
    BECAUSE_REPAIRED,
    BECAUSE_SUSPENDED,
    withdrawn_because,
)
from creditport.consequences.repair.events import ProtectionBegan, ProtectionEnded, RepairGranted, RepairRevoked
from creditport.engines.cases.events import CaseActed, CaseDecided
from creditport.engines.cases.lapsing import lapse_about
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.events import RecordVersionWritten
from creditport.kernel.events.announcements import handles
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs

_REMOVALS = frozenset({"list-removal"})


@handles(SubmissionApplied)
def entries_arrived(event: SubmissionApplied) -> None:
    """Reported entries are made if they prove due process, else held."""
    if event.item in IMPORTED:
        import_entries(actor=event.actor, at=event.at, submission_id=event.submission_id)


@handles(RecordVersionWritten)
def a_record_was_withdrawn(event: RecordVersionWritten) -> None:
    """What the source withdrew or annulled is on no list."""
    if event.cause is Cause.WITHDRAWN:
        for entry in entries_of_record(event.key):
            remove_as_repaired(actor=SYSTEM, at=event.at, entry=entry, reason="列入机关撤销或者移出")


@handles(RepairGranted)
def a_record_was_repaired(event: RepairGranted) -> None:
    """A repair takes the subject off the list where the list's own rule says so."""
    for entry in entries_of_record(event.record_key):
        if _removes_on_repair(entry):
            remove_as_repaired(actor=SYSTEM, at=event.at, entry=entry, reason=BECAUSE_REPAIRED)


@handles(RepairRevoked)
def a_repair_was_revoked(event: RepairRevoked) -> None:
    """What a false repair had removed comes back."""
    removed = ListEntry.objects.filter(
        record_key=event.record_key, state=EntryState.REMOVED, ended_because=BECAUSE_REPAIRED
    )
    for entry in removed.order_by("id"):
        reinstate_if_lawful(at=event.at, entry=entry, reason="撤销信用修复")


@handles(ProtectionBegan)
def a_protection_began(event: ProtectionBegan) -> None:
    """A court's ruling lets a subject's entries rest."""
    pause_entries(actor=SYSTEM, at=event.at, subject_id=event.subject_id, reason=BECAUSE_PROTECTED)


@handles(ProtectionEnded)
def a_protection_ended(event: ProtectionEnded) -> None:
    """If the plan failed everything returns as it was; if it was carried out, the duties are done."""
    if event.failed:
        resume_unheld(event.subject_id, event.at, "重整或者和解未成")
        return
    for entry in ListEntry.objects.filter(subject_id=event.subject_id, state=EntryState.PAUSED).order_by("id"):
        remove_as_repaired(actor=SYSTEM, at=event.at, entry=entry, reason="重整或者和解执行完毕")


@handles(ExecutionSuspended)
def an_execution_was_suspended(event: ExecutionSuspended) -> None:
    """The contested entry rests, and the entry that a contested record publishes."""
    only = suspended_of(event.subject_id).entries
    if only:
        pause_entries(actor=SYSTEM, at=event.at, subject_id=event.subject_id, reason=BECAUSE_SUSPENDED, only=only)


@handles(ExecutionResumed)
def an_execution_went_on(event: ExecutionResumed) -> None:
    """It holds again, unless something else lets it rest."""
    resume_unheld(event.subject_id, event.at, "恢复执行")


@handles(ProceedingEnded)
def a_proceeding_ended(event: ProceedingEnded) -> None:
    """An annulled entry is off the list, and so is the one that an annulled record publishes."""
    if not event.annuls:
        return
    found = ListEntry.objects.filter(subject_id=event.subject_id, state__in=[EntryState.IN_FORCE, EntryState.PAUSED])
    for entry in found.order_by("id"):
        contested = {(Contested.LIST_ENTRY, str(entry.pk)), (Contested.RECORD, str(entry.record_key))}
        if (event.about_kind, event.about_id) in contested:
            annul(actor=event.actor, at=event.at, entry_id=entry.pk, version=entry.version, reason=event.reason)


@handles(EntryEnded)
def an_entry_ended(event: EntryEnded) -> None:
    """Nothing is left to remove: an application for it is closed by itself."""
    reason = withdrawn_because(event.reason)
    id = str(event.entry_id)
    lapse_about(actor=SYSTEM, at=event.at, types=_REMOVALS, kind="list-entry", id=id, reason=reason)


@handles(CaseActed)
def a_case_went_on(event: CaseActed) -> None:
    """An act on a case takes its entry a step on."""
    follow(event)


@handles(CaseDecided)
def a_case_was_decided(event: CaseDecided) -> None:
    """So does its outcome."""
    follow(event)


@handles(ObjectionEnded)
def an_objection_ended(event: ObjectionEnded) -> None:
    """An entry that was rightly disputed is annulled."""
    if event.about_kind == "list-entry" and event.withdraws:
        entry = ListEntry.objects.filter(pk=int(event.about_id)).first()
        if entry is not None and entry.state in {EntryState.IN_FORCE, EntryState.PAUSED}:
            annul(actor=SYSTEM, at=event.at, entry_id=entry.pk, version=entry.version, reason=event.reason)


def _removes_on_repair(entry: ListEntry) -> bool:
    versions = packs().list_versions.get(entry.list_id, ())
    return not versions or versions[-1].on_repair == "removes"
