"""The rules of consequence of one version of the packs, as text that is kept for ever and as values made from it.

Decisions are made from the values, and the values from the text: what is replayed years later takes the same path as
what is decided today. A field that is added later needs a default, so that old texts can still be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.schema import Basis, Declared, Instrument, Label
from creditport.kernel.packs.schema_consequences import LEVEL_RANKS, CreditList, Measure, Scenario

ANY_SERIOUS = "any-serious"
_PROVINCE = "province"


class RankedInstrument(Instrument):
    """An instrument with the rank of its level: 1 is a law."""

    rank: int


class RankedList(CreditList):
    rank: int  # the lowest on which it may stand


class RankedMeasure(Measure):
    rank: int


class Rulebook(Declared):
    """Everything a decision needs to know of the packs."""

    version: str
    home: str  # division of the province, for askers that belong to no agency
    instruments: Mapping[str, RankedInstrument]
    lists: tuple[RankedList, ...]
    measures: tuple[RankedMeasure, ...]
    scenarios: tuple[Scenario, ...]
    agencies: Mapping[str, str]  # division in which each acts
    agency_labels: Mapping[str, Label]

    def scenario(self, id: str, on: date) -> Scenario | None:
        """The scenario as it is on that day, or None."""
        return next((each for each in self.scenarios if each.id == id and each.valid(on)), None)

    def list_on(self, id: str, on: date) -> RankedList | None:
        """The list as it is on that day, or None."""
        return next((each for each in self.lists if each.id == id and each.valid(on)), None)

    def measure_on(self, id: str, on: date) -> RankedMeasure | None:
        """The measure as it is on that day, or None."""
        return next((each for each in self.measures if each.id == id and each.valid(on)), None)

    def standing(self, bases: Iterable[Basis], *, rank: int, division: str, on: date) -> tuple[Basis, ...]:
        """Those of the bases that carry: in force on that day, high enough, and holding in that division."""
        return tuple(basis for basis in bases if self._carries(basis, rank, division, on))

    def _carries(self, basis: Basis, rank: int, division: str, on: date) -> bool:
        cited = self.instruments.get(basis.instrument)
        if cited is None or cited.rank > rank or not cited.in_force(on):
            return False
        return within(division, cited.territory or "")


def within(division: str, territory: str) -> bool:
    """Whether a division lies in a territory: a province's code ends in 0000, a city's in 00."""
    for ending in ("0000", "00"):
        if territory.endswith(ending):
            return division.startswith(territory[: -len(ending)])
    return division.startswith(territory)


def rulebook_text(registry: Registry) -> str:
    """The canonical text of the rules of consequence: sorted keys, no spaces, the same for the same packs."""
    said = {
        "version": registry.version,
        "home": next((code for code, each in registry.divisions.items() if each.level == _PROVINCE), ""),
        "instruments": {
            id: {**each.model_dump(mode="json"), "rank": LEVEL_RANKS[each.level]}
            for id, each in registry.instruments.items()
        },
        "lists": _ranked(registry.list_versions),
        "measures": _ranked(registry.measure_versions),
        "scenarios": [
            each.model_dump(mode="json") for versions in registry.scenario_versions.values() for each in versions
        ],
        "agencies": {id: each.division for id, each in registry.agencies.items()},
        "agency_labels": {id: each.label.model_dump() for id, each in registry.agencies.items()},
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _ranked(versions: Mapping[str, tuple[CreditList | Measure, ...]]) -> list[dict[str, object]]:
    return [{**each.model_dump(mode="json"), "rank": each.lowest_rank} for every in versions.values() for each in every]


@lru_cache(maxsize=32)
def parse_rulebook(text: str) -> Rulebook:
    """The values of a kept text."""
    return Rulebook.model_validate_json(text)
