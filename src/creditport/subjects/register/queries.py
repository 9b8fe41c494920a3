"""What others may read of the register: the search, and a subject by its code.

The search reads the views of what may be shown (alias `public`): a natural person has no name there to be found by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db import connections

from creditport.engines.search.spelling import normalise
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Division
from creditport.subjects.identifiers.spelling import normalise_code
from creditport.subjects.register.choices import NameKind, SubjectKind, SubjectStatus
from creditport.subjects.register.models import Subject
from creditport.subjects.register.search import (
    Commonness,
    Question,
    Search,
    by_code,
    by_initials,
    by_name,
    by_sound,
    question_of,
)

_SQL = Path(__file__).parent / "sql"
_SEARCHES_A_LOOK = 1_000  # the shares of pairs are read anew after so many searches of a process
_FEW = 3  # fewer hits than these, none of them exact, and what sounds or looks alike is looked for
MOST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One subject found. `former_name` is set if it was found by a name that is not its present one."""

    subject_id: int
    uscc: str | None
    name: str
    county_code: str
    kind: SubjectKind
    status: SubjectStatus
    former_name: str | None
    rank: tuple[int, int]  # kind of match (exact, head, core, other) and length: smaller is better
    similar: bool = False  # the name only sounds or looks like the question


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, best first, the merely similar behind. `capped`: not all was ranked, `total` is unknown."""

    items: tuple[Hit, ...]
    total: int | None
    capped: bool


@dataclass(frozen=True, slots=True)
class SubjectBasics:
    """A subject as it stands today, for pages and answers."""

    id: int
    uscc: str | None
    name: str
    kind: SubjectKind
    county_code: str
    county_source: str
    status: SubjectStatus
    registered_on: date | None


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name a subject no longer bears, and since when not, where that is known."""

    name: str
    until: date | None


NOTHING = SearchResult((), 0, capped=False)


def search(q: str, *, limit: int = 20, using: str = "public") -> SearchResult:
    """Subjects by name, part of a name, pinyin, former name, or code; same-named ones all, best first.

    Where that finds few, names that sound or look like the question follow. `limit` is at most 100.
    """
    question, limit = question_of(q), max(1, min(limit, MOST))
    if not question.normal:
        return NOTHING
    found = [result for way in _ways(question, limit, using) if (result := _run(way, using)).items]
    result = _merged(found, limit) if len(found) > 1 else found[0] if found else NOTHING
    if len(result.items) >= min(limit, _FEW) or any(hit.rank[0] == 0 for hit in result.items):
        return result
    return _with_similar(result, question, limit, using)


def _with_similar(result: SearchResult, question: Question, limit: int, using: str) -> SearchResult:
    """A second try: what sounds or looks like the question, behind the few names that hold it."""
    way = by_sound(question, _places(), _commonness.now(using), limit)
    if way is None:
        return result
    known = {hit.subject_id for hit in result.items}
    similar = (replace(hit, similar=True) for hit in _run(way, using).items if hit.subject_id not in known)
    items = (*result.items, *similar)[:limit]
    return SearchResult(items, len(items), capped=False)


def subject_by_uscc(uscc: str, *, using: str = "public") -> SubjectBasics | None:
    """The subject, never a natural person, that has this code; any spelling of the code is understood."""
    return _one("subject_by_uscc", {"uscc": normalise_code(uscc)[:18].replace("\x00", "")}, using)


def subject_by_id(id: int, *, using: str = "public") -> SubjectBasics | None:
    """The subject, never a natural person, of that number, if it has no code to be named by."""
    return _one("subject_by_id", {"id": id}, using)


def former_names(subject_id: int, *, using: str = "public") -> tuple[FormerName, ...]:
    """The names a subject no longer bears, the latest first."""
    with connections[using].cursor() as cursor:
        cursor.execute(_text("former_names"), {"id": subject_id})
        return tuple(FormerName(name, until) for name, until in cursor.fetchall())


