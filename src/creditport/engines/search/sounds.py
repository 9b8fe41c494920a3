"""Which characters may be meant by one: those that sound the same without tones, and those that look alike.

The question is widened, never the names: 耶风 becomes one class of characters for each place, of which the register's
index of pairs is asked. So homophones cost nothing where names are written. Characters are those that occur in names
of firms (`name_characters.txt`), the commonest first; a class is cut where guesses become idle.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise, product
from typing import TypeAlias

from pypinyin.constants import PINYIN_DICT

from creditport.engines.search.grams import gram, grams_of_normal

Classes: TypeAlias = tuple[str, ...]
_READINGS = 2  # further ones are rare, and names do not use them
_CLASS = 45
_PAIRS = 3
_LIKELY, _LIKELY_SPOKEN = 12, 25  # of a class, where its neighbour may be wrong as well
_TWO_DOTS = "\u0308"
_LONGEST_SYLLABLE = 6
_CHINESE = re.compile(r"[㐀-鿿]")


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _plain(reading: str) -> str:
    """A syllable without its tone, as it is typed: lǜ is lv."""
    parts = unicodedata.normalize("NFD", reading)
    syllable = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return syllable.replace("u", "v") if _TWO_DOTS in parts else syllable


@cache
def syllables(character: str) -> tuple[str, ...]:
    """How a character may be read, without tones, the commonest reading first; nothing if it has no reading."""
    readings = PINYIN_DICT.get(ord(character), "").split(",")
    return tuple(dict.fromkeys(map(_plain, filter(None, readings))))[:_READINGS]


@cache
def _by_syllable() -> Mapping[str, str]:
    characters: dict[str, list[str]] = defaultdict(list)
    for character in "".join(_lines("name_characters.txt")):
        for syllable in syllables(character):
            characters[syllable].append(character)
    return {syllable: "".join(found) for syllable, found in characters.items()}


@cache
def _look_alikes() -> Mapping[str, str]:
    alike: dict[str, str] = defaultdict(str)
    for line in _lines("look_alikes.txt"):
        for character in line:
            alike[character] += line
    return alike


@cache
def may_be_meant(character: str) -> str:
    """The characters that this one may stand for, itself first."""
    heard = "".join(_by_syllable().get(syllable, "") for syllable in syllables(character))
    return "".join(dict.fromkeys(character + _look_alikes().get(character, "") + heard))[:_CLASS]


def classes_of(normal: str) -> Classes:
    """For each character of a question what may be meant; nothing if it holds too little Chinese to be misheard."""
    if len(_CHINESE.findall(normal)) < 2:
        return _classes_of_pinyin(normal)
    return tuple(map(may_be_meant, normal))


def _classes_of_pinyin(letters: str) -> Classes:
    """Of the syllables that letters spell; nothing where each letter is one, as in nn: those are initials."""
    parts = _syllables_in(letters)
    return tuple(_by_syllable()[part][:_CLASS] for part in parts) if 1 < len(parts) < len(letters) else ()


@cache
def _syllables_in(letters: str) -> tuple[str, ...]:
    """The fewest syllables that make up these letters, at least two; nothing if they are no pinyin."""
    known = _by_syllable()
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        ends = range(max(0, end - _LONGEST_SYLLABLE), end)
        ways = [
            (*before, letters[start:end])
            for start in ends
            if (before := best[start]) is not None and letters[start:end] in known and end - start < len(letters)
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or ()


def pattern_of(classes: Classes) -> str:
    """A regular expression for what may be meant; its characters are letters and digits, for spelling drops marks."""
    return "".join(f"[{re.escape(each)}]" for each in classes)


def asked_of(normal: str, classes: Classes, shares: Mapping[int, float]) -> list[list[int]]:
    """Sets of pairs of which a name that is meant holds one, the likeliest first; common pairs alone make none.

    First one character after the other is taken to be wrong: the name then holds the pairs of the others. Then all
    may be wrong at one place: the one with the fewest pairs, far from common ones, which all the register has.
    """
    sets = [_rarest(normal, wrong, shares) for wrong in range(len(normal))] if len(normal) == len(classes) else []
    places = [_pairs_between(first, second, spoken=not sets) for first, second in pairwise(classes)]
    common = [any(pair in shares for pair in pairs) for pairs in places]
    fewest = min(range(len(places)), key=lambda at: (common[at], any(common[max(0, at - 1) : at + 2]), len(places[at])))
    return [each for each in sets if each] + [[pair] for pair in places[fewest] if pair not in shares]


def _pairs_between(first: str, second: str, *, spoken: bool) -> list[int]:
    """What two neighbours may be meant for: one of them is right, or both are wrong and among the likeliest."""
    likely = _LIKELY_SPOKEN if spoken else _LIKELY
    pairs = [] if spoken else [*product(first[0], second), *product(first, second[0])]
    return list(dict.fromkeys(gram(a, b) for a, b in (*pairs, *product(first[:likely], second[:likely]))))


def _rarest(normal: str, wrong: int, shares: Mapping[int, float]) -> list[int]:
    """The rarest pairs of a question without one of its characters; none if all of them are common."""
    kept = {*grams_of_normal(normal[:wrong]), *grams_of_normal(normal[wrong + 1 :])}
    rarest = sorted(kept, key=lambda pair: shares.get(pair, 0.0))[:_PAIRS]
    return rarest if rarest and rarest[0] not in shares else []


def respelled(classes: Classes, shares: Mapping[int, float]) -> str:
    """The question in common pairs throughout, the commonest that fit: 有线公司 is 有限公司. Blank if there is none."""
    first, *others = classes
    ends = {character: (1.0, character) for character in first}
    for following in others:
        ends = _steps(ends, following, shares)
    return max(ends.values(), default=(0.0, ""))[1]


def _steps(
    ends: Mapping[str, tuple[float, str]], following: str, shares: Mapping[int, float]
) -> dict[str, tuple[float, str]]:
    """The best spelling up to each character of the next place, through common pairs only."""
    steps = {}
    for character in following:
        ways: Sequence[tuple[float, str]] = [
            (weight * share, text + character)
            for last, (weight, text) in ends.items()
            if (share := shares.get(gram(last, character), 0.0))
        ]
        if ways:
            steps[character] = max(ways)
    return steps
