"""Announcements: how a lower chapter tells a higher one.

An action announces inside its transaction; handlers run at once in the same transaction, so that what follows
from a change commits with it or not at all. Handlers that need time defer a background job, which commits with
the announcement too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from creditport.kernel.identity.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What happened, by whom and when. Subclasses live in a topic's `events.py`."""

    actor: Actor
    at: datetime


A = TypeVar("A", bound=Announcement)
_handlers: dict[type[Announcement], list[Callable[..., None]]] = defaultdict(list)


def handles(kind: type[A]) -> Callable[[Callable[[A], None]], Callable[[A], None]]:
    """Register a handler of a topic's `handlers.py` for one kind of announcement."""

    def register(handler: Callable[[A], None]) -> Callable[[A], None]:
        _handlers[kind].append(handler)
        return handler

    return register


def announce(announcement: Announcement) -> None:
    """Run the handlers of this announcement, in the order in which they were registered."""
    for handler in _handlers[type(announcement)]:
        handler(announcement)


def announcement_kinds() -> tuple[type[Announcement], ...]:
    """Every kind that exists, for the reference documentation and its test."""
    return tuple(sorted(Announcement.__subclasses__(), key=lambda kind: f"{kind.__module__}.{kind.__name__}"))
