"""A supplement may add and narrow, never contradict; and every past day keeps its own catalogue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from creditport.kernel.packs.contents import NotInForceError, Registry, UnknownItemError
from creditport.kernel.packs.faults import PackFaultsError
from creditport.kernel.packs.loader import load
from creditport.kernel.packs.schema import Openness, Requirement
from tests.kernel.packs.small import SMALL, line_of, write_pack

MANIFEST = "id: local\nlabel: {zh: 补充, en: Supplement}\nextends: [small]\n"
HEAD = """\
supplements: penalty
basis: [{instrument: new-law}]
valid_from: 2022-01-01
verified: false
"""


def loaded(tmp_path: Path, supplement: str, more: dict[str, str] | None = None) -> Registry:
    base = write_pack(tmp_path / "small")
    local = {"pack.yml": MANIFEST, "catalogue/penalty.yml": HEAD + supplement} | (more or {})
    return load([base, write_pack(tmp_path / "local", local)])


ADDS = """\
key: [title]
fields:
  - {id: title, label: {zh: 案名, en: Title}, kind: text, openness: public}
narrows:
  - {field: number, requirement: core, length: 32, openness: sealed, aliases: [书号]}
ignored_headers: [序号]
"""


def test_a_supplement_adds_and_narrows_from_its_day_on(tmp_path: Path) -> None:
    registry = loaded(tmp_path, ADDS)
    before, after = registry.item("penalty", date(2021, 12, 31)), registry.item("penalty", date(2022, 1, 1))
    assert [field.id for field in before.fields] == ["number", "categories", "decided_on"]
    assert [field.id for field in after.fields] == ["number", "categories", "decided_on", "title"]
    assert [field.declared_in for field in after.fields] == ["small", "small", "small", "local"]
    assert (before.key, after.key) == (("number",), ("number", "title"))
    number = after.field("number")
    assert (number.requirement, number.length, number.openness) == (Requirement.CORE, 32, Openness.SEALED)
    assert number.aliases == ("决定书文号", "书号")
    assert (before.verified, after.verified) == (True, False)
    assert registry.items["penalty"] == after


def test_a_supplement_ends_on_its_day(tmp_path: Path) -> None:
    registry = loaded(tmp_path, "valid_until: 2023-01-01\n" + ADDS)
    days = [date(2021, 1, 1), date(2022, 6, 1), date(2023, 1, 1)]
    assert [len(registry.item("penalty", day).fields) for day in days] == [3, 4, 3]


CONTRADICTIONS = [
    ("fields:\n  - {id: number, label: {zh: 号, en: Nr}, kind: text, openness: public}\n", "id: number", "redefine"),
    ("narrows:\n  - {field: number, openness: public}\n", "openness: public", "looser than"),
    ("narrows:\n  - {field: number, requirement: optional}\n", "optional", "looser than"),
    ("narrows:\n  - {field: number, length: 65}\n", "length: 65", "looser than"),
    ("narrows:\n  - {field: colour, length: 5}\n", "colour", "has no field"),
    ("update_term_workdays: 8\n", "update_term_workdays", "looser than"),
]


@pytest.mark.parametrize(("supplement", "at", "en"), CONTRADICTIONS)
def test_a_supplement_may_not_contradict(tmp_path: Path, supplement: str, at: str, en: str) -> None:
    with pytest.raises(PackFaultsError) as raised:
        loaded(tmp_path, supplement)
    (fault,) = raised.value.faults
    assert en in fault.en
    assert Path(fault.file).parts[-3:] == ("local", "catalogue", "penalty.yml")
    assert fault.line == line_of(HEAD + supplement, at)


def test_a_supplement_may_not_declare_again_what_the_nation_declares(tmp_path: Path) -> None:
    with pytest.raises(PackFaultsError) as raised:
        loaded(tmp_path, ADDS, {"severity.yml": SMALL["severity.yml"]})
    (fault,) = raised.value.faults
    assert (Path(fault.file).name, fault.line) == ("severity.yml", 1)
    assert "a supplement may add and narrow but not replace" in fault.en


def test_a_supplement_of_nothing_is_a_fault(tmp_path: Path) -> None:
    local = {"pack.yml": MANIFEST, "catalogue/x.yml": HEAD.replace("penalty", "penalti") + ADDS}
    with pytest.raises(PackFaultsError, match="did you mean penalty"):
        load([write_pack(tmp_path / "small"), write_pack(tmp_path / "local", local)])


def test_an_item_is_asked_for_by_day(tmp_path: Path) -> None:
    registry = load([write_pack(tmp_path / "small")])
    with pytest.raises(UnknownItemError, match="no pack declares 'licence'; declared are: penalty"):
        registry.item("licence", date(2024, 1, 1))
    with pytest.raises(NotInForceError, match="'penalty' is not in force on 2009-12-31"):
        registry.item("penalty", date(2009, 12, 31))
    assert [item.id for item in registry.items_on(date(2024, 1, 1))] == ["penalty"]
    assert registry.items_on(date(2009, 12, 31)) == ()


def test_what_stands_on_a_dead_basis_no_longer_applies(tmp_path: Path) -> None:
    text = SMALL["catalogue/penalty.yml"].replace(", {instrument: new-law, article: 第三条}", "")
    registry = load([write_pack(tmp_path / "small", dict(SMALL) | {"catalogue/penalty.yml": text})])
    assert registry.item("penalty", date(2019, 12, 31)).id == "penalty"
    with pytest.raises(NotInForceError):
        registry.item("penalty", date(2020, 1, 1))


def test_the_version_changes_with_every_byte_and_only_then(tmp_path: Path) -> None:
    one = load([write_pack(tmp_path / "a" / "small")])
    same = load([write_pack(tmp_path / "b" / "small")])
    other = load([write_pack(tmp_path / "c" / "small", dict(SMALL) | {"classes.yml": SMALL["classes.yml"] + "# x\n"})])
    assert one.version == same.version != other.version
    assert len(one.version) == 12


def test_the_registry_cannot_be_changed(tmp_path: Path) -> None:
    registry = load([write_pack(tmp_path / "small")])
    with pytest.raises(TypeError):
        registry.items["x"] = registry.items["penalty"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        registry.version = "x"  # type: ignore[misc]
