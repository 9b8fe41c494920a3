"""`creditport conformity FILE [--json]`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from creditport.foundation.records.choices import Cause
from creditport.kernel.clock.clock import now
from creditport.sites.console.conformity import app
from creditport.sites.console.errors import CommandError
from tests.factories.records import draft, make_subject, next_version, write

pytestmark = pytest.mark.django_db


def test_what_must_go_is_listed_with_the_time_it_was_told(tmp_path: Path) -> None:
    one = draft(make_subject(at=now()).pk)
    write(one, at=now() - timedelta(days=9))
    told = write(replace(next_version(one), cause=Cause.REPAIRED, shown=False), at=now() - timedelta(days=1))
    file = tmp_path / "shown.csv"
    file.write_text(f"key\n{one.key}\n", encoding="utf-8")
    said = json.loads(CliRunner().invoke(app, [str(file), "--json"]).stdout)
    assert (said["rows"], said["right"], said["counts"]["stop-showing"]) == (1, 0, 1)
    assert said["findings"][0]["announced_at"] == told.recorded_at.isoformat()
    plain = CliRunner().invoke(app, [str(file)])
    assert plain.exit_code == 0
    assert "应停止公示" in plain.stdout


def test_what_cannot_be_read_is_said_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "shown.csv"
    file.write_text("name\nx\n", encoding="utf-8")
    result = CliRunner().invoke(app, [str(file)])
    assert isinstance(result.exception, CommandError)
