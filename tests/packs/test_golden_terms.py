"""The terms of publicity, case by case, as jurists write them in `golden/*.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from creditport.foundation.publicity.terms import SEVERITIES, Facts, publicity, severity, which_term
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Nature, Severity

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.yml"))
TODAY = date(2026, 11, 24)


class Expected(BaseModel):
    """What must come out; a day that is not written must be absent."""

    model_config = ConfigDict(extra="forbid")
    severity: Severity | None = None
    shown: bool
    public_from: date | None = None
    repair_opens_on: date | None = None
    public_until: date | None = None


class Case(BaseModel):
    """One decision and what follows from it."""

    model_config = ConfigDict(extra="forbid")
    case: str
    item: str
    rules_of: date = TODAY  # the day whose rules are asked
    severity: Severity | None = None
    procedure: str | None = None
    sector: str | None = None
    categories: tuple[str, ...] = ()
    amount: Decimal | None = None
    decided_on: date
    valid_until: date | None = None
    expect: Expected


@dataclass(frozen=True)
class Named:
    """A case and where it stands."""

    place: str
    case: Case


def cases() -> list[Named]:
    return [
        Named(f"{path.stem}-{number}", Case.model_validate(told))
        for path in GOLDEN
        for number, told in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
    ]


_COLUMNS = ibis.schema(
    {
        "decided_on": "date",
        "valid_until": "date",
        "categories": "string",
        "procedure": "string",
        "sector": "string",
        "amount": "decimal(18, 6)",
        "stated": "string",
    }
)


def row(case: Case) -> ir.Table:
    """The case as one row, nulls where it says nothing."""
    cells = {
        "decided_on": case.decided_on,
        "valid_until": case.valid_until,
        "categories": ";".join(case.categories) or None,
        "procedure": case.procedure,
        "sector": case.sector,
        "amount": case.amount,
        "stated": case.severity and case.severity.value,
    }
    return ibis.memtable(pa.Table.from_pylist([cells], schema=_COLUMNS.to_pyarrow()))


def outcome(case: Case) -> Expected:
    registry = packs()
    item = registry.item(case.item, case.rules_of)
    rules = registry.rules_of_severity(item.severity_rules, case.rules_of) if item.severity_rules else None
    terms = registry.terms_of_publicity(item.publicity_terms, case.rules_of) if item.publicity_terms else None
    table = row(case)
    told = Facts(**{column: table[column] for column in _COLUMNS})
    degree = severity(rules, told)
    said = publicity(terms, told, which_term(terms, told, degree), adverse=item.nature is Nature.ADVERSE)
    answer = table.select(
        severity=degree,
        shown=said.shown,
        public_from=said.public_from,
        repair_opens_on=said.repair_opens_on,
        public_until=said.public_until,
    )
    (values,) = ibis.duckdb.connect().to_pyarrow(answer).to_pylist()
    names = {number: name for name, number in SEVERITIES.items()}
    if not values["shown"]:  # of what is not shown only the severity is told
        values |= {"public_from": None, "repair_opens_on": None, "public_until": None}
    return Expected.model_validate(values | {"severity": names.get(values["severity"])})


@pytest.mark.parametrize("named", cases(), ids=lambda named: named.place)
def test_golden(named: Named) -> None:
    assert (named.case.case, outcome(named.case)) == (named.case.case, named.case.expect)


def test_there_are_enough_cases_and_every_severity_is_among_them() -> None:
    told = [named.case for named in cases()]
    assert len(told) >= 30
    assert {case.expect.severity for case in told} == {*Severity, None}
    assert len({case.case for case in told}) == len(told)


def test_every_published_item_with_terms_has_a_case() -> None:
    with_terms = {item.id for item in packs().items.values() if item.publicity_terms and not item.registers_subject}
    assert with_terms == {named.case.item for named in cases()}
