"""The databases of the suite: one server for each process, one migrated template, one copy.

The server lives in `var/test-…` between runs; the template is made again when a migration changes. A test with
transactions of its own gets a fresh copy afterwards (0.1 s), since append-only tables cannot be emptied.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
# Processes that test side by side have a server each: the change feed stops below the oldest transaction of a server.
SERVER_HOME = ROOT / "var" / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
RULEBOOK = ROOT / "src" / "creditport" / "consequences" / "measures" / "rulebook.py"
_BUILT_ON = ("django", "django-allauth", "procrastinate")


@dataclass(frozen=True, slots=True)
class Server:
    """A server on which the suite may make databases; `url` names one of its databases."""

    url: str

    def database_url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            yield connection

    def connection_settings(self, name: str) -> dict[str, str]:
        """What Django's settings of an alias need to reach this database."""
        parts = urlsplit(self.url)
        query = parse_qs(parts.query)
        return {
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", [parts.hostname or ""])[0],
            "PORT": str(parts.port or ""),
        }


def running_server() -> Server:
    """The suite's own embedded server, or the one that CREDITPORT_TEST_DATABASE_URL names."""
    given = os.environ.get("CREDITPORT_TEST_DATABASE_URL")
    if given:
        return Server(given)
    from creditport.kernel.postgres.cluster import ensure_running

    return Server(ensure_running(SERVER_HOME, throwaway=True))


def schema_digest() -> str:
    """Changes when a migration, the library under one, or a pack changes."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src" / "creditport").glob("**/migrations/**/*")):
        if path.suffix in {".py", ".sql"}:
            digest.update(path.read_bytes())
    for path in (*sorted((ROOT / "packs").rglob("*.yml")), RULEBOOK):  # the rules are loaded into the template
        digest.update(path.read_bytes())
    for library in _BUILT_ON:
        digest.update(version(library).encode())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Templates are made by one process; the others wait and use it."""
    SERVER_HOME.mkdir(parents=True, exist_ok=True)
    with (SERVER_HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def copy(connection: psycopg.Connection, template: str, name: str) -> None:
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def drop_left_behind(connection: psycopg.Connection) -> None:
    """Drop the copies of runs whose process is gone."""
    rows = connection.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_%'").fetchall()
    for (name,) in rows:
        number = name.split("_")[1]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            drop(connection, name)
