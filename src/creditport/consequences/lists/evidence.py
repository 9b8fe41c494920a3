"""What a reported row proves: on which list it enters whom, on which basis, by which steps. Pure: a row in, a judgement
out. What the database would refuse is named here before it is asked, so that a thousand rows need one statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from creditport.consequences.lists.choices import Missing
from creditport.consequences.lists.terms import months_later
from creditport.consequences.measures.rulebook import RankedList, Rulebook
from creditport.kernel.packs.schema import Basis
from creditport.kernel.packs.schema_consequences import Evidence

_TITLE = re.compile(r"^(?:中华人民共和国)?(.+?)(?:（[^（）]*）)?$")
_STEPS = (Missing.NOTICE, Missing.STATEMENT, Missing.DECISION, Missing.HEAD, Missing.SERVICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRow:
    """One reported entry. `said` holds its public and its held fields by id."""

    item: str
    agency: str
    subject_kind: str | None
    decided_on: date
    valid_until: date | None
    said: Mapping[str, object]

    def text(self, *fields: str) -> str:
        """The first of the fields that says anything."""
        return next((str(self.said[field]) for field in fields if self.said.get(field)), "")

    def day(self, field: str) -> date | None:
        """The field as a day; None if it is empty."""
        value = self.said.get(field)
        return date.fromisoformat(str(value)[:10]) if value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Either complete (`missing` empty, `basis` given) or held."""

    declared: RankedList | None
    basis: Basis | None
    in_force_from: date | None
    ends_on: date | None
    missing: tuple[Missing, ...]


def judge(row: ReportedRow, rules: Rulebook) -> Judgement:
    """Whether a reported row makes an entry, and if not, everything it lacks."""
    declared = list_named(row, rules)
    if declared is None:
        return Judgement(declared=None, basis=None, in_force_from=None, ends_on=None, missing=(Missing.LIST,))
    basis = basis_named(row, declared, rules)
    since = in_force_from(row, declared)
    lacks = [*_standing_faults(row, declared, basis), *(step for step in _STEPS if _lacks(step, row, declared))]
    return Judgement(
        declared=declared, basis=basis, in_force_from=since, ends_on=_ends(row, declared, since), missing=tuple(lacks)
    )


def list_named(row: ReportedRow, rules: Rulebook) -> RankedList | None:
    """The list the row means: of its item, by the longest name that occurs in what the row calls it."""
    called = row.text("list_name", "honour")
    best: tuple[int, RankedList] | None = None
    for each in rules.lists:
        if each.item != row.item or not each.valid(row.decided_on):
            continue
        for name in each.names:
            if (name in called or row.item == "enforcement-defaulter") and (best is None or len(name) > best[0]):
                best = (len(name), each)
    return best[1] if best else None


def basis_named(row: ReportedRow, declared: RankedList, rules: Rulebook) -> Basis | None:
    """The highest basis of the list that stood on the day of the decision; if the row cites any, one of the list's."""
    cited = row.text("legal_basis")
    if cited and not any(_title(basis, rules) in cited for basis in declared.basis):
        return None
    division = rules.agencies.get(row.agency, rules.home)
    standing = rules.standing(declared.basis, rank=declared.rank, division=division, on=row.decided_on)
    return min(standing, key=lambda basis: rules.instruments[basis.instrument].rank, default=None)


def in_force_from(row: ReportedRow, declared: RankedList) -> date | None:
    """From the service of the decision where the list asks for it, else from the decision."""
    return row.day("decision_served_on") if Evidence.SERVICE in declared.evidence else row.decided_on


def _ends(row: ReportedRow, declared: RankedList, since: date | None) -> date | None:
    if since is None:
        return None
    latest = months_later(since, declared.months) if declared.months else None
    said = row.valid_until + timedelta(days=1) if row.valid_until else None
    ends = min((day for day in (said, latest) if day is not None), default=None)
    return ends if ends is None or ends > since else since + timedelta(days=1)


def _title(basis: Basis, rules: Rulebook) -> str:
    found = _TITLE.match(rules.instruments[basis.instrument].label.zh)
    return found.group(1) if found else basis.instrument


def _standing_faults(row: ReportedRow, declared: RankedList, basis: Basis | None) -> list[Missing]:
    faults = []
    if declared.planned:
        faults.append(Missing.PLANNED)
    if row.subject_kind is None or row.subject_kind not in declared.subject_kinds:
        faults.append(Missing.SUBJECT)
    if not {"any", row.agency} & set(declared.deciders):
        faults.append(Missing.DECIDER)
    if basis is None:
        faults.append(Missing.BASIS)
    return faults


def _lacks(step: Missing, row: ReportedRow, declared: RankedList) -> bool:
    if step.value not in declared.evidence:
        return False
    served, until, heard = row.day("notice_served_on"), row.day("statement_until"), row.day("statement_heard_on")
    match step:
        case Missing.NOTICE:
            return served is None or served > row.decided_on
        case Missing.STATEMENT:
            if served is None or until is None or until < served + timedelta(days=declared.statement_workdays):
                return True
            was_heard = heard is not None and served <= heard <= row.decided_on
            return not (row.decided_on > until or was_heard)
        case Missing.DECISION:
            number, reasons = number_of(row), row.text("reason", "conduct", "content")
            return not (number and reasons) if Evidence.HEAD in declared.evidence else not (number or reasons)
        case Missing.HEAD:
            return not row.text("decided_by")
        case _:
            day = row.day("decision_served_on")
            return day is None or day < row.decided_on


def number_of(row: ReportedRow) -> str:
    """The number of the decision of entry."""
    return row.text("decision_number", "document_number", "case_number")
