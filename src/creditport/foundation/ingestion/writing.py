"""Writes a checked submission into PostgreSQL, inside the transaction of the action that applies it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from duckdb.func import FunctionNullHandling, PythonUDFType

from creditport.engines.checks.numbers import RESIDENT_ANYWHERE
from creditport.foundation.ingestion.content import Content, escaped
from creditport.foundation.ingestion.copying import copy_lines
from creditport.foundation.ingestion.intake import Intake
from creditport.foundation.ingestion.linking import Cursor, Maker, link_subjects
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.persons import seal_many
from creditport.foundation.ingestion.staging import Staging, quoted
from creditport.foundation.ingestion.statements import statement
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
_LONG_NUMBER = "[0-9]{9,}[0-9Xx]"


@dataclass(frozen=True, slots=True)
class Writer:
    """What is written, for which submission, with which keys."""

    staging: Staging
    intake: Intake
    submission: Submission
    at: datetime
    data_key: bytes

    # -- earlier versions -----------------------------------------------------------------------------------

    def load_prior(self, cursor: Cursor) -> None:
        """Fill `prior` with the latest versions of the records that this file may change."""
        earlier = self._earlier_submissions(cursor)
        if not earlier:
            return
        ((number,),) = self.staging.execute("SELECT count(*) FROM checked WHERE worst < 2").fetchall()
        if number <= FEW:
            keys = [str(key) for (key,) in self.staging.execute("SELECT key FROM checked WHERE worst < 2").fetchall()]
            cursor.execute(statement("prior_versions", where="key = ANY(%s::uuid[])"), [keys])
            self._keep_prior(cursor.fetchall())
        else:
            self._stream_prior(cursor, earlier)

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

    def link(self, cursor: Cursor) -> int:
        """Join rows to subjects; how many subjects were made."""
        item = self.intake.item
        kinds = item.subject_kinds
        maker = Maker(
            submission_id=self.submission.id,
            at=self.at,
            kind=kinds[0].value if item.registers_subject and len(kinds) == 1 else "",
            name_kind=str(NameKind.CURRENT if item.registers_subject else NameKind.REPORTED),
        )
        return link_subjects(self.staging, cursor, self._name(), maker, self.data_key)

    def _name(self) -> str:
        field = self.intake.item.by_role(FieldRole.PARTY_NAME)
        return field.id if field and field.id in self.intake.columns.places else "CAST(NULL AS VARCHAR)"

    def note_other_names(self) -> None:
        """Warn where the name is not the one by which the subject is registered."""
        name = self._name()
        if self.intake.item.registers_subject:
            return
        differs = (
            "SELECT c.n, l.known_as FROM checked AS c"
            " JOIN link AS l ON l.scheme = c.scheme AND l.identifier = c.identifier"
            f" WHERE c.worst < 2 AND NOT c.person AND l.known_as <> '' AND {name} <> l.known_as"
            f" AND c.n NOT IN (SELECT n FROM unchanged) AND c.n NOT IN (SELECT n FROM repeated)"
        )
        self.staging.execute(f"CREATE OR REPLACE TABLE differing AS {differs}")
        field = quoted(name)
        self.staging.execute(
            f"INSERT INTO problem SELECT n, {field}, 'name-differs', d.known_as, 1, left({name}, 200)"
            " FROM checked JOIN differing AS d USING (n)"
        )
        self.staging.execute("UPDATE checked SET worst = 1 WHERE worst = 0 AND n IN (SELECT n FROM differing)")

    # -- records and problems -------------------------------------------------------------------------------

    def copy_records(self, cursor: Cursor, progress: Callable[[int], None]) -> int:
        """All accepted rows as versions."""
        self._register_sealing()
        content = Content(self.intake.plan.fields)
        sql = statement(
            "record_lines",
            item=quoted(self.submission.item),
            adverse="'t'" if self.intake.law.adverse else "'f'",
            agency=quoted(self.submission.agency),
            submission=str(self.submission.id),
            reason=escaped("c.r_reason"),
            content=content.content(),
            held=content.held(),
            sealed=content.sealed(),
            digest=self.staging.digest,
            recorded_at=quoted(self.at.isoformat()),
            rules=quoted(self.intake.registry.version),
            shown=self._shown(),
        )
        return copy_lines(self.staging.connection, sql, cursor, _RECORD, progress)

    def _shown(self) -> str:
        """Shown by the terms, joined to a subject that is no person, complete, and in force."""
        if not self.intake.plan.complete:
            return "false"
        return "(c.r_shown AND l.subject_id IS NOT NULL AND NOT c.person AND NOT c.r_withdrawn)"

    def _register_sealing(self) -> None:
        data_key = self.data_key

        def seal_fields(keys: pa.ChunkedArray, plain: pa.ChunkedArray) -> pa.Array:
            return pa.array(seal_many(data_key, keys.to_pylist(), plain.to_pylist()), pa.binary())

        self.staging.connection.create_function(
            "seal_fields",
            seal_fields,
            ["VARCHAR", "VARCHAR"],
            "BLOB",
            type=PythonUDFType.ARROW,
            null_handling=FunctionNullHandling.SPECIAL,
            side_effects=True,
        )

    def copy_problems(self, cursor: Cursor) -> int:
        """All problems, with masked values where they are personal."""
        self.staging.name_headers()
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
