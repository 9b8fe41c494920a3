"""A throw-away pack: it is put on a shelf and named, and nothing else has to change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from creditport.foundation.catalogue.queries import dictionary
from creditport.foundation.catalogue.templates import csv_template
from creditport.kernel.packs.faults import PackFaultsError
from creditport.kernel.packs.registry import packs
from tests.kernel.packs.small import write_pack

DAY = date(2026, 11, 24)
THROW_AWAY = {
    "pack.yml": "id: throw-away\nlabel: {zh: 临时, en: Throw-away}\nextends: [national, hainan]\n",
    "code-lists/colour.yml": (
        "id: colour\nlabel: {zh: 颜色, en: Colour}\nsource: 测试\n"
        "values:\n  - {id: red, label: {zh: 红, en: Red}}\n  - {id: blue, label: {zh: 蓝, en: Blue}}\n"
    ),
    "agencies.yml": (
        "- id: hainan-lanterns\n  label: {zh: 海南省灯笼局, en: Lanterns}\n  division: '460000'\n"
        "  items: [lantern-permit, licence]\n  verified: false\n"
    ),
    "catalogue/lantern-permit.yml": """\
id: lantern-permit
label: {zh: 灯笼许可, en: Lantern permit}
basis: [{instrument: administrative-licence-law}]
valid_from: 2024-01-01
verified: false
catalogue_class: 3
nature: neutral
subject_kinds: [enterprise]
conduct: {zh: 准予悬挂灯笼, en: Permitted to hang lanterns}
source_agencies: [hainan-lanterns]
openness: public
sharing: {zh: 各机关, en: Agencies}
update_term_workdays: 7
publicity_terms: while-in-force
key: [party_code]
fields:
  - {id: party_code, label: {zh: 代码, en: Code}, kind: uscc, role: party-code, openness: public}
  - {id: colour, label: {zh: 灯笼颜色, en: Colour}, kind: code, code_list: colour, openness: public}
  - {id: decided_on, label: {zh: 日期, en: Date}, kind: date, role: decided-on, openness: public}
""",
    "catalogue/penalty.yml": """\
supplements: penalty
basis: [{instrument: administrative-penalty-law}]
valid_from: 2024-01-01
verified: false
fields:
  - {id: lantern, label: {zh: 涉案灯笼, en: Lantern}, kind: code, code_list: colour, openness: shared}
""",
}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CREDITPORT_PACKS", "national,hainan,throw-away")
    monkeypatch.setenv("CREDITPORT_PACKS_PATH", str(tmp_path))
    packs.cache_clear()
    yield tmp_path
    packs.cache_clear()


def test_a_new_pack_is_in_force_everywhere(shelf: Path) -> None:
    write_pack(shelf / "throw-away", THROW_AWAY)
    registry = packs()
    assert [pack.id for pack in registry.packs] == ["national", "hainan", "throw-away"]
    assert registry.item("lantern-permit", DAY).declared_in == "throw-away"
    assert registry.item("penalty", DAY).field("lantern").declared_in == "throw-away"
    assert registry.agencies["hainan-lanterns"].items == ("lantern-permit", "licence")
    item = next(item for item in dictionary(registry, DAY).items if item.id == "lantern-permit")
    assert csv_template(item).decode("utf-8-sig") == "代码,灯笼颜色,日期\r\n"


def test_the_packs_that_were_there_before_are_as_they_were(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pack(shelf / "throw-away", THROW_AWAY)
    with_it = packs()
    monkeypatch.setenv("CREDITPORT_PACKS", "national,hainan")
    packs.cache_clear()
    without = packs()
    assert set(with_it.items) - set(without.items) == {"lantern-permit"}
    untouched = set(without.items) - {"penalty"}
    assert {id: without.items[id] for id in untouched} == {id: with_it.items[id] for id in untouched}
    assert with_it.version != without.version


def test_a_broken_pack_stops_the_start_with_its_line(shelf: Path) -> None:
    broken = THROW_AWAY | {"agencies.yml": THROW_AWAY["agencies.yml"].replace("lantern-permit", "lantern-permits")}
    write_pack(shelf / "throw-away", broken)
    with pytest.raises(PackFaultsError) as raised:
        packs()
    (fault,) = raised.value.faults
    assert (fault.file, fault.line) == ((shelf / "throw-away" / "agencies.yml").as_posix(), 4)


def test_a_name_without_a_pack_is_a_fault_of_the_setting(shelf: Path) -> None:
    with pytest.raises(PackFaultsError, match="no pack named 'throw-away'"):
        packs()


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "creditport.sites.console.main", "packs", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=60, check=False)


def test_the_console_says_every_fault_with_file_and_line(shelf: Path) -> None:
    write_pack(shelf / "throw-away", THROW_AWAY | {"classes.yml": "- {number: 3, label: {zh: 三, en: Three}}\n"})
    told = check("--json")
    assert told.returncode == 1
    (fault,) = json.loads(told.stdout)["faults"]
    assert (fault["file"], fault["line"]) == ((shelf / "throw-away" / "classes.yml").as_posix(), 1)
    said = check()
    assert said.returncode == 1
    assert f"{fault['file']}:1: " in said.stdout


def test_the_console_says_when_all_is_well(shelf: Path) -> None:
    write_pack(shelf / "throw-away", THROW_AWAY)
    told = check("--json")
    assert told.returncode == 0
    assert json.loads(told.stdout) == {"version": packs().version, "faults": []}
    assert "throw-away" in check().stdout
