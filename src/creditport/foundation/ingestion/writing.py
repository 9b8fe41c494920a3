"""Writes a checked submission into PostgreSQL, inside the transaction of the action that applies it."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
from duckdb.func import FunctionNullHandling, PythonUDFType

from creditport.engines.checks.numbers import RESIDENT_ANYWHERE
from creditport.engines.search.initials import register_initials
from creditport.foundation.ingestion.content import Content, escaped
from creditport.foundation.ingestion.copying import Cursor, copy_blocks, copy_lines, lines_ahead
from creditport.foundation.ingestion.linking import Linker, Maker
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.outcome import Outcome
from creditport.foundation.ingestion.persons import seal_many
from creditport.foundation.ingestion.registering import keep_registered, update_register
from creditport.foundation.ingestion.staging import CheckedPart, Staging, quoted
from creditport.foundation.ingestion.statements import statement
from creditport.kernel.crypto.keys import DataKeys
from creditport.kernel.packs.schema import FieldRole
from creditport.subjects.register.choices import NameKind

FEW = 5_000
_RECORD = (
    "foundation_record (key, version, cause, item, adverse, subject_id, linked_by, agency, submission_id, row_number,"
    " severity, decided_on, valid_until, state, reason, content, held, sealed, digest, recorded_at, rules, shown,"
    " public_from, repair_opens_on, public_until)"
)
_PROBLEM = (
    'foundation_rowproblem (submission_id, row_number, field, "column", value, code, params, warning, disposition)'
)
_NO_NAME = "CAST(NULL AS VARCHAR)"
_LONG_NUMBER = "[0-9]{9,}[0-9Xx]"


class Writer:
    """Writes one submission: what, for which submission, with which keys."""

    def __init__(
        self, staging: Staging, submission: Submission, at: datetime, data_keys: DataKeys, late_before: date | None
    ) -> None:
        self.staging = staging
        self.intake = staging.intake
        self.submission = submission
        self.at = at
        self.late_before = late_before  # decisions before this day were reported too late
        self.outcome = Outcome(staging, late_before)
        self._data_keys = data_keys
        self._all_prior = False  # `prior` holds the versions of all records that this agency reported of this item
        self._registers = False  # some rows say something for the register
        self._record_lines = self._lines_of_records()
        register_initials(staging.connection)
        self._register_sealing()

    def linker(self, cursor: Cursor) -> Linker:
        """What joins the rows to subjects inside this transaction."""
        kinds, registers = self.intake.item.subject_kinds, self.intake.item.registers_subject
        maker = Maker(
            submission_id=self.submission.id,
            at=self.at,
            kind=kinds[0].value if registers and len(kinds) == 1 else "",
            name_kind=str(NameKind.CURRENT if registers else NameKind.REPORTED),
        )
        return Linker(self.staging, cursor, self._name(), maker, self._data_keys)

    def write(self, part: CheckedPart, linker: Linker, cursor: Cursor) -> None:
        """One part: matched to earlier versions and to subjects, copied, counted and forgotten."""
        self.outcome.find_repeated(part)
        self._load_prior(part, cursor)
        self.outcome.find_unchanged(part)
        linker.link(part)
        with lines_ahead(self.staging.connection, self._record_lines.replace("{{rows}}", part.table)) as lines:
            linker.write_new(part)
            if self.intake.item.registers_subject:
                keep_registered(self.staging, part)
                self._registers = True
            else:
                self._note_other_names(part)
            copy_blocks(lines, cursor, _RECORD)
        self.outcome.close(part)
        self.staging.drop(part)

    def finish(self, cursor: Cursor) -> None:
        """What is written once all parts are: the register and the problems."""
        if self._registers:
            update_register(self.staging, cursor, self.at)
        self._copy_problems(cursor)

    # -- earlier versions -----------------------------------------------------------------------------------

    def _load_prior(self, part: CheckedPart, cursor: Cursor) -> None:
        """Fill `prior` with the latest versions of the records that this part may change."""
        if self._all_prior:
            return
        earlier = self._earlier_submissions(cursor)
        if not earlier:
            self._all_prior = True
            return
        found = f"FROM {part.table} WHERE worst < 2"
        if self.staging.count(f"{part.table} WHERE worst < 2") <= FEW:
            keys = [str(key) for (key,) in self.staging.execute(f"SELECT key {found}").fetchall()]
            cursor.execute(statement("prior_versions", where="key = ANY(%s::uuid[])"), [keys])
            self._keep_prior(cursor.fetchall())
        else:
            self.staging.execute("TRUNCATE prior")
            self._stream_prior(cursor, earlier)
            self._all_prior = True

    def _earlier_submissions(self, cursor: Cursor) -> list[int]:
        cursor.execute(
            "SELECT id FROM foundation_submission WHERE item = %s AND agency = %s AND state = 'applied'"
            " AND accepted > 0 AND id <> %s",
            [self.submission.item, self.submission.agency, self.submission.id],
        )
        return [int(str(id)) for (id,) in cursor.fetchall()]

    def _keep_prior(self, rows: list[tuple[object, ...]]) -> None:
        if not rows:
            return
        keys, versions, digests, withdrawn = zip(*rows, strict=True)
        table = pa.table({"k": [str(k) for k in keys], "v": versions, "d": [str(d) for d in digests], "w": withdrawn})
        self.staging.connection.register("arriving", table)
        self.staging.execute("INSERT INTO prior SELECT CAST(k AS UUID), v, CAST(d AS UUID), w FROM arriving")
        self.staging.connection.unregister("arriving")

    def _stream_prior(self, cursor: Cursor, earlier: list[int]) -> None:
        """Copy the versions out through a file beside the session; the index on the submission finds them."""
        where = f"submission_id IN ({', '.join(map(str, earlier))})"
        path = self.staging.folder / "prior.csv"
        with (
            path.open("wb") as file,
            cursor.copy(f"COPY ({statement('prior_versions', where=where)}) TO STDOUT CSV") as out,
        ):
            for block in out:
                file.write(block)
        self.staging.execute(
            f"INSERT INTO prior SELECT k, v, d, w = 't' FROM read_csv({quoted(str(path))}, header=false,"
            " auto_detect=false, columns={'k': 'UUID', 'v': 'INTEGER', 'd': 'UUID', 'w': 'VARCHAR'})"
        )
        path.unlink()

    # -- subjects -------------------------------------------------------------------------------------------

    def _name(self) -> str:
        field = self.intake.item.by_role(FieldRole.PARTY_NAME)
        return field.id if field and field.id in self.intake.columns.places else _NO_NAME

    def _note_other_names(self, part: CheckedPart) -> None:
        """Warn where the name is not the one by which the subject is registered."""
        name = self._name()
        if name == _NO_NAME:
            return
        self.staging.execute(statement("find_other_names", rows=part.table, name=f"c.{name}"))
        self.staging.execute(
            f"INSERT INTO problem SELECT n, {quoted(name)}, 'name-differs', known_as, 1, left(name, 200)"
            " FROM parts.differing"
        )
        self.staging.warn(part, "parts.differing")

    # -- records and problems -------------------------------------------------------------------------------

    def _lines_of_records(self) -> str:
        """The statement that makes the lines of a part; the place `rows` is left for the part's table."""
        content = Content(self.intake.plan.fields)
        return statement(
            "record_lines",
            item=quoted(self.submission.item),
            adverse="'t'" if self.intake.law.adverse else "'f'",
            agency=quoted(self.submission.agency),
            submission=str(self.submission.id),
            reason=escaped("c.r_reason"),
            content=content.content(),
            held=content.held(),
            sealed=content.sealed(),
            recorded_at=quoted(self.at.isoformat()),
            rules=quoted(self.intake.registry.version),
            shown=self._shown(),
        )

    def _shown(self) -> str:
        """Shown by the terms, joined to a subject that is no person, complete, and in force."""
        if not self.intake.plan.complete:
            return "false"
        return "(c.r_shown AND l.subject_id IS NOT NULL AND NOT c.person AND NOT c.r_withdrawn)"

    def _register_sealing(self) -> None:
        data_keys = self._data_keys

        def seal_fields(keys: pa.ChunkedArray, plain: pa.ChunkedArray) -> pa.Array:
            return seal_many(data_keys, keys, plain)

        self.staging.connection.create_function(
            "seal_fields",
            seal_fields,
            ["VARCHAR", "VARCHAR"],
            "BLOB",
            type=PythonUDFType.ARROW,
            null_handling=FunctionNullHandling.SPECIAL,
            side_effects=True,
        )

    def _copy_problems(self, cursor: Cursor) -> int:
        """All problems, with masked values where they are personal."""
        self.outcome.name_headers()
        value = f"""CASE WHEN coalesce(p.value, '') = '' THEN ''
            WHEN p.code LIKE 'person-number%' OR p.personal OR (f.person AND p.field <> '')
            THEN left(p.value, 1) || '***'
            WHEN f.fate = 'quarantined' THEN regexp_replace(left(p.value, 200), '{_LONG_NUMBER}', '***', 'g')
            ELSE regexp_replace(left(p.value, 200), '{RESIDENT_ANYWHERE}', '***', 'g') END"""
        params = "CASE WHEN p.detail = '' THEN '{}' ELSE CAST(to_json({'detail': p.detail}) AS VARCHAR) END"
        sql = statement(
            "problem_lines",
            submission=str(self.submission.id),
            escaped_column=escaped("left(p.header, 200)"),
            escaped_value=escaped(value),
            escaped_params=escaped(params),
        )
        copied = copy_lines(self.staging.connection, sql, cursor, _PROBLEM)
        return copied + self._copy_bad_lines(cursor)

    def _copy_bad_lines(self, cursor: Cursor) -> int:
        """The problems of lines that were no rows, straight from their file."""
        if not self.staging.bad_lines.exists():
            return 0
        path, submission = quoted(str(self.staging.bad_lines)), str(self.submission.id)
        sql = statement("bad_lines", path=path, submission=submission, escaped_value=escaped("value"))
        return copy_lines(self.staging.connection, sql, cursor, _PROBLEM)