def _one(statement: str, parameters: dict[str, str | int], using: str) -> SubjectBasics | None:
    with connections[using].cursor() as cursor:
        cursor.execute(_text(statement), parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    return SubjectBasics(row[0], row[1], row[2], SubjectKind(row[3]), row[4], row[5], SubjectStatus(row[6]), row[7])


def _ways(question: Question, limit: int, using: str) -> list[Search]:
    ways = []
    if question.may_be_code:
        ways.append(by_code(question, limit))
    if question.may_be_initials:
        ways.append(by_initials(question, _places(), limit))
    ways.append(by_name(question, _places(), _commonness.now(using), limit))
    return ways


def _run(way: Search, using: str) -> SearchResult:
    with connections[using].cursor() as cursor:
        cursor.execute(_search_text(way.statement), dict(way.parameters))
        rows = cursor.fetchall()
    if not rows:
        return NOTHING
    total = rows[0][10]
    return SearchResult(tuple(map(_hit, rows)), total, capped=total is None)


def _hit(row: tuple[object, ...]) -> Hit:
    subject_id, uscc, name, county_code, kind, status, matched, matched_kind, tier, length, *_ = row
    other = matched_kind != NameKind.CURRENT and matched != name
    return Hit(
        subject_id=int(str(subject_id)),
        uscc=str(uscc) if uscc else None,
        name=str(name),
        county_code=str(county_code),
        kind=SubjectKind(str(kind)),
        status=SubjectStatus(str(status)),
        former_name=str(matched) if other else None,
        rank=(int(str(tier)), int(str(length))),
    )


def _merged(found: list[SearchResult], limit: int) -> SearchResult:
    """The hits of several ways as one list; a subject found twice keeps its better place."""
    best: dict[int, Hit] = {}
    for hit in (hit for result in found for hit in result.items):
        if hit.subject_id not in best or hit.rank < best[hit.subject_id].rank:
            best[hit.subject_id] = hit
    capped = any(result.capped for result in found)
    whole = not capped and all(len(result.items) == result.total for result in found)
    items = tuple(sorted(best.values(), key=lambda hit: hit.rank)[:limit])
    return SearchResult(items, len(best) if whole else None, capped)


@lru_cache(maxsize=16)
def _text(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def _search_text(name: str) -> str:
    """Searches by name share their end, the order of what was found."""
    return _text(name) if name == "search_by_code" else _text(name) + _text("ranked")


@lru_cache(maxsize=1)
def _places() -> tuple[str, ...]:
    """The names of province and counties that stand before a firm's own name, short and long."""
    divisions = [each for each in packs().divisions.values() if each.level in {"province", "county"}]
    return tuple(dict.fromkeys(normalise(name) for division in divisions for name in _heads(division)))


def _heads(division: Division) -> tuple[str, ...]:
    towns = ("镇", "乡", "街道", "区")
    return (division.label.zh, *(alias for alias in division.aliases if len(alias) < 4 and not alias.endswith(towns)))


class _Commonness:
    """How common the commonest pairs are, read once in a thousand searches. Decides cost only, never a result."""

    def __init__(self) -> None:
        self._known = Commonness(0, {})
        self._left = 0

    def now(self, using: str) -> Commonness:
        if self._left <= 0:
            with connections[using].cursor() as cursor:
                cursor.execute(_text("name_commonness"))
                rows = cursor.fetchall()
            self._known = Commonness(max((row[0] for row in rows), default=0), {row[1]: row[2] for row in rows})
            self._left = _SEARCHES_A_LOOK
        self._left -= 1
        return self._known


_commonness = _Commonness()


def status_on(subject: Subject, day: date) -> SubjectStatus:
    """The status that a subject had on a day, by its history; UNKNOWN before the first entry."""
    change = subject.status_changes.filter(since__lte=day).order_by("-since", "-id").first()
    return SubjectStatus(change.status) if change else SubjectStatus.UNKNOWN
