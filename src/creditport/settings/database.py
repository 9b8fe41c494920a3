"""The database: one PostgreSQL, three ways in.

`default` acts as the role `creditport_app` (reads and writes, but append-only tables refuse change), `public` as
`creditport_public` (sees only the views of what may be shown today), `owner` without a role (migrations).
Custom plans only: a generic plan after a few executions turns 0.2 ms into 900 ms on the search.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from creditport.kernel.postgres.location import connection_url
from creditport.settings import environment

APP_ROLE = "creditport_app"
PUBLIC_ROLE = "creditport_public"


def _alias(url: str, role: str | None) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = ["-c plan_cache_mode=force_custom_plan", "-c jit=off", "-c timezone=UTC"]
    if role:
        options.append(f"-c role={role}")
    if role == PUBLIC_ROLE:  # short questions, the same answer each time: one process, every scan from the start
        options += ["-c max_parallel_workers_per_gather=0", "-c synchronize_seqscans=off"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or (parts.hostname or ""),
        "PORT": query.pop("port", None) or (str(parts.port) if parts.port else ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,  # `kernel.statements.idle` sees a closed connection without asking the server
        "OPTIONS": {"options": " ".join(options), **query},
        "TEST": {"NAME": environment.text("CREDITPORT_TEST_DATABASE", "creditport_test")},
    }


def databases() -> dict[str, dict[str, Any]]:
    url = environment.text("CREDITPORT_DATABASE_URL", "") or connection_url(environment.home())
    return {
        "default": _alias(url, APP_ROLE),
        "public": _alias(url, PUBLIC_ROLE),
        "owner": _alias(url, None),
    }
