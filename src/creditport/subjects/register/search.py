"""How a question is asked of the names: which kind it is, which index answers it, at what cost.

Pure: from the question, the places of the province and the commonness of pairs to the name of a statement of `sql/`
and its parameters. Three traps decide the ways: a trigram index is slow for two characters (pairs answer them), all
hits of a common pair cannot be ranked (the first 2,000 are), and pairs that are all common must not go through the
index at all (reading stretches of the register finds enough at once).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod, sqrt
from typing import TypeAlias

from creditport.engines.search.grams import grams_of_normal
from creditport.engines.search.initials import initials
from creditport.engines.search.sounds import asked_of, classes_of, pattern_of, respelled
from creditport.engines.search.spelling import normalise

COMMON_AT = 560  # a pair is common if reading names until 500 hold it costs less than its list in the index: measured
JOINTLY_COMMON = 0.002  # common pairs that should meet this often are found by reading stretches of the register
USUAL = 0.005  # a question that sounds like pairs of this share and more is taken for them
DRAWN, MOST_DRAWN = {2: 200, 3: 1_000}, 1_500  # names to look at: of two characters each drawn one is alike
PAIRS_ASKED = 3  # the rarest pairs of a question; more only make the index read more lists
LONGEST = 60
Parameter: TypeAlias = str | int | list[str] | list[int] | None
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{4,18}")
_LETTERS = re.compile(r"[a-z0-9]{2,}")
_WILD = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, spelled as names and as codes are."""

    normal: str
    code: str

    @property
    def may_be_code(self) -> bool:
        """Four characters or more of a code, two of them digits."""
        return _CODE.fullmatch(self.code) is not None and sum(map(str.isdigit, self.code)) >= 2

    @property
    def may_be_initials(self) -> bool:
        return _LETTERS.fullmatch(self.normal) is not None and not self.normal.isdigit()


def question_of(text: str) -> Question:
    """The question in a text as typed; overlong text is cut, for no name is longer."""
    normal = normalise(text.replace("\x00", ""))[:LONGEST]
    return Question(normal, normal.upper())


@dataclass(frozen=True, slots=True)
class Commonness:
    """How many names there are, and the share of them that holds each of the commonest pairs."""

    names: int
    shares: Mapping[int, float]

    @property
    def common(self) -> float:
        """The share from which on a pair is common: 500 / share names to read against share * names to list."""
        return sqrt(COMMON_AT / max(self.names, COMMON_AT))


@dataclass(frozen=True, slots=True)
class Search:
    """A statement of `sql/` and its parameters."""

    statement: str
    parameters: Mapping[str, Parameter]


def _after(head: str) -> str:
    """The first text after all that begin with `head`, in the order of code points."""
    last = ord(head[-1]) + 1
    return head[:-1] + chr(0xE000 if 0xD800 <= last < 0xE000 else min(last, 0x10FFFF))


def _spans(heads: Sequence[str]) -> dict[str, Parameter]:
    return {"lows": list(heads), "highs": [_after(head) for head in heads]}


def _pairs(normal: str, commonness: Commonness) -> list[int] | None:
    """The pairs to ask the index for; None if all are common and meet often."""
    shares = commonness.shares
    by_share = sorted(set(grams_of_normal(normal)), key=lambda pair: shares.get(pair, 0.0))
    rare = [pair for pair in by_share if shares.get(pair, 0.0) < commonness.common]
    if not rare and _joint_share([shares[pair] for pair in by_share]) >= JOINTLY_COMMON:
        return None
    return (rare or by_share)[:PAIRS_ASKED]


def _joint_share(ascending: Sequence[float]) -> float:
    """A guess at the share of names that hold all these pairs: between their product, as if they were independent,
    and the smallest, as if they always came together; pairs of one word do."""
    return ascending[0] * sqrt(prod(ascending[1:]))


def by_name(question: Question, places: Sequence[str], commonness: Commonness, limit: int) -> Search:
    """Names that contain the question; one character is only looked for at the head of names."""
    heads = [question.normal, *(place + question.normal for place in places)]
    parameters: dict[str, Parameter] = {"question": question.normal, "limit": limit, **_spans(heads)}
    if len(question.normal) == 1:
        return Search("search_by_head", parameters)
    pairs = _pairs(question.normal, commonness)
    return Search("search_by_pairs", parameters | {"pattern": _anywhere(question.normal), "pairs": pairs})


def _anywhere(normal: str) -> str:
    return f"%{normal.translate(_WILD)}%"


def by_sound(question: Question, places: Sequence[str], commonness: Commonness, limit: int) -> Search | None:
    """Names that sound or look like the question, or are written so in full pinyin; None if nothing else is like it."""
    classes = classes_of(question.normal)
    if len(classes) < 2:
        return None
    shares = {pair: share for pair, share in commonness.shares.items() if share >= USUAL}
    usual = respelled(classes, shares)
    if usual and usual != question.normal:
        return by_name(Question(usual, usual), places, commonness, limit)
    asked = [f"{{{','.join(map(str, pairs))}}}" for pairs in asked_of(question.normal, classes, shares)]
    parameters: dict[str, Parameter] = {
        "question": question.normal,
        "literal": _anywhere(question.normal),
        "limit": limit,
    }
    drawn = DRAWN.get(len(classes), MOST_DRAWN)
    parameters |= {"drawn": drawn, "each": drawn // 10 if len(classes) == 2 else drawn // 2}
    return Search("search_by_sound", parameters | {"pattern": pattern_of(classes), "asked": asked}) if asked else None


def by_initials(question: Question, places: Sequence[str], limit: int) -> Search:
    """Names whose initials begin with the question, with or without a place before it."""
    before = dict.fromkeys(initials(place) for place in places)
    heads = list(dict.fromkeys([question.normal, *(head + question.normal for head in before)]))
    return Search("search_by_initials", {"question": question.normal, "limit": limit, **_spans(heads)})


def by_code(question: Question, limit: int) -> Search:
    """Subjects whose code begins with the question."""
    return Search("search_by_code", {"question": question.code, "pattern": f"{question.code}%", "limit": limit})
