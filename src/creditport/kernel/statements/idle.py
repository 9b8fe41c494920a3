"""Lets go of connections that the server closed while they lay idle between two requests.

The first question on such a connection would fail, once for each thread, after every restart of the server. That it
was closed shows without asking: its socket has something to read, which an idle connection never has. One system call
of a microsecond takes the place of a question to the server at each request.
"""

from __future__ import annotations

import select

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def drop_closed(sender: object, **told: object) -> None:
    """Close what the server has left, so that the next question opens a new connection. A receiver of a signal."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not connection.in_atomic_block and _was_left(connection):
            connection.close()


def _was_left(connection: BaseDatabaseWrapper) -> bool:
    poll = select.poll()
    try:
        poll.register(connection.connection.pgconn.socket, select.POLLIN)
    except psycopg.OperationalError:  # it has no socket any more
        return True
    return bool(poll.poll(0))
