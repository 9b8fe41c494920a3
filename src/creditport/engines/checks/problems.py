"""The texts of every kind of problem, from `problems.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """What is wrong and what to do, in one language, filled in."""

    reason: str
    remedy: str


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[Language, ProblemWords]]:
    raw = yaml.safe_load((Path(__file__).parent / "problems.yml").read_text(encoding="utf-8"))
    return {
        code: {language: ProblemWords(**words) for language, words in languages.items()}
        for code, languages in raw.items()
    }


def problem_codes() -> tuple[str, ...]:
    """Every kind of problem there is."""
    return tuple(_texts())


def problem_words(
    code: str, language: Language, *, column: str = "", value: str = "", detail: str = ""
) -> ProblemWords:
    """The texts of a problem with its particulars. KeyError for a code that has no texts."""
    words = _texts()[code][language]
    filled = {"column": column, "value": value, "detail": detail}
    return ProblemWords(reason=words.reason.format(**filled), remedy=words.remedy.format(**filled))
