"""The county comes from registrar, address or area; a wrong one is worse than none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from creditport.kernel.packs.registry import packs
from creditport.subjects.register.choices import CountySource
from creditport.subjects.register.county import UNKNOWN, County, counties_of, county_in, county_of

ENTERPRISES = Path(__file__).resolve().parents[4] / "shared/data/enterprises/hainan_enterprises_dev_3000.csv"
HAIKOU, SANYA, DANZHOU, WENCHANG = "460100", "460200", "460400", "469005"
AREAS = {"海口": HAIKOU, "三亚": SANYA, "儋州": DANZHOU, "三沙": "460300", "洋浦经济开发区": DANZHOU}
# The address names another county than the area column, plainly; the address is right.
AREA_IS_WRONG = {
    "海南鼎顶实业集团有限公司",
    "三沙湘良建设集团有限公司",
    "上海华信国际金融控股(海南)有限公司",
    "海南成美扶贫投资开发有限公司",
}


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("海南省海口市龙华区文昌路8号", HAIKOU),
        ("海口市三亚路1号", HAIKOU),
        ("三亚市河西区儋州社区三巷33号", SANYA),
        ("府城街道红城湖路111号", HAIKOU),
        ("洋浦经济开发区工商行政管理局", DANZHOU),
        ("中国（海南）自由贸易港 文昌市文城镇", WENCHANG),
        ("通什市解放路", "469001"),
        ("海南省市场监督管理局", None),
        ("省直辖县", None),
        ("文昌路8号", None),
        ("在海口或三亚", None),
        ("广东省湛江市海口路", None),
        ("广西壮族自治区北海市海口镇", None),
        ("", None),
    ],
)
def test_what_a_text_names(text: str, county: str | None) -> None:
    assert county_in(text) == county


def test_registrar_before_address_before_area() -> None:
    assert county_of("三亚市市场监督管理局", "海口市", "儋州") == County(SANYA, CountySource.REGISTRAR)
    assert county_of("海南省市场监督管理局", "海口市", "儋州") == County(HAIKOU, CountySource.ADDRESS)
    assert county_of(None, "滨海大道1号", "儋州") == County(DANZHOU, CountySource.AREA)
    assert county_of(None, None, "省直辖县") == UNKNOWN


def test_every_county_is_found_by_its_own_name() -> None:
    counties = [division for division in packs().divisions.values() if division.level == "county"]
    assert len(counties) == 19
    assert [county_in(f"{division.label.zh}某某路") for division in counties] == [d.code for d in counties]


def test_three_thousand_real_enterprises() -> None:
    if not ENTERPRISES.exists():
        pytest.skip(f"NOT TESTED: {ENTERPRISES} is absent")
    with ENTERPRISES.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    found = counties_of((None, row["注册地址"], row["地区"]) for row in rows)
    for row, county in zip(rows, found, strict=True):
        expected = AREAS.get(row["地区"])
        if row["企业名称"] not in AREA_IS_WRONG:
            assert county.code == expected if expected else county.code not in AREAS.values()
    assert sum(county == UNKNOWN for county in found) == 2
