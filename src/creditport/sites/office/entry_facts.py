"""What pages say of an entry of a list: list, facts, basis, and what each step of due process left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from creditport.consequences.lists.models import ListEntry
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import CreditList, Evidence
from creditport.sites.office.names import basis_words, in_language, list_name, service_name


@dataclass(frozen=True, slots=True)
class Proof:
    """A step of due process: whether it is shown, on which day, and by what."""

    step: str
    shown: bool
    on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry in words."""

    entry: ListEntry
    name: str
    basis: str
    verified: bool
    proofs: tuple[Proof, ...]
    removal: tuple[str, ...]


def entry_facts(entry: ListEntry, today: date) -> EntryFacts:
    """The entry in the reader's language, as it stands on that day."""
    versions = packs().list_versions.get(entry.list_id, ())
    declared = versions[-1] if versions else None
    return EntryFacts(
        entry=entry,
        name=list_name(entry.list_id),
        basis=basis_words(entry.instrument, entry.article),
        verified=declared.verified if declared else False,
        proofs=_proofs(entry, declared, today) if declared else (),
        removal=tuple(in_language(each) for each in declared.removal) if declared else (),
    )


def _proofs(entry: ListEntry, declared: CreditList, today: date) -> tuple[Proof, ...]:
    shown = {
        Evidence.NOTICE: Proof(
            _("Notice with facts and basis"),
            entry.notice_served_on is not None,
            entry.notice_served_on,
            service_name(entry.notice_service),
        ),
        Evidence.STATEMENT: _statement(entry, today),
        Evidence.DECISION: Proof(
            _("Reasoned decision"), entry.decided_on is not None, entry.decided_on, entry.decision_number
        ),
        Evidence.HEAD: Proof(_("Head who approved"), bool(entry.decided_by), entry.decided_on, entry.decided_by),
        Evidence.SERVICE: Proof(
            _("Service of the decision"),
            entry.decision_served_on is not None,
            entry.decision_served_on,
            service_name(entry.service),
        ),
    }
    return tuple(shown[step] for step in declared.evidence if step in shown)


def _statement(entry: ListEntry, today: date) -> Proof:
    """A statement that was heard, or the time for one that ran out before the decision."""
    step = _("Statement, or the time for it")
    if entry.statement_heard_on is not None:
        return Proof(step, True, entry.statement_heard_on, _("a statement was made"))
    over = entry.statement_until is not None and (entry.decided_on or today) > entry.statement_until
    return Proof(step, over, entry.statement_until, _("last day for a statement") if entry.statement_until else "")
