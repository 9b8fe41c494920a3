"""The background work: behind the callers where it runs beside the sites, as it is elsewhere."""

from __future__ import annotations

import os

import pytest

from creditport.sites.console import work


@pytest.mark.parametrize(("supervised", "lowered"), [("1", [10]), ("", [])])
def test_beside_the_sites_it_takes_what_they_leave(
    supervised: str, lowered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []
    commands: list[str] = []
    monkeypatch.setenv("CREDITPORT_SUPERVISED", supervised)
    monkeypatch.setattr(os, "nice", steps.append)
    monkeypatch.setattr(work, "load_rules", lambda: True)
    monkeypatch.setattr(work, "call_command", lambda *words: commands.append(words[0]))
    work.work(concurrency=1)
    assert (steps, commands) == (lowered, ["procrastinate"])
