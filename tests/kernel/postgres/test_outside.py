"""A PostgreSQL of somebody else's: what its account needs, and nothing more."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from creditport.kernel.postgres import cluster
from creditport.kernel.postgres.establishing import superuser_url
from creditport.kernel.postgres.layout import Layout

COMMAND = str(Path(sys.executable).parent / "creditport")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a superuser, on which nothing of ours was made yet."""
    home = tmp_path_factory.mktemp("outside")
    cluster.ensure_running(home, throwaway=True)
    yield superuser_url(Layout(home))
    cluster.release(home)


def make_account(server: str, name: str, rights: str) -> str:
    """A login that owns a database of its own; its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN {rights} PASSWORD 'outside'")
        connection.execute(f"CREATE DATABASE {name} OWNER {name}")
    parts = urlsplit(server)
    return urlunsplit(parts._replace(netloc=f"{name}:outside@", path=f"/{name}"))


def migrate(url: str, home: Path) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"CREDITPORT_HOME": str(home), "CREDITPORT_DATABASE_URL": url}
    return subprocess.run([COMMAND, "migrate", "--quiet"], env=environ, capture_output=True, text=True, timeout=120)


def test_an_account_that_may_make_roles_needs_nothing_else(server: str, tmp_path: Path) -> None:
    said = migrate(make_account(server, "maker", "CREATEROLE"), tmp_path)
    assert (said.returncode, said.stderr) == (0, "")


def test_an_account_that_may_not_is_told_how_and_goes_on_once_it_is_granted(server: str, tmp_path: Path) -> None:
    url = make_account(server, "poor", "")
    said = migrate(url, tmp_path)
    assert said.returncode == 1
    assert "GRANT creditport_app, creditport_public TO poor;" in said.stderr
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("GRANT creditport_app, creditport_public TO poor")
    said = migrate(url, tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
