"""What every test may use: the database, the instant, the three people of the stories."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

_HOME = Path(tempfile.mkdtemp(prefix="creditport-test-"))
os.environ["CREDITPORT_HOME"] = str(_HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "creditport.settings.django"
os.environ.pop("CREDITPORT_DATABASE_URL", None)

from django.db import connections  # noqa: E402 - the environment comes first
from django.test import TransactionTestCase  # noqa: E402

from creditport.kernel.clock.clock import SHANGHAI  # noqa: E402
from creditport.kernel.identity.actor import Actor  # noqa: E402
from tests import database  # noqa: E402
from tests.factories.people import CHEN_JING, LIN_XIAOMEI, WANG_ZHIQIANG, Owner  # noqa: E402

_ALIASES = ("default", "public", "owner")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if getattr(config.option, "numprocesses", None):
        # Processes of pytest-xdist inherit this environment; with the name in it they would read the settings, and
        # with them the home of this process, before their own conftest gives them a home of their own.
        os.environ.pop("DJANGO_SETTINGS_MODULE")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


def _transactional(item: pytest.Item) -> bool:
    """True for a test whose work really commits."""
    marker = item.get_closest_marker("django_db")
    marked = bool(marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)))
    names = getattr(item, "fixturenames", ())
    return marked or "transactional_db" in names or "live_server" in names


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every database test may use all aliases; say so once, here."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        names = getattr(item, "fixturenames", ())
        if marker is None and not {"db", "transactional_db", "live_server"} & set(names):
            continue
        if marker is None or "databases" not in marker.kwargs:
            transaction = _transactional(item)
            aliases = _ALIASES if transaction else ("default", "public")
            item.add_marker(pytest.mark.django_db(transaction=transaction, databases=aliases), append=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """In a test that rolls back, `public` reads through `default`'s connection: it must see what the test wrote."""
    if _transactional(item):
        if connections["public"] is connections["default"]:
            del connections["public"]
    else:
        connections["public"] = connections["default"]


@pytest.fixture(scope="session")
def database_server() -> database.Server:
    """The server of the suite, for tests that start the command line or processes of their own."""
    return database.running_server()


@pytest.fixture(scope="session")
def database_template(database_server: database.Server, django_db_blocker: DjangoDbBlocker) -> str:
    """The name of the migrated database from which all others are copied."""
    name = f"template_{database.schema_digest()}"
    with database.one_at_a_time(), database_server.admin() as connection:
        if not database.exists(connection, name):
            building = f"{name}_building"
            database.drop(connection, building)
            database.copy(connection, "template0", building)
            with django_db_blocker.unblock():
                _point_to(database_server, building)
                _migrate()
            database.drop_left_behind(connection)
            connection.execute(f"ALTER DATABASE {building} RENAME TO {name}")
    return name


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()


def _point_to(server: database.Server, name: str) -> None:
    """Let every alias reach this database. The dictionaries stay the same objects: connections hold them."""
    connections.close_all()
    for alias in _ALIASES:
        connections.settings[alias].update(server.connection_settings(name))


@pytest.fixture(scope="session")
def database_name(database_server: database.Server, database_template: str) -> Iterator[str]:
    """This process's own database."""
    name = f"test_{os.getpid()}"
    with database_server.admin() as connection:
        database.drop(connection, name)
        database.copy(connection, database_template, name)
    yield name
    connections.close_all()
    with database_server.admin() as connection:
        database.drop(connection, name)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    database_server: database.Server,
    database_template: str,
    database_name: str,
) -> None:
    """Take the place of pytest-django's own set-up: our template, our copy, our way to begin afresh."""

    def begin_afresh(self: TransactionTestCase) -> None:
        connections.close_all()
        with database_server.admin() as connection:
            database.drop(connection, database_name)
            database.copy(connection, database_template, database_name)

    with django_db_blocker.unblock():
        _point_to(database_server, database_name)
    TransactionTestCase._fixture_teardown = begin_afresh  # type: ignore[attr-defined]


@pytest.fixture
def database_url(database_server: database.Server, database_name: str, transactional_db: None) -> str:
    """For processes of a test's own: CREDITPORT_DATABASE_URL of this test's database."""
    return database_server.database_url(database_name)


@pytest.fixture
def at() -> datetime:
    """The instant of every story: Tuesday 24 November 2026, nine in the morning in Hainan."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def lin_xiaomei() -> Actor:
    """林晓梅, reporter at the provincial market regulator."""
    return LIN_XIAOMEI


@pytest.fixture
def chen_jing() -> Actor:
    """陈静, auditor of the platform."""
    return CHEN_JING


@pytest.fixture
def wang_zhiqiang() -> Owner:
    """王志强, owner of a restaurant that was fined."""
    return WANG_ZHIQIANG
