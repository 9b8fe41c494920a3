"""The checks of one file: layers of Ibis expressions over its columns, compiled for an engine.

    cells   n and one text per field, as the file has them
    stripped, cleaned: without blanks at the ends, then null for the ways of writing nothing
    typed   each field in its own type, its cleaned text beside it where they differ
    marked  typed, and whether each code ends in the right check character
    weighed marked, and what each code is
    judged  typed, and `worst`: what the findings do to the row (0 sound, 1 warned, 2 rejected, 3 quarantined)

Sound rows go through the layers once. Which findings a faulty row has is asked afterwards, of the faulty rows alone.
Each layer is compiled for itself, so that no expression is repeated in another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import ibis
import ibis.expr.types as ir

from creditport.engines.checks.columns import Columns
from creditport.engines.checks.fields import (
    BIDI,
    CONTROL,
    PASSES_PREFIX,
    TEXT_PREFIX,
    VERDICT_PREFIX,
    FieldChecks,
    has_own_type,
    is_free_text,
    value_of,
)
from creditport.engines.checks.findings import Consequence, Finding
from creditport.engines.checks.numbers import RESIDENT_IN_TEXT, holds_person_number, uscc_check_passes, verdict
from creditport.engines.checks.rows import RowChecks, Span
from creditport.engines.checks.text import any_of, stripped, unless_nothing
from creditport.kernel.packs.schema import CatalogueField, CatalogueItem, CodeList, FieldKind, FieldRole, Requirement

Dialect = Literal["duckdb", "pyspark"]
SUSPECT = "suspect"  # the row's free text, where a first glance suspects something in it
PERSON = "person"
SCHEME = "scheme"
IDENTIFIER = "identifier"
WORST = "worst"
_NATURAL_PERSON = "自然人"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the checks need to know besides the item: the lists, the day, who reports, when the item was in force."""

    code_lists: Mapping[str, CodeList]
    today: date
    agency_code: str | None
    in_force: tuple[Span, ...]


