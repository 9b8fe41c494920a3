"""Prohibited kinds of data are told by their headers."""

from __future__ import annotations

from creditport.kernel.packs.registry import packs
from creditport.subjects.persons.prohibited import ProhibitedColumn, ProhibitedKind, prohibited_columns


def test_prohibited_headers_are_found_in_any_spelling() -> None:
    headers = ["行政相对人名称", "宗教 信仰", "ＤＮＡ", "指纹信息", "血型", "既往病史", "Blood Type", "处罚机关"]
    assert prohibited_columns(headers) == (
        ProhibitedColumn("宗教 信仰", ProhibitedKind.BELIEF),
        ProhibitedColumn("ＤＮＡ", ProhibitedKind.GENES),
        ProhibitedColumn("指纹信息", ProhibitedKind.FINGERPRINTS),
        ProhibitedColumn("血型", ProhibitedKind.BLOOD),
        ProhibitedColumn("既往病史", ProhibitedKind.HEALTH),
        ProhibitedColumn("Blood Type", ProhibitedKind.BLOOD),
    )


def test_no_header_of_the_catalogue_is_refused() -> None:
    headers = [
        header
        for item in packs().items.values()
        for field in item.fields
        for header in (field.id, field.code or "", field.label.zh, field.label.en, *field.aliases)
    ]
    assert len(headers) > 100
    assert prohibited_columns(headers) == ()
