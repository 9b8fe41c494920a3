"""Which of the province's counties and cities a subject belongs to, read from the registrar, the address or the area.

Never from characters 3 to 8 of a code: registrars still use division codes of 2003 to 2007, six of which now mean
another place. The names come from the packs' divisions. A text that names two counties says nothing: unknown is an
honest answer, a wrong county is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Division
from creditport.subjects.register.choices import CountySource

_SPACE = re.compile(r"\s+")
_OTHER_PROVINCE = re.compile(
    r"(?:中国)?(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|四川|贵州"
    r"|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|.{0,4}自治区|特别行政区)"
)
_PROVINCE = re.compile(r"(?:中国)?(?:海南经济特区|海南自由贸易港|海南自贸区|海南省|海南|省|本省)+")
_ROAD = re.compile(
    r"[东西南北中一二三四五]{0,2}"
    r"(?:路|街|大道|巷|里|村|社区|小区|花园|大厦|广场|宾馆|酒店|大酒店|商场|码头)"
)
_BORNE_BY_PLACES = re.compile(r"[市县区镇乡]$|街道$|自治县$|开发区$")


class County(NamedTuple):
    """A county's division code, blank where unknown, and where it was read."""

    code: str
    source: CountySource


UNKNOWN = County("", CountySource.UNKNOWN)


@dataclass(frozen=True)
class Gazetteer:
    """The names of all places of the province and the county that each lies in."""

    county_by_name: Mapping[str, str]
    names: re.Pattern[str]

    def county_in(self, text: str) -> str | None:
        """The county that this text names; None if it names none or several, or lies in another province.

        A name at the head decides (海口市文昌路 is Haikou). Elsewhere the longest name decides, if those of its length
        agree; short names that a road or building bears (三亚路) do not count.
        """
        plain = _SPACE.sub("", text)
        if _OTHER_PROVINCE.match(plain):
            return None
        province = _PROVINCE.match(plain)
        head = self.names.match(plain, province.end() if province else 0)
        if head and not self._is_of_a_road(plain, head):
            return self.county_by_name[head.group()]
        found = [hit for hit in self.names.finditer(plain) if not self._is_of_a_road(plain, hit)]
        longest = max((len(hit.group()) for hit in found), default=0)
        counties = {self.county_by_name[hit.group()] for hit in found if len(hit.group()) == longest}
        return counties.pop() if len(counties) == 1 else None

    @staticmethod
    def _is_of_a_road(text: str, hit: re.Match[str]) -> bool:
        bare = _BORNE_BY_PLACES.search(hit.group()) is None
        return bare and _ROAD.match(text, hit.end()) is not None


def _county_above(division: Division, divisions: Mapping[str, Division]) -> str | None:
    if division.level == "county":
        return division.code
    parent = divisions.get(division.parent or "")
    return _county_above(parent, divisions) if parent else None


def gazetteer_of(divisions: Mapping[str, Division]) -> Gazetteer:
    """The gazetteer of these divisions. A name that two counties share is left out."""
    counties: dict[str, set[str]] = {}
    for division in divisions.values():
        county = _county_above(division, divisions)
        if county is not None:
            for name in (division.label.zh, *division.aliases):
                counties.setdefault(name, set()).add(county)
    unambiguous = {name: codes.pop() for name, codes in counties.items() if len(codes) == 1}
    longest_first = sorted(unambiguous, key=len, reverse=True)
    return Gazetteer(unambiguous, re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"))


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return gazetteer_of(packs().divisions)


@lru_cache(maxsize=65_536)
def county_in(text: str) -> str | None:
    """The county that a text names, by the divisions of the installed packs; see `Gazetteer.county_in`."""
    return _gazetteer().county_in(text) if text else None


def county_of(registrar: str | None, address: str | None, area: str | None) -> County:
    """The county of a subject: by its registrar, else by its address, else by the area column, else unknown."""
    for text, source in (
        (registrar, CountySource.REGISTRAR),
        (address, CountySource.ADDRESS),
        (area, CountySource.AREA),
    ):
        code = county_in(text) if text else None
        if code is not None:
            return County(code, source)
    return UNKNOWN


def counties_of(rows: Iterable[tuple[str | None, str | None, str | None]]) -> list[County]:
    """`county_of` for many (registrar, address, area); give it distinct rows, as SQL's DISTINCT makes them."""
    return [county_of(registrar, address, area) for registrar, address, area in rows]
