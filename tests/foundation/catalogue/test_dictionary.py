"""The data dictionary of a day, and the difference between two."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from creditport.foundation.catalogue.differences import Change, ChangeKind, differences
from creditport.foundation.catalogue.queries import Words, dictionary, dictionary_item
from creditport.kernel.packs.registry import NotInForceError, UnknownItemError, packs

TODAY = date(2026, 11, 24)


def test_the_dictionary_holds_every_item_in_force_by_class() -> None:
    told = dictionary(packs(), TODAY)
    assert told.version == packs().version
    assert [item.class_number for item in told.items] == sorted(item.class_number for item in told.items)
    assert {item.id for item in told.items} == set(packs().items)


def test_a_field_is_told_whole() -> None:
    item = dictionary_item(packs(), "penalty", TODAY)
    field = next(field for field in item.fields if field.id == "party_kind")
    assert field.code == "CF_XDR_LB"
    assert field.name == Words("行政相对人类别", "Kind of party")
    assert (field.requirement, field.openness, field.declared_in) == ("standard", "public", "national")
    assert [code.id for code in field.codes] == ["organisation", "natural-person", "individual-business"]
    assert next(f for f in item.fields if f.id == "severity").declared_in == "hainan"


def test_a_citation_says_whether_its_instrument_is_still_in_force() -> None:
    item = dictionary_item(packs(), "penalty", TODAY)
    assert {each.instrument: each.in_force for each in item.basis} == {
        "administrative-penalty-law": True,
        "administrative-penalty-law-1996": False,
        "double-publicity-standard-2018": True,
        "base-catalogue-2024": True,
        "hainan-credit-regulation": True,
        "hainan-credit-key-measures": True,
    }


def test_no_personal_field_is_public() -> None:
    for item in dictionary(packs(), TODAY).items:
        personal = [field for field in item.fields if field.kind in ("person-name", "person-number")]
        assert {field.openness for field in personal} <= {"sealed", "authorised", "shared"}


def test_the_catalogue_of_a_past_day_has_no_supplement_yet() -> None:
    assert "severity" not in {f.id for f in dictionary_item(packs(), "penalty", date(2021, 12, 31)).fields}
    assert "severity" in {f.id for f in dictionary_item(packs(), "penalty", date(2022, 1, 1)).fields}
    with pytest.raises(NotInForceError):
        dictionary_item(packs(), "commitment", date(2014, 1, 1))
    with pytest.raises(UnknownItemError):
        dictionary_item(packs(), "horoscope", TODAY)


def test_two_days_differ_by_what_the_supplement_brought() -> None:
    changes = differences(dictionary(packs(), date(2021, 12, 31)), dictionary(packs(), date(2022, 1, 1)))
    penalty = [change for change in changes if change.item == "penalty"]
    assert [change.field for change in penalty if change.kind is ChangeKind.ADDED] == [
        "case_title",
        "severity",
        "procedure",
        "sector",
        "state",
        "withdrawal_reason",
    ]
    assert {change.what for change in penalty if change.field is None} == {"basis", "valid_from", "valid_until"}


def test_a_changed_property_is_named_with_both_values() -> None:
    old = dictionary(packs(), TODAY)
    first = old.items[0]
    field = replace(first.fields[0], length=999)
    new = replace(old, items=(replace(first, fields=(field, *first.fields[1:-1])), *old.items[1:-1]))
    assert differences(old, new) == (
        Change(ChangeKind.CHANGED, first.id, field.id, "length", str(first.fields[0].length), "999"),
        Change(ChangeKind.REMOVED, first.id, first.fields[-1].id, None, first.fields[-1].name.zh, None),
        Change(ChangeKind.REMOVED, old.items[-1].id, None, None, old.items[-1].name.zh, None),
    )
    assert differences(old, old) == ()


def test_the_dictionary_is_readable_by_machines() -> None:
    told = json.loads(dictionary(packs(), TODAY).as_json())
    assert told["on"] == "2026-11-24"
    assert {"id", "name", "basis", "fields", "valid_from", "verified"} <= set(told["items"][0])
