"""What others may read of the register: the search, and a subject by its code.

The search reads the views of what may be shown (alias `public`): a natural person has no name there to be found by.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from creditport.subjects.register.search import Question, Search, by_code, by_initials, by_name, question_of

_SQL = Path(__file__).parent / "sql"
_SEARCHES_A_LOOK = 1_000  # the shares of pairs are read anew after so many searches of a process
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


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, best first. `capped`: at most the first 2,000 were ranked; `total` is then unknown."""

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
    """Subjects by name, part of a name, pinyin initials, former name, or code; same-named ones all, best first.

    `limit` is at most 100. An empty question finds nothing.
    """
    question, limit = question_of(q), max(1, min(limit, MOST))
    if not question.normal:
        return NOTHING
    found = [result for way in _ways(question, limit, using) if (result := _run(way, using)).items]
    if len(found) < 2:
        return found[0] if found else NOTHING
    return _merged(found, limit)


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
    ways.append(by_name(question, _places(), _shares.now(using), limit))
    return ways


def _run(way: Search, using: str) -> SearchResult:
    with connections[using].cursor() as cursor:
        cursor.execute(_text(way.statement), dict(way.parameters))
        rows = cursor.fetchall()
    if not rows:
        return NOTHING
    capped = bool(rows[0][11])
    return SearchResult(tuple(map(_hit, rows)), None if capped else rows[0][10], capped)


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


@lru_cache(maxsize=1)
def _places() -> tuple[str, ...]:
    """The names of province and counties that stand before a firm's own name, short and long."""
    divisions = [each for each in packs().divisions.values() if each.level in {"province", "county"}]
    return tuple(dict.fromkeys(normalise(name) for division in divisions for name in _heads(division)))


def _heads(division: Division) -> tuple[str, ...]:
    towns = ("镇", "乡", "街道", "区")
    return (division.label.zh, *(alias for alias in division.aliases if len(alias) < 4 and not alias.endswith(towns)))


class _Shares:
    """How common the commonest pairs are, read once in a thousand searches. Decides cost only, never a result."""

    def __init__(self) -> None:
        self._shares: dict[int, float] = {}
        self._left = 0

    def now(self, using: str) -> dict[int, float]:
        if self._left <= 0:
            with connections[using].cursor() as cursor:
                cursor.execute(_text("gram_shares"))
                self._shares = dict(cursor.fetchall())
            self._left = _SEARCHES_A_LOOK
        self._left -= 1
        return self._shares


_shares = _Shares()


def status_on(subject: Subject, day: date) -> SubjectStatus:
    """The status that a subject had on a day, by its history; UNKNOWN before the first entry."""
    change = subject.status_changes.filter(since__lte=day).order_by("-since", "-id").first()
    return SubjectStatus(change.status) if change else SubjectStatus.UNKNOWN
