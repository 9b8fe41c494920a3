"""Names that collide: the very same, or told apart by a hair, and pairs that people labelled as different firms."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

SHARED = Path(__file__).resolve().parents[3] / "shared/data/names"
SHORT_NAMES = SHARED / "company_short_names.txt"  # 267,397 of wainshine/Company-Names-Corpus; not in the repository
PAIRS = SHARED / "name_bench_orgs.csv"  # of opensanctions/nomenklatura; not in the repository
_PLACES = ("海口", "三亚", "儋州", "琼海", "文昌", "万宁", "东方", "五指山")
_TRADES = ("餐饮", "贸易", "科技", "建筑工程", "旅游", "物流", "农业开发", "商业管理")
_LOOKALIKE = {
    "风": "凤",
    "未": "末",
    "大": "太",
    "天": "夭",
    "日": "曰",
    "人": "入",
    "土": "士",
    "己": "已",
    "海": "诲",
}


def short_names() -> list[str]:
    """Short names of firms; syllables put together where the corpus is absent."""
    if SHORT_NAMES.exists():
        lines = SHORT_NAMES.read_text(encoding="utf-8-sig").splitlines()[3:]
        return [line.strip() for line in lines if 2 <= len(line.strip()) <= 6]
    parts = "椰风海天大地日月人和土木己任未来金沙碧水长青"
    return [first + second for first in parts for second in parts if first != second]


def full_name(chance: Random, short: str) -> str:
    return f"{chance.choice(_PLACES)}{short}{chance.choice(_TRADES)}有限公司"


def _swapped(name: str, chance: Random) -> str:
    at = chance.randrange(2, len(name) - 5)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _alike(name: str, chance: Random) -> str:
    for character, twin in _LOOKALIKE.items():
        if character in name:
            return name.replace(character, twin, 1)
    return name.replace("有限公司", "有限公 司")


CHANGES: tuple[Callable[[str, Random], str], ...] = (
    lambda name, chance: name,  # the very same, five times in ten
    lambda name, chance: name,
    lambda name, chance: name,
    lambda name, chance: name,
    lambda name, chance: name,
    _swapped,
    _alike,
    lambda name, chance: name.replace("有限公司", "有限责任公司"),
    lambda name, chance: f"{name[:2]}市{name[2:]}",
    lambda name, chance: f"（{name[:2]}）{name[2:]}",
)


def colliding(chance: Random, names: list[str]) -> Iterator[str]:
    """Without end: a name of the list, or one that differs from it by a hair."""
    while True:
        yield chance.choice(CHANGES)(chance.choice(names), chance)


def different_pairs() -> list[tuple[str, str]]:
    """Pairs of names that people labelled as two organisations; none where the file is absent."""
    if not PAIRS.exists():
        return []
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [(row["name1"], row["name2"]) for row in csv.DictReader(file) if row["is_match"] == "false"]
