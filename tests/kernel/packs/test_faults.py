"""Every fault of a pack is told with its file, its line, and what to do, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from creditport.kernel.packs.faults import Fault, PackFaultsError
from creditport.kernel.packs.loader import load
from tests.kernel.packs.small import SMALL, line_of, write_pack

CJK = re.compile(r"[\u4e00-\u9fff]")


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(PackFaultsError) as raised:
        load([folder])
    return raised.value.faults


def only_fault(folder: Path) -> Fault:
    (fault,) = faults_of(folder)
    assert CJK.search(fault.zh) and not CJK.search(re.sub(r"'[^']*'", "", fault.en))
    assert re.search(r"[；。]|请", fault.zh), "the Chinese text says what to do"
    return fault


def test_a_sound_pack_has_no_fault(tmp_path: Path) -> None:
    assert set(load([write_pack(tmp_path / "small")]).items) == {"penalty"}


# file, what is replaced, by what, what the faulty line says, a part of the English text
BROKEN = [
    # the YAML itself
    ("classes.yml", "{number: 3,", "{number: 3", "{number: 3", "cannot be read as YAML"),
    ("severity.yml", "  verified: true", "  verified: true\n  verified: false", "verified: false", "stands twice"),
    ("instruments.yml", "2000-01-01", "2000-02-30", "2000-02-30", "not a usable value"),
    ("terms.yml", "[{instrument: new-law}]", "&b [{instrument: new-law}]\n  x: *b", "x: *b", "alias"),
    # the shape of an entry
    ("agencies.yml", "  verified: true", "  verified: true\n  color: red", "color: red", "unknown key 'color'"),
    ("agencies.yml", "  verified: true\n", "", "- id: agency", "'verified' is required and missing"),
    ("divisions.yml", 'code: "460000"', "code: 460000", "460000,", "must be text"),
    ("divisions.yml", "level: province", "level: planet", "planet", "not allowed"),
    (
        "instruments.yml",
        "level: law\n  in_force_from: 2000",
        "level: rumour\n  in_force_from: 2000",
        "rumour",
        "not allowed",
    ),
    ("instruments.yml", "- id: new-law", "- id: New Law", "- id: New Law", "must match"),
    ("catalogue/penalty.yml", "    kind: text", "    kind: poem", "poem", "not allowed"),
    ("catalogue/penalty.yml", "valid_from: 2010-01-01", "valid_from: soon", "soon", "must be a date"),
    ("catalogue/penalty.yml", "length: 64", "length: long", "length: long", "must be a number"),
    ("catalogue/penalty.yml", "subject_kinds: [enterprise]", "subject_kinds: []", "subject_kinds", "at least one"),
    ("catalogue/penalty.yml", "key: [number]", "key: number", "key: number", "must be a list"),
    ("catalogue/penalty.yml", "zh: 文号, en: Number", 'zh: "", en: Number', 'zh: ""', "may not be empty"),
    ("catalogue/penalty.yml", "label: {zh: 日期, en: Date}", "label: 日期", "label: 日期", "'key: value' pairs"),
    ("catalogue/penalty.yml", "role: decided-on", "declared_in: national", "declared_in", "set by the loader"),
    # references that lead nowhere
    ("catalogue/penalty.yml", "instrument: new-law", "instrument: no-law", "no-law", "not declared in instruments.yml"),
    (
        "catalogue/penalty.yml",
        "catalogue_class: 3",
        "catalogue_class: 14",
        "catalogue_class: 14",
        "in classes.yml",
    ),
    (
        "catalogue/penalty.yml",
        "source_agencies: [agency]",
        "source_agencies: [agancy]",
        "agancy",
        "did you mean agency",
    ),
    ("catalogue/penalty.yml", "severity_rules: rules", "severity_rules: rule", "severity_rules", "severity.yml"),
    ("catalogue/penalty.yml", "publicity_terms: terms", "publicity_terms: term", "publicity_terms", "terms.yml"),
    ("catalogue/penalty.yml", "code_list: category", "code_list: colour", "code_list: colour", "code-lists/"),
    ("catalogue/penalty.yml", "key: [number]", "key: [numbre]", "key: [numbre]", "did you mean number"),
    ("catalogue/penalty.yml", "role: decided-on", "not_before: begun_on", "not_before", "not declared in fields"),
    ("catalogue/penalty.yml", "role: decided-on", "not_before: number", "not_before", "between two date fields"),
    (
        "catalogue/penalty.yml",
        "role: decided-on",
        "required_when: {field: colour, any_of: [red]}",
        "required_when",
        "'colour' is not declared",
    ),
    (
        "catalogue/penalty.yml",
        "role: decided-on",
        "required_when: {field: categories, any_of: [fined]}",
        "required_when",
        "did you mean fine",
    ),
    ("instruments.yml", "repealed_by: new-law", "repealed_by: newer-law", "newer-law", "not declared"),
    ("agencies.yml", 'division: "460100"', 'division: "469999"', "469999", "divisions.yml"),
    ("agencies.yml", "items: [penalty]", "items: [penalti]", "penalti", "did you mean penalty"),
    ("divisions.yml", 'parent: "460000"', 'parent: "450000"', "450000", "divisions.yml"),
    ("severity.yml", "categories_any: [fine]", "categories_any: [jail]", "jail", "code-lists/"),
    # things that do not fit together
    ("instruments.yml", "  in_force_until: 2020-01-01\n", "", "repealed_by", "needs the day it ends"),
    (
        "instruments.yml",
        "in_force_until: 2020-01-01",
        "in_force_until: 1999-01-01",
        "1999-01-01",
        "ends before it begins",
    ),
    ("catalogue/penalty.yml", "valid_from: 2010-01-01", "valid_from: 1999-01-01", "1999-01-01", "none of the cited"),
    (
        "catalogue/penalty.yml",
        "valid_from: 2010-01-01",
        "valid_from: 2010-01-01\nvalid_until: 2009-01-01",
        "valid_until",
        "ends before it begins",
    ),
    ("catalogue/penalty.yml", "    code_list: category\n", "", "kind: codes", "need a code_list"),
    ("catalogue/penalty.yml", "    length: 64", "    unit: yuan", "kind: text", "needs a unit"),
    ("catalogue/penalty.yml", "kind: date", "kind: person-name", "openness: public", "may never be public"),
    ("catalogue/penalty.yml", "  - id: decided_on", "  - id: number", "- id: number", "declared twice"),
    ("catalogue/penalty.yml", "aliases: [决定书文号]", "aliases: [日 期]", "- id: decided_on", "means both"),
    ("catalogue/penalty.yml", "role: decided-on", "role: categories", "role: categories", "already played"),
    ("catalogue/penalty.yml", "severity_rules: rules\n", "", "nature: adverse", "needs severity_rules"),
    ("code-lists/category.yml", "{zh: 罚款, en: Fine}", "{zh: 警告, en: Fine}", "id: fine", "means both"),
    ("severity.yml", "    - severity: minor\n", "", "categories_any", "end with a bare rule"),
    ("terms.yml", ", latest_end_months: 12", "", "severity: general", "must end"),
    ("terms.yml", "earliest_repair_months: 3", "earliest_repair_months: 13", "13", "after publicity has ended"),
    (
        "terms.yml",
        "    - {shown: false}",
        "    - {severity: serious, shown: false}",
        "terms:",
        "fits every 'minor'",
    ),
    ("terms.yml", "{shown: false}", "{shown: false, latest_end_months: 3}", "{shown: false", "not shown has no months"),
    ("divisions.yml", "level: province}", "level: province, aliases: [海口]}", '- {code: "460100"', "means 460000"),
    ("pack.yml", "id: small", "id: large", "id: large", "its folder is 'small'"),
    ("pack.yml", "label:", "extends: [national]\nlabel:", "extends", "not loaded before it"),
]


@pytest.mark.parametrize(("file", "old", "new", "at", "en"), BROKEN, ids=[f"{c[0]}-{c[4][:32]}" for c in BROKEN])
def test_a_fault_names_its_file_and_line(tmp_path: Path, file: str, old: str, new: str, at: str, en: str) -> None:
    assert SMALL[file].count(old) >= 1
    text = SMALL[file].replace(old, new, 1)
    folder = write_pack(tmp_path / "small", dict(SMALL) | {file: text})
    told = faults_of(folder)
    fault = next((each for each in told if en in each.en), told[0])
    assert en in fault.en
    assert (fault.file, fault.line) == ((folder / file).as_posix(), _line(text, at))
    assert CJK.search(fault.zh)


def _line(text: str, part: str) -> int:
    """The last line on which the part stands: what a case adds comes after what it copies."""
    return max(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def test_several_faults_are_told_at_once_in_order(tmp_path: Path) -> None:
    files = dict(SMALL)
    files["agencies.yml"] = files["agencies.yml"].replace("[penalty]", "[a, b]")
    files["catalogue/penalty.yml"] = files["catalogue/penalty.yml"].replace("key: [number]", "key: [x]")
    told = [(Path(fault.file).name, fault.line) for fault in faults_of(write_pack(tmp_path / "small", files))]
    assert told == [("agencies.yml", 4), ("agencies.yml", 4), ("penalty.yml", 16)]


def test_a_file_that_no_pack_has_is_a_fault(tmp_path: Path) -> None:
    fault = only_fault(write_pack(tmp_path / "small", dict(SMALL) | {"instrumnets.yml": "[]\n"}))
    assert fault.file.endswith("small/instrumnets.yml")
    assert fault.line == 0
    assert "instruments.yml" in fault.en


def test_an_entry_file_in_a_deeper_folder_is_a_fault(tmp_path: Path) -> None:
    fault = only_fault(write_pack(tmp_path / "small", dict(SMALL) | {"catalogue/more/x.yml": "id: x\n"}))
    assert fault.file.endswith("catalogue/more/x.yml")


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    assert "empty" in only_fault(write_pack(tmp_path / "small", dict(SMALL) | {"purposes.yml": "# nothing\n"})).en


def test_a_list_file_that_is_no_list_is_a_fault(tmp_path: Path) -> None:
    assert "must be a list" in only_fault(write_pack(tmp_path / "small", dict(SMALL) | {"purposes.yml": "id: x\n"})).en


def test_a_file_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small")
    (folder / "classes.yml").write_bytes("- 类".encode("gb18030"))
    fault = only_fault(folder)
    assert (fault.file, fault.line) == ((folder / "classes.yml").as_posix(), 1)
    assert "UTF-8" in fault.zh


def test_a_folder_without_a_manifest_is_a_fault(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", {k: v for k, v in SMALL.items() if k != "pack.yml"})
    assert only_fault(folder).file.endswith("small/pack.yml")


def test_an_id_declared_twice_names_both_places(tmp_path: Path) -> None:
    text = SMALL["agencies.yml"] * 2
    folder = write_pack(tmp_path / "small", dict(SMALL) | {"agencies.yml": text})
    fault = only_fault(folder)
    assert fault.line == 6
    assert f"{(folder / 'agencies.yml').as_posix()}:1" in fault.en


def test_versions_of_one_item_may_follow_each_other_but_not_overlap(tmp_path: Path) -> None:
    first = SMALL["catalogue/penalty.yml"].replace("verified: true", "valid_until: 2025-01-01\nverified: true", 1)
    later = SMALL["catalogue/penalty.yml"].replace("2010-01-01", "2025-01-01")
    files = dict(SMALL) | {"catalogue/penalty.yml": first, "catalogue/penalty-2025.yml": later}
    registry = load([write_pack(tmp_path / "small", files)])
    assert [item.valid_from.year for item in registry.item_versions["penalty"]] == [2010, 2025]
    files["catalogue/penalty-2025.yml"] = later.replace("2025-01-01", "2024-12-31")
    fault = only_fault(write_pack(tmp_path / "small", files))
    assert fault.line == line_of(later, "id: penalty")
