"""What became of the rows of a submission: repeated, unchanged, faulty and why; and their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import duckdb
import pyarrow as pa

from creditport.engines.checks.fields import is_personal
from creditport.engines.checks.findings import Finding
from creditport.foundation.ingestion.staging import CheckedPart, Staging, quoted
from creditport.foundation.ingestion.statements import statement
from creditport.kernel.packs.schema import CatalogueField

_COUNTED = ("accepted", "unchanged", "rejected", "quarantined", "warned", "late")


class Outcome:
    """Gathers, part by part, what became of the rows."""

    def __init__(self, staging: Staging, late_before: date | None) -> None:
        self._staging = staging
        bound = quoted(str(late_before)) if late_before else "NULL"
        self._late_before = f"CAST({bound} AS DATE)"
        self._counted: Counter[str] = Counter()

    def find_repeated(self, part: CheckedPart) -> None:
        """Rows of the same record within the file: the first counts."""
        self._staging.execute(statement("find_repeated", rows=part.table))
        self._staging.execute(
            "INSERT INTO problem SELECT n, '', CASE WHEN same THEN 'duplicate-row' ELSE 'duplicate-key' END,"
            " CAST(first AS VARCHAR), CASE WHEN same THEN 1 ELSE 2 END, '' FROM parts.repeated"
        )
        self._staging.execute(statement("remember_keys", rows=part.table))

    def find_unchanged(self, part: CheckedPart) -> None:
        """Rows that change nothing against `prior`."""
        self._staging.execute(statement("find_unchanged", rows=part.table))
        self._staging.execute(
            "INSERT INTO problem SELECT n, '', 'stays-withdrawn', '', 1, '' FROM parts.unchanged WHERE stays_withdrawn"
        )

    def close(self, part: CheckedPart) -> None:
        """Count the rows of a part that is written, and note the fates of those with a problem."""
        (found,) = self._staging.execute(
            statement("count_rows", rows=part.table, late_before=self._late_before)
        ).fetchall()
        self._counted.update(dict(zip(_COUNTED, map(int, found), strict=True)))
        self._staging.execute(statement("remember_fates", rows=part.table))

    def counts(self) -> dict[str, int]:
        """What became of all rows: received = accepted + unchanged + rejected + quarantined."""
        counted = {name: self._counted[name] for name in _COUNTED}
        counted["rejected"] += self._staging.intake.table.tally.bad
        counted["received"] = sum(counted[name] for name in _COUNTED[:4])
        return counted

    def unchanged_ranges(self) -> list[list[int]]:
        """The rows that changed nothing, as ranges of their numbers."""
        found = self._staging.execute(statement("unchanged_ranges")).fetchall()
        return [[int(first), int(last)] for first, last in found]

    # -- problems -------------------------------------------------------------------------------------------

    def find_problems(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Which findings the faulty rows have: the last layers once more, for them alone."""
        plan, fields = self._staging.intake.plan, self._staging.fields
        ((number,),) = connection.execute("SELECT count(*) FROM faulty").fetchall()
        if not number:
            return
        texts = ", ".join(f"texts[{place}] AS {field.id}" for place, field in enumerate(fields, start=1))
        layers = dict(plan.layers())
        chosen = tuple((name, layers[name]) for name in ("typed", "marked", "weighed"))
        inner = ", ".join(f"{name} AS ({sql})" for name, sql in chosen)
        cleaned = f"SELECT n, {texts} FROM faulty"
        connection.execute(f"CREATE TEMP TABLE weighed AS WITH cleaned AS ({cleaned}), {inner} SELECT * FROM weighed")
        connection.register("finding", _findings_table(plan.findings, fields))
        connection.execute(f"CREATE TEMP TABLE found AS {plan.problems()}")
        connection.execute(statement("problems_found"))
        connection.unregister("finding")
        connection.execute("DROP TABLE weighed; DROP TABLE found")

    def name_headers(self) -> None:
        """The header of each field as the file has it, and whether its values are personal."""
        intake = self._staging.intake
        fields = intake.item.fields
        table = {
            "field": [field.id for field in fields],
            "header": [intake.columns.header(field.id) for field in fields],
            "personal": [is_personal(field) for field in fields],
        }
        self._staging.connection.register("header", pa.table(table))


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
