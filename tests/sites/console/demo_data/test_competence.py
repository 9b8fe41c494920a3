"""No agency of the demo decides on what is not its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.loader import load
from creditport.sites.console.demo_data import competence, province
from creditport.sites.console.demo_data.competence import COMPETENCES, MARKET, agency_of
from creditport.sites.console.demo_data.files import Format
from creditport.sites.console.demo_data.population import make_subjects
from tests.database import ROOT

TODAY = date(2026, 11, 24)
Row = dict[str, str]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load([ROOT / "packs" / name for name in ("national", "hainan", "demo")])


@pytest.fixture
def sent(tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], list[Row]]:
    """The rows of a small province, by item and agency."""
    rows: list[list[Row]] = []

    def keep(path: Path, form: Format, item: object, cells: list[Row]) -> None:
        rows.append(cells)

    monkeypatch.setattr(province, "write", keep)
    oracle = province.make_province(tmp_path, registry, TODAY, subjects=500)
    return {(file.item, file.agency): each for file, each in zip(oracle.files, rows, strict=True)}


def test_permits_and_penalties_are_the_agencys_own(sent: dict[tuple[str, str], list[Row]]) -> None:
    for (item, agency), rows in sent.items():
        if item in {"licence", "penalty"}:
            own = COMPETENCES[agency]
        if item == "licence":
            assert {row["certificate_name"] for row in rows} == set(own.permits)
        if item == "penalty":
            assert {row["legal_basis"] for row in rows} <= {matter.basis for matter in own.matters}
    assert {agency for item, agency in sent if item == "licence"} == set(COMPETENCES)
    assert {agency for item, agency in sent if item == "penalty"} == set(COMPETENCES)


def test_every_agency_may_report_what_it_reports(sent: dict[tuple[str, str], list[Row]], registry: Registry) -> None:
    assert [(item, agency) for item, agency in sent if item not in registry.agencies[agency].items] == []
    named = {agency for agencies in competence._REPORTING.values() for agency in agencies}
    assert named <= set(registry.agencies)


def test_who_registers_and_lists_depends_on_the_subject(registry: Registry) -> None:
    for subject in make_subjects(Random(3), 2000, TODAY):
        registrar = agency_of(registry, subject.item, subject, 0)
        if subject.item == "social-organisation-registration":
            expected = "haikou-approval-service" if subject.place.code == "460100" else "hainan-civil-affairs"
            assert registrar == expected
            assert agency_of(registry, "abnormal-list-entry", subject, 1) == "hainan-civil-affairs"
        else:
            assert agency_of(registry, "abnormal-list-entry", subject, 1) == MARKET


def test_an_item_that_the_demo_does_not_know_is_reported_by_the_first_who_may(registry: Registry) -> None:
    subject = make_subjects(Random(3), 2, TODAY)[0]
    able = [each.id for each in registry.agencies.values() if "professional-qualification" in each.items]
    assert [agency_of(registry, "professional-qualification", subject, n) for n in range(3)] == [*able[:2], able[0]]
    assert agency_of(registry, "no-such-item", subject, 0) is None
