"""How measures follow their ground: they end when it goes, rest while it rests, and come back when it does.

Nothing here decides anew: a measure that comes back is the former one, for what is left of its term, and the gate of
the database asks again whether the law of today carries it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from creditport.consequences.measures.actions import (
    Application,
    apply_measure,
    end_measure,
    feedback,
    pause_measure,
    resume_measure,
)
from creditport.consequences.measures.events import MeasureNotReturned
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.measures.queries import measures_applying
from creditport.consequences.proceedings.queries import suspended_of
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair.choices import BECAUSE_PROTECTED, BECAUSE_REPAIRED, BECAUSE_SUSPENDED
from creditport.consequences.repair.queries import protection_of
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.statements.statements import rows, statement

_NOT_RETURNED = "未恢复实施："
_WITHDRAWN = "所依据的信息已经撤销"
_CHANGED = "所依据信息的失信程度已经变更"


def end_all(ids: tuple[int, ...], at: datetime, reason: str) -> None:
    """End measures, for the same reason."""
    for id in ids:
        end_measure(actor=SYSTEM, at=at, application_id=id, reason=reason)


def end_groundless(at: datetime, submission_id: int | None = None) -> int:
    """End what stood on a record that its source withdrew or re-classed; in one submission, or wherever it happened."""
    found = _found("groundless", {"submission": submission_id})
    for id, withdrawn in found:
        end_measure(actor=SYSTEM, at=at, application_id=id, reason=_WITHDRAWN if withdrawn else _CHANGED)
    return len(found)


def rest_suspended(subject_id: int, at: datetime) -> None:
    """Let rest what follows from an act whose execution is suspended."""
    for id in sorted(suspended_of(subject_id).measures & set(measures_applying(subject_id))):
        pause_measure(actor=SYSTEM, at=at, application_id=id, reason=BECAUSE_SUSPENDED)


def resume_unheld(subject_id: int, at: datetime, reason: str) -> None:
    """Let measures apply again that rested by law, and that neither a protection nor a suspension holds any more."""
    suspended = suspended_of(subject_id).measures
    standing = protection_of(subject_id)
    for id, applied_on, because in _found("resting_by_law", _by_law(subject_id)):
        protected = standing is not None and (applied_on <= standing.since or because == BECAUSE_PROTECTED)
        if id not in suspended and not protected:
            resume_measure(actor=SYSTEM, at=at, application_id=id, reason=reason)


def end_protected(subject_id: int, at: datetime, reason: str) -> None:
    """End what rested under a protection whose plan was carried out."""
    found = _found("resting_by_law", {"subject": subject_id, "reasons": [BECAUSE_PROTECTED]})
    end_all(tuple(id for id, *_ in found), at, reason)


def return_measures(subject_id: int, at: datetime) -> tuple[int, ...]:
    """Apply anew what a repair had ended that was revoked since, as far as its ground holds and the law carries it.

    What the law of today does not carry stays ended, and its agency is told why. Asked twice, nothing happens twice.
    """
    values = {
        "subject": subject_id,
        "because": BECAUSE_REPAIRED,
        "by": SYSTEM.name,
        "today": civil_day(at),
        "refused": f"{_NOT_RETURNED}%",
    }
    returned = []
    for id, resting in _found("returnable", values):
        former = MeasureApplication.objects.get(pk=id)
        try:
            back = apply_measure(actor=SYSTEM, at=at, agency=former.agency, wanted=_again(former, civil_day(at)))
        except RefusedError as refused:
            _tell_refused(former, at, refused)
            continue
        returned.append(back.pk)
        held = _held(back, resting)
        if held:
            pause_measure(actor=SYSTEM, at=at, application_id=back.pk, reason=held)
    return tuple(returned)


def _again(former: MeasureApplication, today: date) -> Application:
    """The former application, for what is left of its term."""
    return Application(
        subject_id=former.subject_id,
        measure=former.measure,
        instrument=former.instrument,
        article=former.article,
        document_number=former.document_number,
        proportion=former.proportion,
        starts_on=max(former.starts_on, today),
        until=former.until,
        list_entry_id=former.list_entry_id,
        record_key=former.record_key,
        severity=former.severity,
        former_id=former.pk,
    )


def _held(back: MeasureApplication, resting: str) -> str:
    """Why a measure that came back rests at once, if it does."""
    if protection_of(back.subject_id) is not None:
        return BECAUSE_PROTECTED
    return BECAUSE_SUSPENDED if back.pk in suspended_of(back.subject_id).measures else resting


def _tell_refused(former: MeasureApplication, at: datetime, refused: RefusedError) -> None:
    text = f"{_NOT_RETURNED}{refused.zh}"
    feedback(actor=SYSTEM, at=at, application_id=former.pk, text=text[:400])
    announce(
        MeasureNotReturned(
            actor=SYSTEM,
            at=at,
            application_id=former.pk,
            subject_id=former.subject_id,
            measure=former.measure,
            agency=former.agency,
            zh=refused.zh,
            en=refused.en,
        )
    )


def _by_law(subject_id: int) -> dict[str, Any]:
    return {"subject": subject_id, "reasons": [BECAUSE_PROTECTED, BECAUSE_SUSPENDED]}


def _found(name: str, values: dict[str, Any]) -> tuple[tuple[Any, ...], ...]:
    return tuple(rows("default", statement("consequences.measures", name), values))
