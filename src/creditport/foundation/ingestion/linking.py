"""Joins rows to subjects by identifier, and makes the subjects that are new. A name alone joins nothing."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from creditport.engines.search.grams import duckdb_grams
from creditport.foundation.ingestion.content import escaped
from creditport.foundation.ingestion.copying import Cursor, copy_blocks, lines_ahead
from creditport.foundation.ingestion.other_numbers import OtherNumbers
from creditport.foundation.ingestion.staging import CheckedPart, Staging, quoted
from creditport.foundation.ingestion.statements import statement
from creditport.kernel.crypto.keys import DataKeys
from creditport.subjects.identifiers.uscc import KINDS
from creditport.subjects.persons.identity import Identity, seal_identity

_STEP = 50_000
NEW_SUBJECTS_LOCK = 7_210_431  # one transaction at a time makes subjects, so that no identifier is given twice


class Maker(NamedTuple):
    """Who makes the subjects: the submission, the instant, and how its item names kinds and names."""

    submission_id: int
    at: datetime
    kind: str  # of every subject; blank: told by the code
    name_kind: str  # current: from the register; reported: from another record


class Linker:
    """Joins the rows of one submission to subjects, part by part."""

    def __init__(self, staging: Staging, cursor: Cursor, name: str, maker: Maker, data_keys: DataKeys) -> None:
        self._staging = staging
        self._cursor = cursor
        self._name = name
        self._maker = maker
        self._data_keys = data_keys
        self._others = OtherNumbers(staging, self._match, self._be_alone)
        self._drawn = False  # subjects were made and are not written yet
        self._alone = False  # nobody else makes subjects until the transaction ends
        self.made = 0

    def link(self, part: CheckedPart) -> None:
        """Fill `parts.link` for every row with an identifier; `write_new` then writes the subjects that are new.

        Where a file tells several numbers of a subject, rows with a code come first: what they tell of their subject
        may be what the other rows are joined by.
        """
        if self._others.fields:
            self._join(part, "scheme = 'uscc'")
            self.write_new(part)
            self._others.learn(part, self._cursor, only="scheme = 'uscc'")
        self._join(part, "true")
        if self._others.fields:
            self.write_new(part)
            self._others.learn(part, self._cursor, only="scheme <> 'uscc'")
        self._staging.execute(
            "CREATE OR REPLACE TABLE parts.link AS FROM link SEMI JOIN parts.wanted USING (scheme, identifier)"
        )

    def _join(self, part: CheckedPart, only: str) -> None:
        execute = self._staging.execute
        execute(statement("wanted_subjects", rows=part.table, name=f"arg_min({self._name}, n)", only=only))
        self._match("SELECT scheme, identifier FROM parts.wanted ANTI JOIN link USING (scheme, identifier)")
        if self._find_fresh() and not self._alone:
            self._be_alone()
            self._match("SELECT scheme, identifier FROM parts.fresh")  # somebody may have made them while we waited
            self._find_fresh()
        self.made += self._make(part)

    def _be_alone(self) -> None:
        if not self._alone:
            self._cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NEW_SUBJECTS_LOCK])
            self._alone = True

    def _find_fresh(self) -> int:
        missing = "FROM parts.wanted ANTI JOIN link USING (scheme, identifier)"
        self._staging.execute(f"CREATE OR REPLACE TABLE parts.fresh AS {missing}")
        return self._staging.count("parts.fresh")

    def _match(self, wanted: str) -> None:
        """Put the subjects that hold these identifiers into `link`."""
        pairs = self._staging.execute(wanted).fetchall()
        for start in range(0, len(pairs), _STEP):
            schemes, values = map(list, zip(*pairs[start : start + _STEP], strict=True))
            self._cursor.execute(statement("match_subjects"), (schemes, values))
            found = self._cursor.fetchall()
            if found:
                columns = list(zip(*found, strict=True))
                names = ("scheme", "identifier", "subject_id", "name")
                self._staging.connection.register("arriving", pa.table(dict(zip(names, columns, strict=True))))
                self._staging.execute("INSERT INTO link SELECT * FROM arriving")
                self._staging.connection.unregister("arriving")

    def _make(self, part: CheckedPart) -> int:
        """Make the subjects of `parts.fresh`, with the identifier and the name under which they came."""
        staging, cursor = self._staging, self._cursor
        number = staging.count("parts.fresh")
        if not number:
            return 0
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('subjects_subject', 'id')) FROM generate_series(1, %s)", [number]
        )
        ids = pa.table({"subject_id": [int(str(id)) for (id,) in cursor.fetchall()]})
        staging.connection.register("drawn", ids)
        staging.execute("CREATE OR REPLACE TABLE parts.made AS SELECT * FROM parts.fresh POSITIONAL JOIN drawn")
        staging.connection.unregister("drawn")
        staging.execute("INSERT INTO link SELECT scheme, identifier, subject_id, name FROM parts.made")
        self._drawn = True
        return number

    def write_new(self, part: CheckedPart) -> None:
        """Write the subjects that `link` made, if any; their lines are all begun before the first is written."""
        if not self._drawn:
            return
        self._drawn = False
        staging, maker = self._staging, self._maker
        copies = (_subjects(maker), _identifiers(), _names(maker))
        with ExitStack() as begun:
            lines = [begun.enter_context(lines_ahead(staging.connection, copy.lines)) for copy in copies]
            for blocks, copy in zip(lines, copies, strict=True):
                copy_blocks(blocks, self._cursor, copy.into)
        _copy_persons(staging.persons(part), staging, self._cursor, maker, self._data_keys)


def _kind(maker: Maker) -> str:
    if maker.kind:
        own = quoted(maker.kind)
    else:
        cases = " ".join(f"WHEN {quoted(prefix)} THEN {quoted(kind.value)}" for prefix, kind in KINDS.items())
        own = f"CASE WHEN scheme = 'uscc' THEN CASE left(identifier, 2) {cases} ELSE 'unknown' END ELSE 'unknown' END"
    return f"CASE WHEN scheme = 'person-index' THEN 'person' ELSE {own} END"


class _Copy(NamedTuple):
    """The query that makes lines, and the table and columns that take them."""

    lines: str
    into: str


def _subjects(maker: Maker) -> _Copy:
    columns = "id, kind, uscc, name, county_code, county_source, status, first_submission_id, changed_at"
    lines = f"""SELECT concat_ws(chr(9), subject_id, {_kind(maker)},
        CASE WHEN scheme = 'uscc' THEN identifier ELSE '\\N' END,
        CASE WHEN scheme = 'person-index' THEN '' ELSE {escaped("coalesce(left(name, 200), '')")} END,
        '', 'unknown', 'unknown', {maker.submission_id}, {quoted(maker.at.isoformat())}) || chr(10) FROM parts.made"""
    return _Copy(lines, f"subjects_subject ({columns})")


def _identifiers() -> _Copy:
    lines = """SELECT concat_ws(chr(9), subject_id, scheme, left(identifier, 64),
        CASE WHEN check_failed THEN 'f' ELSE 't' END) || chr(10) FROM parts.made"""
    return _Copy(lines, "subjects_subjectidentifier (subject_id, scheme, value, check_passed)")


def _names(maker: Maker) -> _Copy:
    grams = f"'{{' || array_to_string({duckdb_grams('name')}, ',') || '}}'"
    lines = f"""SELECT concat_ws(chr(9), subject_id, {escaped("left(name, 200)")}, {quoted(maker.name_kind)}, {grams},
        {escaped("left(initials(name), 200)")}) || chr(10)
        FROM parts.made WHERE scheme <> 'person-index' AND name IS NOT NULL AND name <> ''"""
    return _Copy(lines, "subjects_subjectname (subject_id, name, kind, grams, initials)")


def _copy_persons(
    identities: dict[str, Identity], staging: Staging, cursor: Cursor, maker: Maker, data_keys: DataKeys
) -> None:
    """Seal the identity of each new person. A loop, over this small share only."""
    found = staging.execute("SELECT subject_id, identifier FROM parts.made WHERE scheme = 'person-index'").fetchall()
    if not found:
        return
    rows = []
    for subject_id, index in found:
        sealed = seal_identity(data_keys, bytes.fromhex(index), identities[index])
        rows.append((subject_id, bytes.fromhex(index), sealed, maker.at))
    columns = "subject_id, number_index, sealed, recorded_at"  # COPY is refused under row-level security
    cursor.executemany(f"INSERT INTO subjects_person ({columns}) VALUES (%s, %s, %s, %s)", rows)
