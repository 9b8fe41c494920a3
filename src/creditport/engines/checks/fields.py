"""One field: how its cell becomes a value, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from creditport.engines.checks import amounts, codes, dates, numbers, text
from creditport.engines.checks.findings import Consequence, Finding
from creditport.kernel.packs.schema import CatalogueField, CodeList, FieldKind, FieldRole, Openness, Requirement

TEXT_PREFIX = "t__"  # the cleaned text of a field whose value is not that text
PASSES_PREFIX = "passes__"  # whether a code ends in the right check character
VERDICT_PREFIX = "verdict__"  # what a code is, as a number of `numbers.Verdict`
_OWN_TYPE = {FieldKind.CODE, FieldKind.CODES, FieldKind.DATE, FieldKind.AMOUNT, FieldKind.INTEGER, FieldKind.USCC}
PERSONAL = {FieldKind.PERSON_NAME, FieldKind.PERSON_NUMBER}
CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"
BIDI = r"[\x{202A}-\x{202E}\x{2066}-\x{2069}]"
_FORMULA = r"^[=@]|^[+-][A-Za-z(]"
_SCIENTIFIC = r"^[0-9](\.[0-9]+)?[Ee]\+[0-9]+$"


def has_own_type(field: CatalogueField) -> bool:
    """Whether the value differs from the cleaned text, which is then kept beside it for the findings."""
    return field.kind in _OWN_TYPE


def is_personal(field: CatalogueField) -> bool:
    """A field in which a natural person's data belong; it is sealed."""
    return field.kind in PERSONAL or field.openness is Openness.SEALED


def is_free_text(field: CatalogueField) -> bool:
    """A field that might hold anything, a person's number or a hidden character included."""
    return not is_personal(field) and field.kind in {FieldKind.TEXT, FieldKind.USCC}


def value_of(field: CatalogueField, cell: ir.StringValue, lists: Mapping[str, CodeList]) -> ir.Value:
    """The value of a cleaned cell, of the kind's own type; null where it cannot be read."""
    if field.kind is FieldKind.DATE:
        return dates.as_date(cell)
    if field.kind is FieldKind.AMOUNT:
        return amounts.as_amount(cell, field.unit or "yuan")
    if field.kind is FieldKind.INTEGER:
        return text.half_width(cell).replace(",", "").try_cast("int64")
    if field.kind is FieldKind.USCC:
        return text.as_code_text(cell)
    if field.kind is FieldKind.CODE and field.code_list:
        return codes.as_code(cell, lists[field.code_list])
    if field.kind is FieldKind.CODES and field.code_list:
        return codes.as_codes(cell, lists[field.code_list])
    return cell


class FieldChecks:
    """The findings of one field over the typed table."""

    def __init__(self, field: CatalogueField, table: ir.Table, today: date, party: bool) -> None:
        self._field = field
        self._table = table
        self._today = today
        self._party = party
        self.cell: ir.StringValue = table[TEXT_PREFIX + field.id] if has_own_type(field) else table[field.id]
        self.value: ir.Value = table[field.id]

    def _found(self, code: str, consequence: Consequence, condition: ir.BooleanValue, detail: str = "") -> Finding:
        return Finding(self._field.id, code, consequence, condition, detail)

    def all(self) -> list[Finding]:
        found = [*self._presence(), *self._shape()]
        if self._field.kind is FieldKind.DATE:
            found += self._date()
        elif self._field.kind is FieldKind.AMOUNT:
            found += self._amount()
        elif self._field.kind is FieldKind.USCC:
            found += self._uscc()
        elif self._field.kind in {FieldKind.CODE, FieldKind.CODES} and self._field.code_list:
            found.append(self._found("code-unknown", Consequence.REJECTED, self.cell.notnull() & self.value.isnull()))
        elif self._field.kind is FieldKind.INTEGER:
            found.append(
                self._found("integer-unreadable", Consequence.REJECTED, self.cell.notnull() & self.value.isnull())
            )
        if self._field.role is FieldRole.CITATIONS:
            found += self._citations()
        return found

    def _presence(self) -> list[Finding]:
        if self._field.requirement is Requirement.OPTIONAL:
            return []
        return [self._found("required-missing", Consequence.REJECTED, self.cell.isnull())]

    def _shape(self) -> list[Finding]:
        found = []
        if self._field.length and self._field.kind not in {FieldKind.DATE, FieldKind.AMOUNT, FieldKind.USCC}:
            condition = self.cell.length() > self._field.length
            found.append(self._found("too-long", Consequence.REJECTED, condition, str(self._field.length)))
        if self._field.kind is FieldKind.TEXT:
            sign = text.piece(self.cell, 0, 1).isin(("=", "@", "+", "-"))
            formula = text.when(sign, self.cell.re_search(_FORMULA))
            found.append(self._found("formula-text", Consequence.WARNED, formula))
        return found

    def _date(self) -> list[Finding]:
        none = self.cell.notnull() & self.value.isnull()
        form = dates.has_date_form(self.cell)
        impossible = ibis.cases((none, form), else_=ibis.literal(False))
        unreadable = ibis.cases((none, ~form), else_=ibis.literal(False))
        found = [
            self._found("date-impossible", Consequence.REJECTED, impossible),
            self._found("date-unreadable", Consequence.REJECTED, unreadable),
        ]
        if not self._field.future_allowed:
            found.append(self._found("date-future", Consequence.REJECTED, self.value > ibis.literal(self._today)))
        earlier = self._field.not_before
        if earlier and earlier in self._table.columns:  # a file need not bring the column
            condition = self.value < self._table[earlier]
            found.append(self._found("date-order", Consequence.REJECTED, condition, earlier))
        return found

    def _amount(self) -> list[Finding]:
        unreadable = self.cell.notnull() & self.value.isnull()
        converted = self.value.notnull() & amounts.has_own_unit(self.cell)
        return [
            self._found("amount-unreadable", Consequence.REJECTED, unreadable),
            self._found("amount-negative", Consequence.REJECTED, self.value < 0),
            self._found("amount-converted", Consequence.WARNED, converted),
        ]

    def _uscc(self) -> list[Finding]:
        """The code of the party is judged fully; an agency's is only a mention, so a bad form of it is a warning."""
        verdict = self._table[VERDICT_PREFIX + self._field.id]
        malformed = verdict == numbers.Verdict.MALFORMED
        scientific = text.when(malformed, self.cell.re_search(_SCIENTIFIC))
        worse = Consequence.REJECTED if self._party else Consequence.WARNED
        found = [
            self._found("person-number-in-code", Consequence.QUARANTINED, verdict == numbers.Verdict.PERSON),
            self._found("code-scientific", worse, scientific),
            self._found("uscc-form", worse, malformed & ~scientific),
        ]
        return (
            found
            if not self._party
            else [
                *found,
                self._found("uscc-old-number", Consequence.WARNED, verdict == numbers.Verdict.OLD_NUMBER),
                self._found("uscc-check", Consequence.WARNED, verdict == numbers.Verdict.CHECK_FAILED),
            ]
        )

    def _citations(self) -> list[Finding]:
        """Several laws in one cell: mixed separators and the same law twice."""
        wide = self.cell.re_search("[，；、]")
        members = self.cell.re_replace(f"{codes.SEPARATORS}+", codes.JOINT).split(codes.JOINT)
        twice = ibis.cases(
            (self.cell.re_search(codes.SEPARATORS), members.length() > members.unique().length()),
            else_=ibis.literal(False),
        )
        return [
            self._found("separator-wide", Consequence.WARNED, wide),
            self._found("value-repeated", Consequence.WARNED, twice),
        ]
