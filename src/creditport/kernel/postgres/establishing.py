"""What a new cluster gets first: the application's own account and database."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, quote, urlsplit

import psycopg
from psycopg import sql

from creditport.kernel.postgres.layout import Layout
from creditport.kernel.postgres.making import SUPERUSER, write_private

OWNER = "creditport"
DATABASE = "creditport"


def server_url(layout: Layout, user: str, password: str, database: str) -> str:
    return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={quote(str(layout.run), safe='/')}"


def superuser_url(layout: Layout, database: str = "postgres") -> str:
    """For care of the cluster itself; the application never uses it."""
    return server_url(layout, SUPERUSER, layout.superuser.read_text(encoding="utf-8").strip(), database)


def establish(layout: Layout) -> str:
    """Make the account and the database that are missing, write the URL and return it.

    The account owns the database and may make roles, but is no superuser: row-level security binds it too.
    """
    with psycopg.connect(superuser_url(layout), autocommit=True) as connection:
        password = _kept_password(layout) or secrets.token_urlsafe(24)
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD {}").format(
                verb, sql.Identifier(OWNER), sql.Literal(password)
            )
        )
        connection.execute(sql.SQL("ALTER ROLE {} SET createrole_self_grant = 'set'").format(sql.Identifier(OWNER)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
            connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
    url = server_url(layout, OWNER, password, DATABASE)
    write_private(layout.url, url + "\n")
    return url


def _kept_password(layout: Layout) -> str | None:
    """The password of an earlier start, so that a process that still holds it can connect again."""
    if not layout.url.exists():
        return None
    return urlsplit(layout.url.read_text(encoding="utf-8").strip()).password


def socket_folder(url: str) -> str | None:
    """The folder of the socket in a URL of ours."""
    return next(iter(parse_qs(urlsplit(url).query).get("host", [])), None)
