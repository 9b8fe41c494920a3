"""The DuckDB side of a submission: its rows read, checked and described in one pass, its problems in detail."""

from __future__ import annotations

import csv
import hmac
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from creditport.engines.batch.asis import RawPart, raw_parts
from creditport.engines.batch.session import Batch
from creditport.engines.batch.tables import BadLine, LineFault, Part
from creditport.engines.checks.fields import TEXT_PREFIX, has_own_type, is_personal
from creditport.engines.checks.findings import Finding
from creditport.engines.checks.text import NULL_MARKERS, OUTER_BLANKS
from creditport.foundation.ingestion.intake import Intake
from creditport.foundation.ingestion.statements import statement
from creditport.kernel.packs.schema import CatalogueField, FieldKind, FieldRole
from creditport.subjects.persons.identity import Identity, person_index

OWN = (
    "person", "scheme", "identifier", "worst", "r_decided_on", "r_valid_until", "r_withdrawn", "r_reason",
    "r_severity", "r_shown", "r_public_from", "r_repair_opens_on", "r_public_until",
)  # fmt: skip
_READ = (
    "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', max_line_size=2097152, buffer_size=8388608"
)
_MARKED = {FieldRole.STATE, FieldRole.WITHDRAWAL_REASON}


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


Made = TypeVar("Made")


