"""Rows of a registration item bring the register up to date: names, status, county, day of registration."""

from __future__ import annotations

import re
from datetime import datetime

from creditport.engines.search.grams import grams_of
from creditport.engines.search.initials import initials_of
from creditport.foundation.ingestion.copying import Cursor
from creditport.foundation.ingestion.staging import CheckedPart, Staging
from creditport.foundation.ingestion.statements import statement
from creditport.kernel.packs.schema import FieldRole
from creditport.subjects.register.county import counties_of

_COLUMNS = (
    "subject_id", "name", "kind", "status", "registered_on", "county_code", "county_source", "grams", "initials",
)  # fmt: skip
_MARKS = re.compile("[,，;；、]")
_STEP = 20_000


_ROLES = (
    FieldRole.PARTY_NAME,
    FieldRole.SUBJECT_STATUS,
    FieldRole.REGISTERED_ON,
    FieldRole.REGISTRAR,
    FieldRole.ADDRESS,
    FieldRole.AREA,
    FieldRole.FORMER_NAME,
)


def _column(staging: Staging, role: FieldRole) -> str:
    field = staging.intake.item.by_role(role)
    return f"c.{field.id}" if field and field.id in staging.intake.columns.places else "NULL"


def keep_registered(staging: Staging, part: CheckedPart) -> None:
    """Remember what the accepted rows of a part say of their subjects."""
    columns = ", ".join(f"CAST({_column(staging, role)} AS VARCHAR) AS {role.name.lower()}" for role in _ROLES)
    sql = statement("accepted_subjects", rows=part.table, columns=columns)
    staging.execute(f"CREATE TABLE IF NOT EXISTS registered AS {sql} LIMIT 0")
    staging.execute(f"INSERT INTO registered {sql}")


def _rows(staging: Staging) -> list[tuple[object, ...]]:
    """The last accepted row of each subject: what the register should say now."""
    kinds = staging.intake.item.subject_kinds
    kind = kinds[0].value if len(kinds) == 1 else ""
    return [(*row, kind) for row in staging.execute(statement("last_of_each_subject")).fetchall()]


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def update_register(staging: Staging, cursor: Cursor, at: datetime) -> None:
    """Stage what the register should say and let one set of statements bring it there."""
    rows = _rows(staging)
    cursor.execute(statement("stage_register"))
    for start in range(0, len(rows), _STEP):
        _stage(cursor, rows[start : start + _STEP])
    for name in ("register_names", "register_former_names", "register_status", "register_subjects"):
        cursor.execute(statement(name), {"at": at, "day": at.date()})


def _stage(cursor: Cursor, rows: list[tuple[object, ...]]) -> None:
    names = [str(row[1] or "")[:200] for row in rows]
    counties = counties_of((_text(row[4]), _text(row[5]), _text(row[6])) for row in rows)
    grams, initials = grams_of(names), initials_of(names)
    with cursor.copy(f"COPY incoming_register ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        for row, name, county, pairs, letters in zip(rows, names, counties, grams, initials, strict=True):
            subject_id, _, status, registered_on, *_places, kind = row
            copy.write_row(
                (subject_id, name, kind, status, registered_on, county.code, str(county.source), pairs, letters[:200])
            )
    _stage_former_names(cursor, [(row[0], name) for row in rows for name in _names_in(row[7])])


def _names_in(cell: object) -> list[str]:
    """The names of a cell, separated by the usual marks."""
    return [name.strip()[:200] for name in _MARKS.split(str(cell)) if name.strip()] if cell is not None else []


def _stage_former_names(cursor: Cursor, former: list[tuple[object, str]]) -> None:
    if not former:
        return
    names = [name for _, name in former]
    keys = zip(former, grams_of(names), initials_of(names), strict=True)
    with cursor.copy("COPY incoming_former_name (subject_id, name, grams, initials) FROM STDIN") as copy:
        for (subject_id, name), pairs, letters in keys:
            copy.write_row((subject_id, name, pairs, letters[:200]))
