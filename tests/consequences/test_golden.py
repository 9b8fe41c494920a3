"""Golden cases that a jurist can read and write: deadlines with the calendar of 2026, and eligibility for repair."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from creditport.consequences.repair.choices import Duty, DutyState
from creditport.consequences.repair.eligibility import Eligibility, KnownDuty, RepairFacts, assess
from creditport.engines.cases.clock import due
from creditport.kernel.packs.registry import packs
from creditport.kernel.workdays.workdays import UnknownYearError

_FOLDER = Path(__file__).parent / "golden"
_DEADLINE_KEYS = {"name", "type", "step", "opened", "entered", "still", "due", "unknown"}
_ELIGIBILITY_KEYS = {
    "name",
    "item",
    "severity",
    "today",
    "in_force",
    "shown",
    "repair_opens",
    "ends",
    "owes",
    "known",
    "repaired",
    "protected",
    "suspended",
    "case_open",
    "barred",
    "standing",
    "opens",
    "asks",
}


def cases(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return read


DEADLINES, ELIGIBILITY = cases("deadlines.yml"), cases("eligibility.yml")


def test_there_are_enough_and_each_is_named_once() -> None:
    names = [case["name"] for case in DEADLINES + ELIGIBILITY]
    assert len(names) >= 80
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", DEADLINES, ids=lambda case: case["name"])
def test_deadline(case: dict[str, Any]) -> None:
    assert set(case) <= _DEADLINE_KEYS
    step = packs().case_type(case["type"], case["opened"]).step(case["step"])
    assert step.deadline is not None

    def last_day() -> date:
        assert step.deadline is not None
        return due(
            step.deadline,
            opened_on=case["opened"],
            entered_on=case.get("entered", case["opened"]),
            not_counted=case.get("still", 0),
        )

    if "unknown" in case:
        with pytest.raises(UnknownYearError) as loud:
            last_day()
        assert loud.value.year == case["unknown"]
        assert "国务院办公厅" in loud.value.zh
    else:
        assert last_day() == case["due"]


def _facts(case: dict[str, Any]) -> RepairFacts:
    return RepairFacts(
        in_force=case.get("in_force", True),
        shown=case.get("shown", True),
        public_from=date(2026, 3, 1),
        repair_opens_on=case.get("repair_opens", date(2026, 6, 1)),
        public_until=case.get("ends", date(2027, 3, 1)),
        duties=tuple(Duty) if case.get("owes", True) else (Duty.CORRECTION,),
        known=tuple(_known(name, said) for name, said in case.get("known", {}).items()),
        repaired=case.get("repaired", False),
        protected=case.get("protected", False),
        suspended=case.get("suspended", False),
        case_open=case.get("case_open", False),
        barred_until=case.get("barred"),
    )


def _known(name: str, said: str) -> KnownDuty:
    state, _, until = said.partition(" ")
    return KnownDuty(
        duty=Duty(name),
        state=DutyState(state),
        stated_on=date(2026, 5, 1),
        source="hainan-market-regulation",
        runs_until=date.fromisoformat(until) if until else None,
    )


def _answer(case: dict[str, Any]) -> Eligibility:
    today = case.get("today", date(2026, 11, 24))
    rule = packs().repair_rule(case.get("item", "penalty"), case.get("severity", "general"), today)
    return assess(rule, _facts(case), today)


@pytest.mark.parametrize("case", ELIGIBILITY, ids=lambda case: case["name"])
def test_eligibility(case: dict[str, Any]) -> None:
    assert set(case) <= _ELIGIBILITY_KEYS
    answer = _answer(case)
    assert (str(answer.standing), list(answer.documents)) == (case["standing"], case["asks"])
    if "opens" in case:
        assert answer.opens_on == case["opens"]
    assert len(answer.documents) <= 2
