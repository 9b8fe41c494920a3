"""The public site on one day, over the town.

Models are imported inside the fixtures: pytest reads this file before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from creditport.kernel.clock.clock import civil_day

if TYPE_CHECKING:
    from tests.factories.town import Town

READERS_OF_THE_CLOCK = (
    "statistics",
    "views.catalogue",
    "views.home",
    "views.publicity",
    "views.rules",
    "views.subject",
)


@pytest.fixture
def today(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the stories, for what asks the clock and not the database."""
    for name in READERS_OF_THE_CLOCK:
        monkeypatch.setattr(import_module(f"creditport.sites.portal.{name}"), "now", lambda: at)


@pytest.fixture
def town(db: None, at: datetime, today: None) -> Iterator[Town]:
    """The town, on the day of the stories, with its figures counted."""
    from django.core.cache import cache
    from django.db import connection

    from creditport.foundation.publicity.actions import count_figures
    from tests.factories.town import settle

    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.day', %s, true)", [civil_day(at).isoformat()])
    made = settle(at=at)
    count_figures()
    yield made
    cache.clear()
