"""What measures do when their ground goes: what follows an entry or a record ends with it, and rests with it."""

from __future__ import annotations

from datetime import datetime

from creditport.consequences.lists.events import EntryEnded
from creditport.consequences.measures.actions import end_measure, pause_measure, resume_measure
from creditport.consequences.measures.queries import measures_following, measures_resting, sanctions_applied
from creditport.consequences.repair.events import ProtectionBegan, ProtectionEnded, RepairGranted
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.events import RecordVersionWritten
from creditport.kernel.events.announcements import handles
from creditport.kernel.identity.actor import SYSTEM


@handles(EntryEnded)
def an_entry_ended(event: EntryEnded) -> None:
    """Off the list, what followed it ends."""
    _end(measures_following(list_entry_id=event.entry_id), event.at, event.reason)


@handles(RepairGranted)
def a_record_was_repaired(event: RepairGranted) -> None:
    """Sanctions end with the repair, in the same transaction."""
    _end(measures_following(record_key=event.record_key), event.at, "信用修复")


@handles(RecordVersionWritten)
def a_record_was_withdrawn(event: RecordVersionWritten) -> None:
    """What stood on a withdrawn record ends."""
    if event.cause is Cause.WITHDRAWN:
        _end(measures_following(record_key=event.key), event.at, "所依据的信息已经撤销")


@handles(ProtectionBegan)
def a_protection_began(event: ProtectionBegan) -> None:
    """A court's ruling lets the sanctions of a subject rest."""
    for id in sanctions_applied(event.subject_id):
        pause_measure(actor=SYSTEM, at=event.at, application_id=id, reason="人民法院裁定保护")


@handles(ProtectionEnded)
def a_protection_ended(event: ProtectionEnded) -> None:
    """If the plan failed they apply again; if it was carried out they end."""
    resting = measures_resting(event.subject_id)
    if not event.failed:
        _end(resting, event.at, "重整或者和解执行完毕")
        return
    for id in resting:
        resume_measure(actor=SYSTEM, at=event.at, application_id=id, reason="重整或者和解未成")


def _end(ids: tuple[int, ...], at: datetime, reason: str) -> None:
    for id in ids:
        end_measure(actor=SYSTEM, at=at, application_id=id, reason=reason)
