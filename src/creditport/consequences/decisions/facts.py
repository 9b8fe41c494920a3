"""What was known of a subject when somebody asked, as far as the scenario may see it. Values that travel, and text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

import orjson

SEVERITIES = {1: "minor", 2: "general", 3: "serious"}
_LEAVES = {str, int, bool, type(None)}


@dataclass(frozen=True, slots=True)
class EntryFact:
    """The subject is on a list. Days are ISO dates; `until` is the first day it is off it by itself."""

    id: int
    list: str
    agency: str
    number: str
    instrument: str
    article: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class AppliedFact:
    """An agency applied a measure to the subject, after an entry (`entry`, on `list`) or a record of a severity."""

    id: int
    measure: str
    entry: int | None
    list: str | None
    record: str | None
    severity: str
    instrument: str
    article: str
    agency: str
    number: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class RecordFact:
    """An adverse record that is shown on that day."""

    key: str
    version: int
    item: str
    severity: str
    agency: str
    number: str | None
    decided_on: str
    until: str | None


@dataclass(frozen=True, slots=True)
class PendingFact:
    """Something about the subject is in work: a repair, an objection, a protection by a court."""

    kind: str
    about: str
    id: str
    since: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision rests on."""

    day: str
    subject_id: int
    kind: str
    division: str  # of the asker, for norms that hold in a part of the country only
    entries: tuple[EntryFact, ...] = ()
    applied: tuple[AppliedFact, ...] = ()
    records: tuple[RecordFact, ...] = ()
    pending: tuple[PendingFact, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing is known from which anything could follow."""
        return not (self.entries or self.applied or self.records or self.pending)


def plain(value: object) -> dict[str, Any]:
    """A value as a dictionary, with those inside it; quicker than the library's, which copies deeply."""
    names, read = _reader(type(value))  # type: ignore[arg-type]  # every class can be hashed
    return {
        name: each if type(each) in _LEAVES else _plain(each) for name, each in zip(names, read(value), strict=True)
    }


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return plain(value) if is_dataclass(value) else value


@cache
def _reader(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the fields of a kind of value, and what reads them all at once."""
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: equal values, equal text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def facts_text(facts: Facts) -> str:
    """The canonical text that is kept with a decision."""
    if facts.empty:
        said = {"day": facts.day, "subject_id": facts.subject_id, "kind": facts.kind, "division": facts.division}
        return canonical({**said, "entries": [], "applied": [], "records": [], "pending": []})
    return canonical(plain(facts))


def facts_of(said: Mapping[str, Any]) -> Facts:
    """The values of a kept text."""
    return Facts(
        day=said["day"],
        subject_id=said["subject_id"],
        kind=said["kind"],
        division=said["division"],
        entries=_each(EntryFact, said["entries"]),
        applied=_each(AppliedFact, said["applied"]),
        records=_each(RecordFact, said["records"]),
        pending=_each(PendingFact, said["pending"]),
    )


def _each(kind: Any, values: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**value) for value in values)
