"""What the real packs must hold, whoever edits them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from creditport.kernel.packs.headers import normalised
from creditport.kernel.packs.loader import load
from creditport.kernel.packs.location import pack_folders
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import FieldKind, FieldRole, Nature, Openness, Requirement

SHARED = Path(__file__).parents[3] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no reference data at {SHARED}")
TODAY = date(2026, 11, 24)
ITEMS = {
    "enterprise-registration": 1,
    "individual-business-registration": 1,
    "institution-registration": 1,
    "social-organisation-registration": 1,
    "government-body-registration": 1,
    "enforcement-defaulter": 2,
    "licence": 3,
    "penalty": 3,
    "professional-qualification": 4,
    "abnormal-list-entry": 5,
    "serious-list-entry": 6,
    "contract-performance": 7,
    "commitment": 8,
    "honour": 11,
    "voluntary-information": 13,
}


def test_the_catalogue_holds_every_item_in_its_class() -> None:
    assert ITEMS.items() <= {item.id: item.catalogue_class for item in packs().items_on(TODAY)}.items()
    assert sorted(packs().classes) == list(range(1, 14))


def test_the_national_pack_stands_alone() -> None:
    national = load(pack_folders()[:1])
    assert set(ITEMS) <= set(national.items)
    assert {field.declared_in for item in national.items.values() for field in item.fields} == {"national"}


def test_hainan_has_19_counties_under_the_province_and_60_measures() -> None:
    counties = packs().counties()
    assert len(counties) == 19
    assert {county.parent for county in counties} == {"460000"}
    assert {
        packs().divisions[d.parent].level for d in packs().divisions.values() if d.level == "district" and d.parent
    } == {"county"}
    assert sorted(packs().key_measures) == list(range(1, 61))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("洋浦", "460400"),
        ("通什市", "469001"),
        ("琼山市", "460107"),
        ("崖城镇", "460205"),
        ("屯昌", "469022"),
        ("那大镇", "460400"),
    ],
)
def test_old_and_short_names_of_places_are_known(name: str, code: str) -> None:
    assert [d.code for d in packs().divisions.values() if name in d.aliases] == [code]


@needs_shared
def test_every_division_of_the_province_is_there() -> None:
    with (SHARED / "admin" / "hainan_divisions_2026.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = {row["code"]: row["name"] for row in csv.DictReader(file)}
    assert {code: division.label.zh for code, division in packs().divisions.items()} == expected


@needs_shared
def test_a_township_alias_means_the_county_that_has_it() -> None:
    with (SHARED / "admin" / "hainan_townships_2026.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {alias: division.code for division in packs().divisions.values() for alias in division.aliases}
    assert [row["name"] for row in rows if told.get(row["name"], row["county_code"]) != row["county_code"]] == []


@pytest.mark.parametrize(
    ("instrument", "day", "expected"),
    [
        ("environmental-protection-law", date(2026, 8, 14), True),
        ("environmental-protection-law", date(2026, 8, 15), False),
        ("ecological-environment-code", date(2026, 8, 14), False),
        ("ecological-environment-code", date(2026, 8, 15), True),
        ("credit-repair-measures-2023", date(2026, 3, 31), True),
        ("credit-repair-measures-2023", date(2026, 4, 1), False),
        ("credit-repair-measures", date(2026, 4, 1), True),
        ("medical-security-law", date(2026, 12, 31), False),
        ("medical-security-law", date(2027, 1, 1), True),
        ("hainan-credit-regulation", date(2022, 1, 1), True),
    ],
)
def test_laws_hold_on_their_days(instrument: str, day: date, expected: bool) -> None:
    assert packs().instruments[instrument].in_force(day) is expected


def headers_of(item: str) -> dict[str, str]:
    fields = packs().item(item, TODAY).fields
    return {normalised(header): field.id for field in fields for header in field.headers}


@needs_shared
@pytest.mark.parametrize(
    ("item", "table", "kind"),
    [
        ("penalty", "shuanggongshi_2018_penalty_fields.csv", None),
        ("licence", "shuanggongshi_2018_permit_fields.csv", None),
        ("penalty", "shuanggongshi_2015_old_fields.csv", "penalty"),
        ("licence", "shuanggongshi_2015_old_fields.csv", "permit"),
    ],
)
def test_every_header_and_code_of_double_publicity_is_understood(item: str, table: str, kind: str | None) -> None:
    known = headers_of(item)
    ignored = {normalised(header) for header in packs().item(item, TODAY).ignored_headers}
    with (SHARED / "schemas" / table).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if kind in (None, row.get("kind"))]
    assert len(rows) >= 18
    for row in rows:
        spellings = [normalised(header) for header in (row["field_cn"], *row["code"].split(" / "))]
        assert [s for s in spellings if s not in known and s not in ignored] == []
        assert len({known.get(spelling) for spelling in spellings}) == 1


@needs_shared
def test_the_lengths_and_needs_of_the_standard_of_2018_are_those_of_the_catalogue() -> None:
    fields = {field.code: field for field in packs().item("penalty", TODAY).fields}
    with (SHARED / "schemas" / "shuanggongshi_2018_penalty_fields.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    needed = {row["code"] for row in rows if row["required(Y/N/C=conditional)"] == "Y"}
    optional = {code for code in needed if fields[code].requirement is Requirement.OPTIONAL}
    assert optional == {"CF_YXQ"}  # its usual value is 2099-12-31: its absence takes nothing from the record
    for row in rows:
        if row["type"] == "date":
            assert fields[row["code"]].kind is FieldKind.DATE
        if row["type"].startswith("decimal"):
            assert (fields[row["code"]].kind, fields[row["code"]].unit) == (FieldKind.AMOUNT, "wan-yuan")


@needs_shared
def test_the_real_files_are_understood_column_by_column() -> None:
    enterprises = SHARED / "enterprises" / "hainan_enterprises_dev_3000.csv"
    with enterprises.open(encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file))
    known = headers_of("enterprise-registration")
    assert [known.get(normalised(column)) for column in columns] == [
        "name",
        "party_code",
        "established_on",
        "subject_type",
        "registered_capital",
        "business_scope",
        "province",
        "area",
        "address",
    ]
    fields = packs().item("enterprise-registration", TODAY).fields
    needed = {field.id for field in fields if field.requirement is not Requirement.OPTIONAL}
    assert needed == {"name", "party_code", "established_on"}
    with (SHARED / "penalties" / "shenzhen_market_regulation_10.csv").open(encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file))
    known = headers_of("penalty")
    core = {field.id for field in packs().item("penalty", TODAY).fields if field.requirement is Requirement.CORE}
    found = {known.get(normalised(column)) for column in columns[:-1]}
    assert None not in found
    assert core == {"party_name", "categories", "decided_on", "penalty_content"} <= found


def test_what_identifies_a_person_is_sealed_and_never_open() -> None:
    for item in packs().items.values():
        for field in item.fields:
            if field.kind in (FieldKind.PERSON_NAME, FieldKind.PERSON_NUMBER):
                assert field.openness is Openness.SEALED, (item.id, field.id)


def test_every_item_can_be_matched_dated_and_told_apart() -> None:
    for item in packs().items.values():
        assert item.by_role(FieldRole.PARTY_NAME), item.id
        person_only = [kind.value for kind in item.subject_kinds] == ["person"]
        assert item.by_role(FieldRole.PERSON_NUMBER if person_only else FieldRole.PARTY_CODE), item.id
        if not item.registers_subject:
            decided = item.by_role(FieldRole.DECIDED_ON)
            assert decided and decided.requirement is Requirement.CORE, item.id


def test_every_adverse_item_names_its_grounds_and_can_be_withdrawn() -> None:
    for item in packs().items.values():
        if item.nature is Nature.ADVERSE:
            assert item.by_role(FieldRole.STATE) and item.by_role(FieldRole.WITHDRAWAL_REASON), item.id


def test_agencies_report_what_concerns_them() -> None:
    agencies = packs().agencies
    assert agencies["hainan-market-regulation"].label.zh == "海南省市场监督管理局"
    assert {"enterprise-registration", "licence", "penalty"} <= set(agencies["hainan-market-regulation"].items)
    assert len([agency for agency in agencies.values() if agency.division == "460000"]) >= 25
    counties = {agency.division for agency in agencies.values() if agency.id.endswith("-market-regulation")}
    assert counties == {"460000", *(county.code for county in packs().counties())}
    assert {agency.id for agency in agencies.values() if agency.verified and agency.uscc is None} == set()
