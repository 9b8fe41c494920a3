"""The command line: quick help, errors in both languages and never a stack trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from creditport.kernel.postgres.errors import PostgresError
from creditport.sites.console.main import GROUPS, explain

COMMAND = str(Path(sys.executable).parent / "creditport")


def run(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"CREDITPORT_HOME": str(home)} | variables
    return subprocess.run([COMMAND, *arguments], env=environ, capture_output=True, text=True, timeout=120)


def test_help_lists_every_group_and_starts_nothing(tmp_path: Path) -> None:
    said = run("--help", home=tmp_path)
    assert said.returncode == 0
    assert all(group.name in said.stdout for group in GROUPS)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_says_what_to_write(tmp_path: Path) -> None:
    said = run("audit", "verify", home=tmp_path, CREDITPORT_HTTPS="perhaps")
    assert said.returncode == 1
    assert "CREDITPORT_HTTPS" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_unreachable_database_is_said_in_both_languages(tmp_path: Path) -> None:
    said = run("migrate", home=tmp_path, CREDITPORT_DATABASE_URL="postgresql://a:geheim@127.0.0.1:1/b")
    assert said.returncode == 1
    assert said.stderr.startswith("错误：无法连接数据库 postgresql://a:***@127.0.0.1:1/b")
    assert "\nError: No connection to the database" in said.stderr
    assert "geheim" not in said.stderr


def test_the_first_command_makes_and_starts_the_database_before_settings_are_read(tmp_path: Path) -> None:
    said = run("migrate", "--quiet", home=tmp_path)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    again = run("audit", "verify", "--json", home=tmp_path)
    assert again.returncode == 0
    assert '"sound": true' in again.stdout
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()


def test_an_error_with_words_is_said_in_both() -> None:
    assert explain(PostgresError(zh="不行。", en="No.")) == "错误：不行。\nError: No."


def test_an_unexpected_error_goes_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDITPORT_HOME", str(tmp_path))
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        said = explain(error)
    assert said.splitlines()[0] == "错误：程序出现意外问题（ZeroDivisionError）。"
    assert "division by zero" not in said
    assert "division by zero" in (tmp_path / "log" / "console.log").read_text()
