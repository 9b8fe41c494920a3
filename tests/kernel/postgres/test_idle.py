"""After the server ended its connections the next request is answered, and a connection that is well is kept."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.core.signals import request_started
from django.db import OperationalError, connection, connections

from tests.database import Server

pytestmark = pytest.mark.django_db(transaction=True)


def process_of(alias: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def end(server: Server, *processes: int) -> None:
    """End these server processes, and wait until they are gone."""
    with server.admin() as admin:
        for process in processes:
            (ended,) = admin.execute("SELECT pg_terminate_backend(%s, 5000)", [process]).fetchone() or (False,)
            assert ended


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    yield
    connections.close_all()


def test_a_closed_connection_is_replaced_before_it_is_asked(database_server: Server) -> None:
    before = [process_of("default"), process_of("public")]
    end(database_server, *before)
    request_started.send(sender=None)
    after = [process_of("default"), process_of("public")]
    assert not set(before) & set(after)


def test_without_that_the_question_fails(database_server: Server) -> None:
    end(database_server, process_of("default"))
    with pytest.raises(OperationalError):
        process_of("default")


def test_a_connection_that_is_well_is_kept(database_server: Server) -> None:
    before = process_of("default")
    for _ in range(3):
        request_started.send(sender=None)
    assert process_of("default") == before


def test_a_connection_without_a_socket_is_replaced() -> None:
    before = process_of("default")
    kept = connection.connection
    assert isinstance(kept, psycopg.Connection)
    kept.pgconn.finish()
    request_started.send(sender=None)
    assert process_of("default") != before
