"""The DuckDB side of a submission: part after part of its file read, checked and described.

Parts are checked on connections and in threads of their own, two at a time, while the part before them is written.
What must be known of the file as a whole stays in small tables: the keys met, the faulty rows, the problems.
"""

from __future__ import annotations

import csv
import hmac
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

import duckdb
import pyarrow as pa

from creditport.engines.batch.ahead import ahead, side_by_side
from creditport.engines.batch.asis import RawPart, raw_parts
from creditport.engines.batch.session import Batch
from creditport.engines.batch.tables import BadLine, LineFault, Part
from creditport.engines.checks.fields import TEXT_PREFIX, VERDICT_PREFIX, has_own_type
from creditport.engines.checks.numbers import Verdict
from creditport.engines.checks.text import NULL_MARKERS, OUTER_BLANKS
from creditport.foundation.ingestion.intake import Intake
from creditport.foundation.ingestion.statements import statement
from creditport.kernel.packs.schema import CatalogueField, FieldKind, FieldRole
from creditport.subjects.persons.identity import Identity, person_index

OWN = (
    "person", "scheme", "identifier", "r_decided_on", "r_valid_until", "r_withdrawn", "r_reason", "r_severity",
    "r_shown", "r_public_from", "r_repair_opens_on", "r_public_until",
)  # fmt: skip
_READ = (
    "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', max_line_size=2097152, buffer_size=8388608"
)
CHECKED_AT_ONCE = 2  # parts; each takes one core, and all are in memory
_MARKED = {FieldRole.STATE, FieldRole.WITHDRAWAL_REASON}


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one part: a query for them, and the table that it reads."""

    sql: str
    table: str


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """The rows of one part of the file, checked and described: a table of the session."""

    table: str


class Staging:
    """One submission's rows in a DuckDB session."""

    def __init__(self, batch: Batch, intake: Intake, agency: str, index_key: bytes) -> None:
        self.connection: duckdb.DuckDBPyConnection = batch.connection
        self._reading = batch.connection.cursor()  # for the thread that reads
        self._batch = batch
        self.intake = intake
        self._agency = agency
        self._index_key = index_key
        self._salt = salt_of(index_key)  # of the installation: digests of personal content must not be guessable
        self.fields = intake.plan.fields
        self._layers = (*intake.plan.layers(), *intake.description.layers())
        self._numbers = count()
        self._make_tables()

    @property
    def folder(self) -> Path:
        return self._batch.folder

    @property
    def bad_lines(self) -> Path:
        """Where the lines that are no rows wait until their problems are written; absent when there are none."""
        return self.folder / "bad-lines.csv"

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(sql)

    def _make_tables(self) -> None:
        self.execute(statement("session_tables"))

    def count(self, rows: str) -> int:
        """How many rows a table or a query in brackets has."""
        return int(self.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])

    def warn(self, part: CheckedPart, found: str) -> None:
        """Sound rows of a part that a table names by their number are accepted with a warning."""
        self.execute(f"UPDATE {part.table} SET worst = 1 WHERE worst = 0 AND n IN (SELECT n FROM {found})")

    # -- reading and checking -------------------------------------------------------------------------------

    def parts(
        self, progress: Callable[[int], None], finish: Callable[[duckdb.DuckDBPyConnection], None]
    ) -> AbstractContextManager[Iterator[CheckedPart]]:
        """The parts of the file, the next ones being checked while one is used.

        `finish` runs after the last one, in a thread and on a connection of its own; `progress` is told the number of
        rows read, in that thread too.
        """

        def checked() -> Iterable[CheckedPart]:
            for part in self._checked():
                progress(self.intake.table.tally.rows)
                yield part
            finish(self._reading)

        return ahead(checked)

    def drop(self, part: CheckedPart) -> None:
        """Forget the rows of a part."""
        self.execute(f"DROP TABLE {part.table}")

    def _checked(self) -> Iterator[CheckedPart]:
        return side_by_side((partial(self._check, cells) for cells in self._cells()), CHECKED_AT_ONCE)

    def _cells(self) -> Iterator[_Cells]:
        """The cells of each part; a part is numbered before the next one is looked at."""
        table = self.intake.table
        if table.as_is is None:
            with ahead(lambda: table.parts(self.folder)) as parts:
                for part in parts:
                    yield from self._numbered(part)
            return
        as_is = table.as_is
        with ahead(lambda: raw_parts(as_is.path, as_is.skip, self.folder)) as raws:
            for raw in raws:
                if raw.doubtful or (cells := self._as_is(raw)) is None:
                    for part in as_is.carefully(raw.path, table.tally.last + 1, self.folder):
                        yield from self._numbered(part)
                else:
                    yield cells
                raw.path.unlink()

    def _as_is(self, raw: RawPart) -> _Cells | None:
        """The cells of a part as it is; None if it is not what it seemed."""
        tally = self.intake.table.tally
        table = f"parts.raw_{next(self._numbers)}"
        try:
            self._reading.execute(f"CREATE TABLE {table} AS SELECT * FROM {self._read(raw.path, '')}")
        except duckdb.Error:
            return None
        ((rows,),) = self._reading.execute(f"SELECT count(*) FROM {table}").fetchall()
        if rows != raw.lines:
            self._reading.execute(f"DROP TABLE {table}")
            return None
        first = tally.last + 1
        tally.last += rows
        tally.rows += rows
        return _Cells(f"SELECT CAST(rowid + {first} AS INTEGER) AS n, {self._named()} FROM {table}", table)

    def _numbered(self, part: Part) -> Iterator[_Cells]:
        """The cells of a part whose first column is the row's number; its bad lines, which may be millions, go into a
        file beside the session.
        """
        if part.rows:
            table = f"parts.raw_{next(self._numbers)}"
            number = quoted("n") + ": " + quoted("INTEGER") + ", "
            self._reading.execute(f"CREATE TABLE {table} AS SELECT * FROM {self._read(part.path, number)}")
            yield _Cells(f"SELECT n, {self._named()} FROM {table}", table)
        part.path.unlink()
        if part.bad:
            width = str(len(self.intake.table.header.cells))
            with self.bad_lines.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(
                    (line.number, line.fault.value, line.found, _line_value(line, width)) for line in part.bad
                )

    def _read(self, path: Path, number: str) -> str:
        places = range(len(self.intake.table.header.cells))
        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in places)
        return f"read_csv({quoted(str(path))}, columns={{{number}{columns}}}, {_READ})"

    def _named(self) -> str:
        return ", ".join(f"{self._cell(field)} AS {field.id}" for field in self.fields)

    def _cell(self, field: CatalogueField) -> str:
        """A field's cell; columns of a list that arrive twice are joined."""
        places = self.intake.columns.all_places[field.id]
        if field.kind is FieldKind.CODES and len(places) > 1:
            return "concat_ws(';', " + ", ".join(_unless_nothing(f"c{place}") for place in places) + ")"
        return f"c{places[0]}"

    def _check(self, cells: _Cells) -> CheckedPart:
        """Take cells through all layers into a table; the texts of faulty rows are kept for the detail of problems."""
        part = CheckedPart(f"parts.checked_{next(self._numbers)}")
        layers = f"WITH cells AS ({cells.sql}), " + ", ".join(f"{name} AS ({sql})" for name, sql in self._layers)
        with self.connection.cursor() as checking:
            checking.execute(f"CREATE TABLE {part.table} AS {layers} {self._selected()}")
            checking.execute(f"DROP TABLE {cells.table}")
            checking.execute(
                f"INSERT INTO faulty SELECT n, texts, unrated FROM {part.table} WHERE texts IS NOT NULL ORDER BY n"
            )
            self._number_persons(part, checking)
        return part

    def _selected(self) -> str:
        """What is kept of a row. An adverse row whose severity nothing tells is sent back: no default (m16)."""
        fields = [field.id for field in self.fields]
        unrated = "(worst < 2 AND r_severity IS NULL)" if self.intake.law.adverse else "false"
        names = [TEXT_PREFIX + field.id if has_own_type(field) else field.id for field in self.fields]
        return (
            f"SELECT {', '.join(['n', *fields, *OWN])}, {self._check_failed()} AS check_failed, {unrated} AS unrated,"
            f" CASE WHEN {unrated} THEN CAST(2 AS TINYINT) ELSE worst END AS worst,"
            f" {self._key()} AS key, {self._digest()} AS digest,"
            f" CASE WHEN worst > 0 OR {unrated} THEN [{', '.join(names)}] END AS texts FROM described"
        )

    def _check_failed(self) -> str:
        """The code by which the row names its subject does not end in its check character."""
        field = self.intake.item.by_role(FieldRole.PARTY_CODE)
        if field is None or field.kind is not FieldKind.USCC or field not in self.fields:
            return "false"
        failed = f"{VERDICT_PREFIX}{field.id} = {int(Verdict.CHECK_FAILED)}"
        return f"(scheme = 'uscc' AND coalesce({failed}, false))"

    # -- keys and digests -----------------------------------------------------------------------------------

    def _key(self) -> str:
        """The record's key: item, agency and the item's key fields, hashed with the installation's salt."""
        present = {field.id for field in self.fields}
        parts = [f"coalesce(CAST({id} AS VARCHAR), '')" for id in self.intake.item.key if id in present]
        head = quoted(f"{self._salt}|{self.intake.item.id}|{self._agency}")
        return f"CAST(md5(concat_ws(chr(31), {', '.join([head, *parts])})) AS UUID)"

    def _digest(self) -> str:
        """The digest of a row's content, its state and the reason of a withdrawal left out."""
        parts = [f"'{field.id}=' || CAST({field.id} AS VARCHAR)" for field in self.fields if field.role not in _MARKED]
        return f"CAST(md5(concat_ws(chr(31), {', '.join([quoted(self._salt), *parts])})) AS UUID)"

    # -- natural persons ------------------------------------------------------------------------------------

    def _number_persons(self, part: CheckedPart, checking: duckdb.DuckDBPyConnection) -> None:
        """Give the rows of natural persons their keyed index as identifier."""
        names = self._person_columns()
        if names is None:
            return
        _, kind, number = names
        found = checking.execute(
            f"SELECT DISTINCT coalesce({kind}, ''), {number} FROM {part.table}"
            f" WHERE person AND worst < 2 AND {number} IS NOT NULL"
        ).fetchall()
        if not found:
            return
        indexed = [(k, n, person_index(self._index_key, str(k), str(n)).hex()) for k, n in found]
        columns = list(zip(*indexed, strict=True))
        checking.register("indexed", pa.table({"k": columns[0], "v": columns[1], "i": columns[2]}))
        checking.execute(
            f"UPDATE {part.table} SET identifier = i FROM indexed"
            f" WHERE person AND worst < 2 AND coalesce({kind}, '') = k AND {number} = v"
        )
        checking.unregister("indexed")

    def _person_columns(self) -> tuple[str, str, str] | None:
        """Expressions of a person's name, document kind and document number; None where the file has no number."""
        present = {field.id for field in self.fields}
        number = self.intake.item.by_role(FieldRole.PERSON_NUMBER)
        name = self.intake.item.by_role(FieldRole.PARTY_NAME)
        if number is None or number.id not in present:
            return None
        kind = "person_document_kind" if "person_document_kind" in present else "NULL"
        return (name.id if name and name.id in present else "NULL", kind, number.id)

    def persons(self, part: CheckedPart) -> dict[str, Identity]:
        """By keyed index, the identity of each natural person of a part."""
        names = self._person_columns()
        if names is None:
            return {}
        name, kind, number = names
        found = self.execute(
            f"SELECT identifier, arg_min(coalesce({name}, ''), n), arg_min(coalesce({kind}, ''), n),"
            f" arg_min({number}, n) FROM {part.table} WHERE person AND identifier <> '' GROUP BY identifier"
        ).fetchall()
        return {str(i): Identity(str(a), str(k), str(v)) for i, a, k, v in found}


def _unless_nothing(cell: str) -> str:
    """A cell of a joined list: null where it holds one of the ways of writing nothing, or the list would name that."""
    markers = ", ".join(quoted(marker) for marker in NULL_MARKERS)
    return f"CASE WHEN regexp_replace({cell}, {quoted(OUTER_BLANKS)}, '', 'g') NOT IN ({markers}) THEN {cell} END"


def _line_value(line: BadLine, width: str) -> str:
    """What the problem shows: the number of cells expected, or the line's first character: the rest may be personal."""
    if line.fault is LineFault.COLUMNS:
        return width
    first = line.text[:1] if line.text[:1].isprintable() else ""
    return f"{first}***" if line.text else ""


def salt_of(index_key: bytes) -> str:
    """The installation's salt for keys and digests, drawn from its index key."""
    return hmac.new(index_key, b"record keys and digests", sha256).hexdigest()[:32]
