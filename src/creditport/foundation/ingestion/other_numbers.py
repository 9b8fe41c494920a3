"""The further numbers that rows tell of a subject: given to it, or, where another holds them, told to the officer.

A row is joined by one identifier; beside the code it may bring the registration number, the organisation code, the tax
number. Each goes to the row's subject. A number that another subject holds stays there: two subjects are never made
one by a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis

from creditport.engines.checks.rows import CODE_FIELDS, SHORTEST_CODE
from creditport.engines.checks.text import as_code_text
from creditport.foundation.ingestion.copying import Cursor, copy_lines
from creditport.foundation.ingestion.staging import CheckedPart, Staging
from creditport.foundation.ingestion.statements import statement


class OtherNumbers:
    """Learns the further numbers of one submission's rows, part by part."""

    def __init__(self, staging: Staging, match: Callable[[str], None], alone: Callable[[], None]) -> None:
        self._staging = staging
        self._match = match  # puts the holders of identifiers into `link`
        self._alone = alone  # from here on nobody else gives numbers to subjects
        self.fields = tuple(field.id for field in staging.fields if field.id in CODE_FIELDS)
        self._said = _said(self.fields) if self.fields else ""

    def learn(self, part: CheckedPart, cursor: Cursor, *, only: str) -> None:
        """Give the numbers of the joined rows for which `only` holds to their subjects; warn where another has one."""
        execute = self._staging.execute
        filled = " OR ".join(f"{field} IS NOT NULL" for field in self.fields)
        execute(
            statement(
                "other_numbers",
                rows=part.table,
                fields=", ".join(self.fields),
                only=f"({filled}) AND {only}",
                said=self._said,
                shortest=str(SHORTEST_CODE),
            )
        )
        unknown = "SELECT DISTINCT scheme, identifier FROM parts.said ANTI JOIN link USING (scheme, identifier)"
        self._match(unknown)
        if self._staging.count(f"({unknown})"):
            self._alone()
            self._match(unknown)  # somebody may have given them away while we waited
            self._give(cursor)
        self._warn(part)

    def _give(self, cursor: Cursor) -> None:
        """The numbers that nobody holds, each to the subject of the first row that tells it."""
        self._staging.execute(statement("free_numbers"))
        lines = "SELECT concat_ws(chr(9), subject_id, scheme, left(identifier, 64), 't') || chr(10) FROM parts.given"
        columns = "subjects_subjectidentifier (subject_id, scheme, value, check_passed)"
        copy_lines(self._staging.connection, lines, cursor, columns)
        self._staging.execute("INSERT INTO link SELECT scheme, identifier, subject_id, known_as FROM parts.given")

    def _warn(self, part: CheckedPart) -> None:
        self._staging.execute(statement("numbers_of_others"))
        self._staging.execute(
            "INSERT INTO problem SELECT n, field, 'number-of-another', known_as, 1, identifier FROM parts.contested"
        )
        self._staging.warn(part, "parts.contested")


def _said(fields: Sequence[str]) -> str:
    """SQL: from `candidates`, one row for each number that a row tells, in the spelling of codes."""
    kinds = {"n": "int32", "scheme": "string", "identifier": "string"} | dict.fromkeys(fields, "string")
    rows = ibis.table(kinds, name="candidates")
    told = [
        rows.select(
            "n",
            "scheme",
            "identifier",
            field=ibis.literal(field),
            other=ibis.literal(CODE_FIELDS[field]),
            value=as_code_text(rows[field]),
        )
        for field in fields
    ]
    every = told[0] if len(told) == 1 else ibis.union(told[0], *told[1:], distinct=False)
    return str(ibis.to_sql(every, dialect="duckdb"))
