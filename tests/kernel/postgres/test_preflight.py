"""A database that does not serve is named, with the remedy, before anything relies on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest

from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.establishing import superuser_url
from creditport.kernel.postgres.layout import Layout
from creditport.kernel.postgres.preflight import check_database, without_password
from tests import database

EMBEDDED = not os.environ.get("CREDITPORT_TEST_DATABASE_URL")


@pytest.fixture
def stranger(database_server: database.Server) -> Iterator[str]:
    """A database in Latin 1, and a user with no rights at all."""
    admin = database.Server(superuser_url(Layout(database.SERVER_HOME)))
    with admin.admin() as connection:
        connection.execute("DROP DATABASE IF EXISTS preflight_latin")
        connection.execute("DROP ROLE IF EXISTS preflight_stranger")
        connection.execute("CREATE ROLE preflight_stranger LOGIN PASSWORD 'stranger'")
        connection.execute(
            "CREATE DATABASE preflight_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"
        )
    yield database_server.database_url("preflight_latin")
    with admin.admin() as connection:
        connection.execute("DROP DATABASE preflight_latin")
        connection.execute("DROP ROLE preflight_stranger")


def test_our_own_server_passes(database_server: database.Server) -> None:
    check_database(database_server.url)


def test_no_answer_names_the_setting_but_not_the_password() -> None:
    with pytest.raises(PostgresError) as refused:
        check_database("postgresql://someone:secret@127.0.0.1:1/none")
    assert "CREDITPORT_DATABASE_URL" in refused.value.en
    assert "secret" not in refused.value.en + refused.value.zh


@pytest.mark.skipif(not EMBEDDED, reason="needs a superuser of its own")
def test_another_encoding_is_refused(stranger: str) -> None:
    with pytest.raises(PostgresError, match="encoding is LATIN1; it must be UTF8"):
        check_database(stranger)


@pytest.mark.skipif(not EMBEDDED, reason="needs a superuser of its own")
def test_a_user_without_rights_is_told_what_to_run(stranger: str, database_name: str) -> None:
    parts = urlsplit(stranger)
    netloc = parts.netloc.replace(parts.netloc.split("@")[0], "preflight_stranger:stranger")
    with pytest.raises(PostgresError, match=f"ALTER DATABASE {database_name} OWNER TO preflight_stranger;"):
        check_database(urlunsplit(parts._replace(netloc=netloc, path=f"/{database_name}")))


def test_a_url_is_shown_without_its_password() -> None:
    assert without_password("postgresql://a:b@c/d?host=/e") == "postgresql://a:***@c/d?host=/e"
    assert without_password("postgresql://a@c/d") == "postgresql://a@c/d"