def _ahead(parts: Iterator[Made]) -> Iterator[Made]:
    """The parts, the next one being made while the present one is used."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = maker.submit(next, parts, None)
            yield part


class Staging:
    """One submission's rows in a DuckDB session."""

    def __init__(self, batch: Batch, intake: Intake, agency: str, salt: str) -> None:
        self.connection: duckdb.DuckDBPyConnection = batch.connection
        self._batch = batch
        self._intake = intake
        self._agency = agency
        self._salt = salt  # of the installation: digests of personal content must not be guessable
        self._fields = intake.plan.fields
        self._layers = (*intake.plan.layers(), *intake.description.layers())
        self.digest = self._digest()

    @property
    def folder(self) -> Path:
        return self._batch.folder

    @property
    def bad_lines(self) -> Path:
        """Where the lines that are no rows wait until their problems are written; absent when there are none."""
        return self.folder / "bad-lines.csv"

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(sql)

    # -- reading and checking -------------------------------------------------------------------------------

    def check(self, progress: Callable[[int], None]) -> None:
        """Read every part and put its rows, checked and described, into `checked`; then the detail of problems."""
        self._make_tables()
        for _ in self._take_parts():
            progress(self._intake.table.tally.rows)
        self._problems()
        self._without_severity()

    def _take_parts(self) -> Iterator[None]:
        """Put part after part into `checked`, the next one being read meanwhile."""
        table = self._intake.table
        if table.as_is is None:
            for part in _ahead(table.parts(self.folder)):
                self._take(part)
                yield
            return
        for raw in _ahead(raw_parts(table.as_is.path, table.as_is.skip, self.folder)):
            if raw.doubtful or not self._insert_raw(raw):
                for part in table.as_is.carefully(raw.path, table.tally.last + 1, self.folder):
                    self._take(part)
            raw.path.unlink()
            yield

    def _take(self, part: Part) -> None:
        """Check the rows of a part, and put its bad lines, which may be millions, into a file beside the session."""
        if part.rows:
            self._insert(self._numbered(part))
        part.path.unlink()
        if part.bad:
            width = str(len(self._intake.table.header.cells))
            with self.bad_lines.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(
                    (line.number, line.fault.value, line.found, _line_value(line, width)) for line in part.bad
                )

    def _insert_raw(self, raw: RawPart) -> bool:
        """Read a part as it is. False if it is not what it seemed: then nothing of it was taken."""
        tally = self._intake.table.tally
        try:
            self.execute(f"CREATE OR REPLACE TABLE parts.raw AS SELECT * FROM {self._read(raw.path, '')}")
        except duckdb.Error:
            return False
        ((rows,),) = self.execute("SELECT count(*) FROM parts.raw").fetchall()
        if rows != raw.lines:
            return False
        self._insert(f"SELECT CAST(rowid + {tally.last + 1} AS INTEGER) AS n, {self._named()} FROM parts.raw")
        tally.last += rows
        tally.rows += rows
        return True

    def _read(self, path: Path, number: str) -> str:
        places = range(len(self._intake.table.header.cells))
        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in places)
        return f"read_csv({quoted(str(path))}, columns={{{number}{columns}}}, {_READ})"

    def _named(self) -> str:
        return ", ".join(f"{self._cell(field)} AS {field.id}" for field in self._fields)

    def _numbered(self, part: Part) -> str:
        """The cells of a part whose first column is the row's number."""
        return f"SELECT n, {self._named()} FROM {self._read(part.path, quoted('n') + ': ' + quoted('INTEGER') + ', ')}"

    def _cell(self, field: CatalogueField) -> str:
        """A field's cell; columns of a list that arrive twice are joined."""
        places = self._intake.columns.all_places[field.id]
        if field.kind is FieldKind.CODES and len(places) > 1:
            return "concat_ws(';', " + ", ".join(_unless_nothing(f"c{place}") for place in places) + ")"
        return f"c{places[0]}"

    def _with_layers(self, cells: str, layers: tuple[tuple[str, str], ...]) -> str:
        return f"WITH cells AS ({cells}), " + ", ".join(f"{name} AS ({sql})" for name, sql in layers)

    def _texts(self) -> str:
        """The cleaned texts of a faulty row, kept for the detail of its problems; nothing for a sound row."""
        names = [TEXT_PREFIX + field.id if has_own_type(field) else field.id for field in self._fields]
        return f"CASE WHEN worst > 0 THEN [{', '.join(names)}] END"

    def _selected(self) -> str:
        names = ["n", *(field.id for field in self._fields), *OWN]
        return f"SELECT {', '.join(names)}, {self._key()} AS key, {self._texts()} AS texts FROM described"

    def _make_tables(self) -> None:
        empty = "SELECT CAST(NULL AS INTEGER) AS n, " + ", ".join(
            f"CAST(NULL AS VARCHAR) AS {f.id}" for f in self._fields
        )
        self.execute(f"CREATE TABLE checked AS {self._with_layers(empty, self._layers)} {self._selected()} LIMIT 0")
        self.execute(
            "CREATE TABLE problem"
            " (n INTEGER, field VARCHAR, code VARCHAR, detail VARCHAR, level TINYINT, value VARCHAR)"
        )
        self.execute("CREATE TABLE prior (key UUID, version INTEGER, digest UUID, withdrawn BOOLEAN)")
        self.execute("CREATE TABLE link (scheme VARCHAR, identifier VARCHAR, subject_id BIGINT, known_as VARCHAR)")
        self.execute("CREATE TABLE repeated (n INTEGER, first INTEGER, same BOOLEAN)")
        self.execute("CREATE TABLE unchanged (n INTEGER, stays_withdrawn BOOLEAN)")

    def _insert(self, cells: str) -> None:
        self.execute(f"INSERT INTO checked {self._with_layers(cells, self._layers)} {self._selected()}")

    # -- keys and digests -----------------------------------------------------------------------------------

    def _key(self) -> str:
        """The record's key: item, agency and the item's key fields, hashed with the installation's salt."""
        present = {field.id for field in self._fields}
        parts = [f"coalesce(CAST({id} AS VARCHAR), '')" for id in self._intake.item.key if id in present]
        head = quoted(f"{self._salt}|{self._intake.item.id}|{self._agency}")
        return f"CAST(md5(concat_ws(chr(31), {', '.join([head, *parts])})) AS UUID)"

    def _digest(self) -> str:
        """The digest of a row's content, its state and the reason of a withdrawal left out."""
        parts = [f"'{field.id}=' || CAST({field.id} AS VARCHAR)" for field in self._fields if field.role not in _MARKED]
        return f"CAST(md5(concat_ws(chr(31), {', '.join([quoted(self._salt), *parts])})) AS UUID)"

    def number_persons(self, index_key: bytes) -> None:
        """Give the rows of natural persons their keyed index as identifier."""
        names = self._person_columns()
        if names is None:
            return
        _, kind, number = names
        found = self.execute(
            f"SELECT DISTINCT coalesce({kind}, ''), {number} FROM checked"
            f" WHERE person AND worst < 2 AND {number} IS NOT NULL"
        ).fetchall()
        if not found:
            return
        indexed = [(k, n, person_index(index_key, str(k), str(n)).hex()) for k, n in found]
        columns = list(zip(*indexed, strict=True))
        self.connection.register("arriving", pa.table({"k": columns[0], "v": columns[1], "i": columns[2]}))
        self.execute(
            f"UPDATE checked SET identifier = i FROM arriving"
            f" WHERE person AND worst < 2 AND coalesce({kind}, '') = k AND {number} = v"
        )
        self.connection.unregister("arriving")

    def _person_columns(self) -> tuple[str, str, str] | None:
        """Expressions of a person's name, document kind and document number; None where the file has no number."""
        present = {field.id for field in self._fields}
        number = self._intake.item.by_role(FieldRole.PERSON_NUMBER)
        name = self._intake.item.by_role(FieldRole.PARTY_NAME)
        if number is None or number.id not in present:
            return None
        kind = "person_document_kind" if "person_document_kind" in present else "NULL"
        return (name.id if name and name.id in present else "NULL", kind, number.id)

    def persons(self) -> dict[str, Identity]:
        """By keyed index, the identity of each natural person of the file."""
        names = self._person_columns()
        if names is None:
            return {}
        name, kind, number = names
        found = self.execute(
            f"SELECT identifier, arg_min(coalesce({name}, ''), n), arg_min(coalesce({kind}, ''), n),"
            f" arg_min({number}, n) FROM checked WHERE person AND identifier <> '' GROUP BY identifier"
        ).fetchall()
        return {str(i): Identity(str(a), str(k), str(v)) for i, a, k, v in found}

    # -- problems -------------------------------------------------------------------------------------------

    def _problems(self) -> None:
        """Which findings the faulty rows have: the last layers once more, for them alone."""
        texts = ", ".join(f"texts[{place}] AS {field.id}" for place, field in enumerate(self._fields, start=1))
        cleaned = f"SELECT n, {texts} FROM checked WHERE worst > 0"
        layers = dict(self._intake.plan.layers())
        chosen = tuple((name, layers[name]) for name in ("typed", "marked", "weighed"))
        inner = ", ".join(f"{name} AS ({sql})" for name, sql in chosen)
        self.execute(f"CREATE TEMP TABLE weighed AS WITH cleaned AS ({cleaned}), {inner} SELECT * FROM weighed")
        self._name_findings()
        self.execute(f"CREATE TEMP TABLE found AS {self._intake.plan.problems()}")
        self.execute(
            "INSERT INTO problem SELECT n, finding.field, finding.code, finding.detail, finding.level,"
            " coalesce(left(checked.texts[finding.place], 200), '')"  # an item's field may bear any of these names
            " FROM found JOIN finding USING (finding) JOIN checked USING (n)"
        )
        self.execute("DROP TABLE weighed")

    def _name_findings(self) -> None:
        """What each finding of the plan is, and which of a row's texts it is about."""
        table = _findings_table(self._intake.plan.findings, self._fields)
        self.connection.register("arriving", table)
        self.execute("CREATE TEMP TABLE finding AS SELECT * FROM arriving")
        self.connection.unregister("arriving")

    def _without_severity(self) -> None:
        """An adverse row whose severity nothing tells is sent back: there is no default (m16)."""
        if not self._intake.law.adverse:
            return
        unknown = "SELECT n FROM checked WHERE worst < 2 AND r_severity IS NULL"
        self.execute(f"INSERT INTO problem SELECT n, '', 'severity-unknown', '', 2, '' FROM ({unknown})")
        self.execute("UPDATE checked SET worst = 2 WHERE worst < 2 AND r_severity IS NULL")

    def find_repeated(self) -> None:
        """Rows of the same record within the file."""
        self.execute(statement("find_repeated", digest=self.digest))
        self.execute(
            "INSERT INTO problem SELECT n, '', CASE WHEN same THEN 'duplicate-row' ELSE 'duplicate-key' END,"
            " CAST(first AS VARCHAR), CASE WHEN same THEN 1 ELSE 2 END, '' FROM repeated"
        )

    def find_unchanged(self) -> None:
        """Rows that change nothing against `prior`."""
        self.execute(statement("find_unchanged", digest=self.digest))
        self.execute(
            "INSERT INTO problem SELECT n, '', 'stays-withdrawn', '', 1, '' FROM unchanged WHERE stays_withdrawn"
        )

    def name_headers(self) -> None:
        """The header of each field as the file has it, and whether its values are personal."""
        self.execute("CREATE TABLE header (field VARCHAR, header VARCHAR, personal BOOLEAN)")
        for field in self._intake.item.fields:
            header = self._intake.columns.header(field.id)
            self.connection.execute("INSERT INTO header VALUES (?, ?, ?)", [field.id, header, is_personal(field)])

    def counts(self, late_before: date | None) -> dict[str, int]:
        """What became of the rows: received = accepted + unchanged + rejected + quarantined."""
        bound = quoted(str(late_before)) if late_before else "NULL"
        (found,) = self.execute(statement("count_rows", late_before=f"CAST({bound} AS DATE)")).fetchall()
        names = ("accepted", "unchanged", "rejected", "quarantined", "warned", "late")
        counted = dict(zip(names, map(int, found), strict=True))
        counted["rejected"] += self._intake.table.tally.bad
        counted["received"] = sum(counted[name] for name in names[:4])
        return counted

    def unchanged_ranges(self) -> list[list[int]]:
        return [[int(first), int(last)] for first, last in self.execute(statement("unchanged_ranges")).fetchall()]


def _findings_table(findings: Sequence[Finding], fields: Sequence[CatalogueField]) -> pa.Table:
    """The findings of a plan by number; `place` 0 where a finding is about no one field."""
    places = {field.id: place for place, field in enumerate(fields, start=1)}
    return pa.table(
        {
            "finding": list(range(len(findings))),
            "field": [each.field for each in findings],
            "code": [each.code for each in findings],
            "detail": [each.detail for each in findings],
            "level": [int(each.consequence) for each in findings],
            "place": [places.get(each.field, 0) for each in findings],
        }
    )


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
