"""Acts of publicity that no single record owns."""

from __future__ import annotations

from django.db import connections


def count_figures() -> None:
    """Count the figures of the public site anew. Derived from what is shown; changes no record."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT creditport_count_figures()")
