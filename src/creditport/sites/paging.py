"""Which of how many are shown, and where to go on. Lists page by place, never by a number of pages to count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Pager:
    """The words "n to m of all" and the addresses of the first and the next page, empty where there is none."""

    words: str
    first_url: str
    next_url: str


def shown_words(first: int, last: int, total: int, *, more: bool = False) -> str:
    """Which of how many are shown. `more`: the total is only the most that was counted."""
    if total == 0:
        return _("0 shown")
    if more:
        return _("{first}–{last} of more than {total}").format(first=f"{first:,}", last=f"{last:,}", total=f"{total:,}")
    return _("{first}–{last} of {total}").format(first=f"{first:,}", last=f"{last:,}", total=f"{total:,}")


def address(request: HttpRequest, *, without: tuple[str, ...] = (), changes: Mapping[str, str] | None = None) -> str:
    """The address of this page with some parameters changed and others left out."""
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    for name, value in (changes or {}).items():
        query[name] = value
    return f"{request.path}?{_encoded(query)}" if query else request.path


def _encoded(query: QueryDict) -> str:
    """Without the parameters that are empty: a form sends every field."""
    return urlencode([(name, value) for name, values in query.lists() for value in values if value])


def positive(raw: str, default: int) -> int:
    """A positive whole number from an address; anything else is the default."""
    return int(raw) if raw.isascii() and raw.isdigit() and 0 < int(raw) < 10**9 else default
