"""SQL has a name: set-based statements live in `sql/*.sql` of their topic and are read by that name, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connections


@cache
def statement(topic: str, name: str) -> str:
    """The text of `creditport/<topic>/sql/<name>.sql`, e.g. ("foundation.records", "as_of")."""
    folder = files(f"creditport.{topic}").joinpath("sql")
    return folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def rows(alias: str, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of one statement on a connection. For answers that fit a page, not for bulk."""
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        fetched: list[tuple[Any, ...]] = cursor.fetchall()
    return fetched
