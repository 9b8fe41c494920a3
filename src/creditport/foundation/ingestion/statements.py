"""The named statements of `sql/`, with their places for generated expressions filled."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"


@lru_cache(maxsize=64)
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str, /, **places: str) -> str:
    """The statement of that name. Places are written `{{name}}` and take SQL made by code, never a value of a file."""
    text = _text(name)
    for place, sql in places.items():
        text = text.replace("{{" + place + "}}", sql)
    return text
