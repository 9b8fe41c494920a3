"""Acts of publicity that no single record owns."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from creditport.foundation.publicity.law import law_of
from creditport.foundation.publicity.ruling import Ruled, needed_fields, role_names, rule_anew
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueItem
from creditport.kernel.statements.statements import statement


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What new rules mean for the records of one item."""

    item: str
    differing: int
    written: int


def count_figures() -> None:
    """Count the figures of the public site anew. Derived from what is shown; changes no record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT creditport_count_figures()")


def apply_rules(
    *, actor: Actor, at: datetime, registry: Registry | None = None, dry_run: bool = False
) -> tuple[RuleChange, ...]:
    """Hold every record to the rules in force on the day of `at`; each that differs gets a next version.

    A change of packs, or a day on which new terms begin, is followed by this act. `dry_run` tells how many records
    would change and writes nothing. The platform's operators and the system may.
    """
    if actor.kind is not ActorKind.SYSTEM and actor.role != Role.PLATFORM_OPERATOR:
        raise NotPermittedError(f"{actor.name} may not apply rules of publicity")
    registry = registry or packs()
    changes = []
    for item in registry.items_on(civil_day(at)):
        with transaction.atomic():
            changes.append(_apply_to_item(actor, at, registry, item, dry_run=dry_run))
    return tuple(change for change in changes if change.differing)


def _apply_to_item(actor: Actor, at: datetime, registry: Registry, item: CatalogueItem, *, dry_run: bool) -> RuleChange:
    law = law_of(item, registry, civil_day(at))
    scratch = Path(settings.HOME) / "scratch"
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        csv = Path(folder) / "held.csv"
        _write_held(item, csv)
        ruled = rule_anew(law, csv, scratch)
    if dry_run or not ruled:
        return RuleChange(item.id, len(ruled), 0)
    written = _write_versions(ruled, at, registry.version)
    details = {"rules": registry.version, "differing": len(ruled), "written": written}
    record_act(actor=actor, at=at, act="publicity.rules", object_kind="item", object_id=item.id, details=details)
    return RuleChange(item.id, len(ruled), written)


def _write_held(item: CatalogueItem, csv: Path) -> None:
    """What the rules look at, for all records of the item, as CSV."""
    values = role_names(item) | {"item": item.id, "needed": needed_fields(item)}
    sql = f"COPY ({statement('foundation.publicity', 'ruled')}) TO STDOUT CSV"
    with connection.cursor() as cursor, csv.open("wb") as file, cursor.copy(sql, values) as copy:
        for block in copy:
            file.write(block)


def _write_versions(ruled: Sequence[Ruled], at: datetime, rules: str) -> int:
    """The next version of each, in one statement. Returns how many were written."""
    with connection.cursor() as cursor:
        cursor.execute(statement("foundation.publicity", "ruled_anew"))
        with cursor.copy("COPY ruled_anew FROM STDIN") as copy:
            for one in ruled:
                copy.write_row(astuple(one))
        cursor.execute(statement("foundation.publicity", "new_rules"), {"at": at, "rules": rules})
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE ruled_anew")  # the caller's transaction may hold the next item too
        return written