class CheckPlan:
    """The checks of one item over the columns that a file has."""

    def __init__(self, item: CatalogueItem, columns: Columns, setting: Setting) -> None:
        self.item = item
        self.columns = columns
        self._setting = setting
        self.fields = tuple(field for field in item.fields if field.id in columns.places)
        self.complete = not any(
            field.requirement is Requirement.STANDARD and field.id in columns.missing for field in item.fields
        )
        self._compiled: dict[Dialect, tuple[tuple[str, str], ...]] = {}
        self._problems: dict[Dialect, str] = {}
        self.typed = self._typed()
        self.marked = self._marked()
        self.weighed = self._weighed()
        self.findings = tuple(self._findings())

    def cells_table(self) -> ir.Table:
        return ibis.table({"n": "int32"} | {field.id: "string" for field in self.fields}, name="cells")

    def stripped(self) -> ir.Table:
        cells = self.cells_table()
        return cells.select("n", **{field.id: stripped(cells[field.id]) for field in self.fields})

    def cleaned(self) -> ir.Table:
        source = ibis.table(self.cells_table().schema(), name="stripped")
        return source.select("n", **{field.id: unless_nothing(source[field.id]) for field in self.fields})

    def _typed(self) -> ir.Table:
        source = ibis.table(self.cleaned().schema(), name="cleaned")
        values: dict[str, ir.Value] = {"n": source.n}
        for field in self.fields:
            values[field.id] = value_of(field, source[field.id], self._setting.code_lists)
            if has_own_type(field):
                values[TEXT_PREFIX + field.id] = source[field.id]
        values[SUSPECT] = self._suspect(source)
        return source.select(**values)

    def _suspect(self, source: ir.Table) -> ir.StringValue:
        """All free text of a row in which one glance finds a hidden character or the shape of a person's number."""
        free = [source[field.id] for field in self.fields if is_free_text(field)]
        if not free:
            return ibis.null("string")
        whole = ibis.literal("|").join(free)
        return ibis.cases((whole.re_search(f"{CONTROL}|{BIDI}|{RESIDENT_IN_TEXT}"), whole), else_=ibis.null("string"))

    def _marked(self) -> ir.Table:
        source = ibis.table(self.typed.schema(), name="typed")
        return source.mutate(**{PASSES_PREFIX + f.id: self._passes(f, source[f.id]) for f in self._codes()})

    @staticmethod
    def _passes(field: CatalogueField, code: ir.StringValue) -> ir.BooleanValue:
        """Only the party's own code is held to its check character."""
        return uscc_check_passes(code) if field.role is FieldRole.PARTY_CODE else ibis.literal(True)

    def _codes(self) -> list[CatalogueField]:
        return [field for field in self.fields if field.kind is FieldKind.USCC]

    def _weighed(self) -> ir.Table:
        source = ibis.table(self.marked.schema(), name="marked")
        weights = {VERDICT_PREFIX + f.id: verdict(source[f.id], source[PASSES_PREFIX + f.id]) for f in self._codes()}
        return source.mutate(**weights)

    def _row_checks(self) -> RowChecks:
        return RowChecks(self.item, self.weighed_table(), frozenset(field.id for field in self.fields))

    def weighed_table(self) -> ir.Table:
        return ibis.table(self.weighed.schema(), name="weighed")

    def _person(self, rows: RowChecks) -> ir.BooleanValue:
        return rows.is_person(self.person_kinds())

    def person_kinds(self) -> tuple[str, ...]:
        """The codes of the party's kind that mean a natural person."""
        field = self.item.by_role(FieldRole.PARTY_KIND)
        if field is None or field.code_list is None:
            return ()
        return tuple(v.id for v in self._setting.code_lists[field.code_list].values if v.label.zh == _NATURAL_PERSON)

    def _findings(self) -> list[Finding]:
        table, rows = self.weighed_table(), self._row_checks()
        found: list[Finding] = []
        for field in self.fields:
            party = field.role is FieldRole.PARTY_CODE
            found += [
                finding
                for finding in FieldChecks(field, table, self._setting.today, party).all()
                if finding.code != "date-order" or finding.detail in self.columns.places
            ]
        person = self._person(rows)
        found += rows.required_when() + rows.hidden_text(SUSPECT) + rows.party_name()
        found += rows.agency_code(self._setting.agency_code) + rows.no_identifier(person) + rows.person_number(person)
        return found if self.item.registers_subject else found + rows.in_force(self._setting.in_force)

    def judged(self) -> ir.Table:
        table, rows = self.weighed_table(), self._row_checks()
        scheme, identifier = rows.identifier()
        person = self._person(rows)
        whole = table[SUSPECT]
        hidden = {
            Consequence.QUARANTINED: [holds_person_number(whole)],
            Consequence.REJECTED: [whole.re_search(f"{CONTROL}|{BIDI}")],
        }
        levels = (Consequence.QUARANTINED, Consequence.REJECTED, Consequence.WARNED)
        conditions = {
            level: [f.condition for f in self.findings if f.judged and f.consequence is level] for level in levels
        }
        worst = ibis.cases(
            *((any_of(conditions[level] + hidden.get(level, [])), ibis.literal(int(level))) for level in levels),
            else_=ibis.literal(0),
        )
        return table.mutate(
            **{
                PERSON: person,
                SCHEME: ibis.cases((person, "person-index"), else_=scheme),
                IDENTIFIER: ibis.cases((person, ""), else_=identifier),
                WORST: worst.cast("int8"),
            }
        )

    def layers(self, dialect: Dialect = "duckdb") -> tuple[tuple[str, str], ...]:
        """Name and SQL of each layer; each reads the one before, the first one reads `cells`."""
        if dialect not in self._compiled:
            self._compiled[dialect] = self._compile(dialect)
        return self._compiled[dialect]

    def _compile(self, dialect: Dialect) -> tuple[tuple[str, str], ...]:
        return (
            ("stripped", _sql(self.stripped(), dialect)),
            ("cleaned", _sql(self.cleaned(), dialect)),
            ("typed", _sql(self.typed, dialect)),
            ("marked", _sql(self.marked, dialect)),
            ("weighed", _sql(self.weighed, dialect)),
            ("judged", _sql(self.judged(), dialect)),
        )

    def problems(self, dialect: Dialect = "duckdb") -> str:
        """SQL over `weighed` (rows known to be faulty): n and the place in `findings` of each finding, in one pass."""
        if dialect not in self._problems:
            self._problems[dialect] = self._compile_problems(dialect)
        return self._problems[dialect]

    def _compile_problems(self, dialect: Dialect) -> str:
        table = self.weighed_table()
        nothing = ibis.null("int32")
        places = [
            ibis.cases((finding.condition, ibis.literal(place, "int32")), else_=nothing)
            for place, finding in enumerate(self.findings)
        ]
        found = table.select("n", finding=ibis.array(places).unnest())
        return _sql(found.filter(found.finding.notnull()), dialect)


def _sql(table: ir.Table, dialect: Dialect) -> str:
    return str(ibis.to_sql(table, dialect=dialect, pretty=False))


def is_text(kind: FieldKind) -> bool:
    """Kinds whose value is the cleaned text itself."""
    return kind in {FieldKind.TEXT, FieldKind.PERSON_NAME, FieldKind.PERSON_NUMBER}
