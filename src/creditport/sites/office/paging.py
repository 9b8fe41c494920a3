"""Pages of a list: which of how many are shown, never a silent end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

T = TypeVar("T")
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list and the addresses of its neighbours."""

    rows: Sequence[T]
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


def page_of(request: HttpRequest, found: QuerySet[Any, T], size: int = PAGE_SIZE) -> Page[T]:
    """The page that the address asks for; a page beyond the end is the last one."""
    total = found.count()
    wanted = request.GET.get("page", "1")
    pages = max(1, -(-total // size))
    number = min(int(wanted) if wanted.isdecimal() and int(wanted) > 0 else 1, pages)
    start = (number - 1) * size
    rows = list(found[start : start + size])
    return Page(
        rows=rows,
        first=start + 1 if rows else 0,
        last=start + len(rows),
        total=total,
        previous_url=_with_page(request, number - 1) if number > 1 else "",
        next_url=_with_page(request, number + 1) if number < pages else "",
    )


def _with_page(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
