"""Statements that are asked hundreds of times a second: parsed once on a connection, values bound by the server.

The ordinary way sends the whole text each time, with the values written into it, and makes Python values of the answer.
Here values go as text and come back as the bytes that the server wrote; the caller knows their types. Transactions are
those of the connection, as for any other statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Connection
from psycopg.errors import DataError, InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from creditport.kernel.statements.statements import statement

Row = tuple[bytes | None, ...]
_PLACE = re.compile(r"%\((\w+)\)s")
_GOOD = {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}
_known: WeakKeyDictionary[Connection[Any], set[bytes]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A named statement with numbered places, and which value goes to which of them."""

    name: bytes
    text: bytes
    places: tuple[str, ...]


def prepared_rows(alias: str, topic: str, name: str, values: Mapping[str, object]) -> list[Row]:
    """All rows of a named statement, prepared at its first use on this connection."""
    wanted = _prepared(topic, name)
    wrapper = connections[alias]
    with wrapper.wrap_database_errors:
        bound = [_text(values[place]) for place in wanted.places]
        result = _run(_connection(wrapper), wanted, bound)
    columns = range(result.nfields)
    return [tuple(result.get_value(row, column) for column in columns) for row in range(result.ntuples)]


@lru_cache(maxsize=1024)
def array(values: tuple[str, ...]) -> str:
    """The text of an array of texts."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


@cache
def _prepared(topic: str, name: str) -> _Prepared:
    text = statement(topic, name)
    places = tuple(dict.fromkeys(_PLACE.findall(text)))
    numbered = _PLACE.sub(lambda found: f"${places.index(found[1]) + 1}", text)
    return _Prepared(f"{topic}.{name}".encode(), numbered.encode(), places)


def _text(value: object) -> bytes | None:
    """A text, number, identifier, day or moment as the server reads it; a tuple of texts as an array."""
    if value is None:
        return None
    text = (array(value) if isinstance(value, tuple) else str(value)).encode()
    if b"\x00" in text:  # the text would end there, and something else be asked than was meant
        raise DataError("a text of PostgreSQL holds no NUL")
    return text


def _connection(wrapper: BaseDatabaseWrapper) -> Connection[Any]:
    """Open, and within the transaction that was asked for: the driver begins one with its own first statement only."""
    wrapper.ensure_connection()
    connection: Connection[Any] = wrapper.connection
    if not wrapper.get_autocommit() and connection.pgconn.transaction_status == TransactionStatus.IDLE:
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT")
    return connection


def _run(connection: Connection[Any], wanted: _Prepared, bound: list[bytes | None]) -> PGresult:
    try:
        return _once(connection, wanted, bound)
    except InvalidSqlStatementName:  # somebody between us and the server gave us another of its connections
        _known.pop(connection, None)
        if connection.pgconn.transaction_status != TransactionStatus.IDLE:
            raise
        return _once(connection, wanted, bound)


def _once(connection: Connection[Any], wanted: _Prepared, bound: list[bytes | None]) -> PGresult:
    known = _known.setdefault(connection, set())
    if wanted.name not in known:
        _checked(connection, connection.pgconn.prepare(wanted.name, wanted.text))
        known.add(wanted.name)
    result = connection.pgconn.exec_prepared(wanted.name, bound)  # type: ignore[arg-type]  # None is NULL
    return _checked(connection, result)


def _checked(connection: Connection[Any], result: PGresult) -> PGresult:
    if result.status not in _GOOD:
        raise error_from_result(result, encoding=connection.info.encoding)
    return result
