"""Looks at a database before the application relies on it, and says in words what is missing."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import psycopg

from creditport.kernel.postgres.errors import PostgresError

OLDEST = 160000
ROLES = ("creditport_app", "creditport_public")
_EXTENSION = "pg_trgm"


def check_database(url: str) -> None:
    """Raise `PostgresError` unless this is PostgreSQL 16 or newer, in UTF-8, with the rights that we need."""
    try:
        connection = psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        raise PostgresError(
            zh=f"无法连接数据库 {without_password(url)}：{said}。请检查 CREDITPORT_DATABASE_URL、网络和密码。",
            en=f"No connection to the database {without_password(url)}: {said}. Check CREDITPORT_DATABASE_URL, "
            "the network and the password.",
        ) from None
    with connection:
        _check_version(connection)
        _check_encoding(connection)
        _check_rights(connection)


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@")))


def _check_version(connection: psycopg.Connection) -> None:
    version = connection.info.server_version
    if version < OLDEST:
        raise PostgresError(
            zh=f"数据库版本是 PostgreSQL {version // 10000}，本平台需要 16 或更新的版本。请升级数据库。",
            en=f"The database is PostgreSQL {version // 10000}; this platform needs 16 or newer. Upgrade it.",
        )


def _check_encoding(connection: psycopg.Connection) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise PostgresError(
            zh=f"数据库编码是 {encoding}，必须是 UTF8。请用 CREATE DATABASE … ENCODING 'UTF8' 另建一个。",
            en=f"The database's encoding is {encoding}; it must be UTF8. Make another one with "
            "CREATE DATABASE … ENCODING 'UTF8'.",
        )


def _check_rights(connection: psycopg.Connection) -> None:
    row = connection.execute(
        """
        SELECT current_user, current_database(),
               has_database_privilege(current_user, current_database(), 'CREATE')
                   AND has_schema_privilege(current_user, 'public', 'CREATE'),
               (SELECT rolsuper OR (
                    (rolcreaterole OR 2 = (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%(roles)s)))
                    AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ANY(%(roles)s)
                        AND NOT pg_has_role(current_user, oid, 'SET')
                        AND NOT pg_has_role(current_user, oid, 'USAGE WITH ADMIN OPTION')))
                FROM pg_roles WHERE rolname = current_user),
               EXISTS (SELECT FROM pg_available_extensions WHERE name = %(extension)s)
        """,
        {"roles": list(ROLES), "extension": _EXTENSION},
    ).fetchone()
    assert row is not None
    user, database, may_create, has_roles, has_extension = row
    if not may_create:
        raise PostgresError(
            zh=f"用户 {user} 不能在数据库 {database} 中建表。请运行：ALTER DATABASE {database} OWNER TO {user};",
            en=f"User {user} may not make tables in {database}. Run: ALTER DATABASE {database} OWNER TO {user};",
        )
    if not has_roles:
        raise PostgresError(
            zh=f"用户 {user} 不能建立角色 {'、'.join(ROLES)}。请运行：ALTER ROLE {user} CREATEROLE; "
            f"或者由管理员建立这两个角色并运行：GRANT {', '.join(ROLES)} TO {user};",
            en=f"User {user} cannot make the roles {' and '.join(ROLES)}. Run: ALTER ROLE {user} CREATEROLE; "
            f"or let an administrator make both and run: GRANT {', '.join(ROLES)} TO {user};",
        )
    if not has_extension:
        raise PostgresError(
            zh=f"数据库服务器没有扩展 {_EXTENSION}。请安装 postgresql-contrib。",
            en=f"The server lacks the extension {_EXTENSION}. Install postgresql-contrib.",
        )
