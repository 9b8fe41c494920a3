"""The demo province: the same for the same seed, shaped like life, with faults that can be counted."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.loader import load
from creditport.sites.console.demo_data import codes
from creditport.sites.console.demo_data.events import LARGEST, make_events
from creditport.sites.console.demo_data.faults import KINDS
from creditport.sites.console.demo_data.population import make_subjects, restaurant
from creditport.sites.console.demo_data.province import Oracle, make_province, read_files
from tests.database import ROOT

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load([ROOT / "packs" / name for name in ("national", "hainan", "demo")])


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> tuple[Path, Oracle]:
    folder = tmp_path_factory.mktemp("province")
    return folder, make_province(folder, registry, TODAY, subjects=400)


def _rows(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".xlsx":
        header, *rows = load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
        return [dict(zip(map(str, header), (str(cell or "") for cell in row), strict=True)) for row in rows]
    encoding = "gb18030" if "gb18030" in path.name else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_in_a_file(province: tuple[Path, Oracle]) -> None:
    folder, oracle = province
    assert sum(each.rows for each in oracle.files) == oracle.subjects + sum(oracle.records.values())
    assert read_files(folder) == tuple(oracle.files)
    assert all((folder / each.path).exists() for each in oracle.files)


def test_the_same_seed_gives_the_same_rows(tmp_path: Path, registry: Registry, province: tuple[Path, Oracle]) -> None:
    folder, oracle = province
    again = make_province(tmp_path, registry, TODAY, subjects=400)
    assert again.as_json() == oracle.as_json()
    for each in oracle.files:
        if not each.path.endswith("xlsx"):
            assert (tmp_path / each.path).read_bytes() == (folder / each.path).read_bytes()


def test_another_seed_gives_others(tmp_path: Path, registry: Registry, province: tuple[Path, Oracle]) -> None:
    assert make_province(tmp_path, registry, TODAY, seed=1, subjects=400).records != province[1].records


def test_every_format_is_used(province: tuple[Path, Oracle]) -> None:
    ends = {each.path.split(".", 1)[1] for each in province[1].files}
    assert ends == {"gb18030.csv", "utf8.csv", "xlsx", "jsonl"}


def test_twelve_kinds_of_fault_are_planted_and_counted(province: tuple[Path, Oracle]) -> None:
    counted: Counter[str] = Counter()
    for by_kind in province[1].faults.values():
        counted.update(by_kind)
    assert len(KINDS) == 12
    assert set(counted) == {kind.code for kind in KINDS}


def test_the_oracle_can_be_read_back(province: tuple[Path, Oracle]) -> None:
    told = json.loads((province[0] / "oracle.json").read_text(encoding="utf-8"))
    assert told["today"] == "2026-11-24"
    assert told["subjects"] == 400
    assert sum(told["counties"].values()) == 400


def test_records_are_spread_as_in_life(registry: Registry) -> None:
    rng = Random(7)
    events = make_events(rng, make_subjects(rng, 4000, TODAY), tuple(registry.items), TODAY)
    counts = sorted(Counter(event.subject.uscc for event in events).values())
    assert counts[-1] == LARGEST
    assert 14 <= counts[len(counts) // 2] <= 18
    assert all(event.decided_on < TODAY for event in events)


def test_the_restaurant_has_a_fine_to_be_repaired_now_and_one_soon(province: tuple[Path, Oracle]) -> None:
    folder, oracle = province
    found = []
    for each in oracle.files:
        if each.item == "penalty" and each.agency == "hainan-market-regulation":
            found += [row for row in _rows(folder / each.path) if row["行政相对人名称"] == restaurant().name]
    assert [(row["处罚决定日期"], row["罚款金额（万元）"], row["失信程度"]) for row in found] == [
        ("2026-07-17", "0.3", "一般"),
        ("2026-09-10", "0.5", "一般"),
        ("2026-10-15", "", "轻微"),
    ]


def test_codes_and_numbers_pass_their_checks() -> None:
    assert codes.uscc("92", "460100", 0)[8:10] == "MA"
    assert codes.wrong_check(restaurant().uscc) != restaurant().uscc
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = codes.person_number(Random(1))
    assert 1901 <= int(number[6:10]) <= 1909
    assert number[17] == "10X98765432"[sum(int(a) * b for a, b in zip(number[:17], weights, strict=True)) % 11]
