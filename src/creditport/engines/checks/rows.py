"""What can be wrong between the fields of a row, and with its party."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import ibis
import ibis.expr.types as ir

from creditport.engines.checks import codes, numbers
from creditport.engines.checks.fields import BIDI, CONTROL, TEXT_PREFIX, has_own_type, is_free_text
from creditport.engines.checks.findings import Consequence, Finding
from creditport.engines.checks.text import any_of, as_code_text, when
from creditport.kernel.packs.schema import CatalogueField, CatalogueItem, FieldKind, FieldRole, SubjectKind, When

Span = tuple[date, date | None]  # first day, first day no longer
_CASE_WORDS = (
    "(案|一案|案件|处罚决定书?|违法行为|的行为)$|涉嫌|(违反|未按|擅自|非法).{2,}|(销售|经营|生产|发布|使用).{2,}案"
)
_PUNCTUATION = r"[,，;；。!！?？:：、\"“”|#*_=<>《》]|^[.\-·]|[.\-]$"
_BRANCH = "分公司|分店|分行|支行|分厂|分所|分院|分部|营业部|门市部|连锁店|办事处"
_OPEN, _CLOSE = "[(（〔【]", "[)）〕】]"

SHORTEST_CODE = 6  # shorter ones tell nobody apart
CODE_FIELDS = {  # a party's numbers beside its code, with their schemes
    "registration_number": "registration-number",
    "organisation_code": "organisation-code",
    "tax_number": "tax-number",
    "institution_certificate": "institution-certificate",
    "social_certificate": "social-certificate",
}


class RowChecks:
    """Findings that look at more than one field. Absent columns take their checks with them."""

    def __init__(self, item: CatalogueItem, table: ir.Table, present: frozenset[str]) -> None:
        self._item = item
        self._table = table
        self._present = present

    def _role(self, role: FieldRole) -> ir.Value | None:
        field = self._item.by_role(role)
        return self._table[field.id] if field and field.id in self._present else None

    def _name(self) -> tuple[CatalogueField, ir.StringValue] | None:
        field = self._item.by_role(FieldRole.PARTY_NAME)
        return (field, self._table[field.id]) if field and field.id in self._present else None

    def required_when(self) -> list[Finding]:
        found = []
        for field in self._item.fields:
            needed = field.required_when
            if needed is None or needed.field not in self._present or field.id not in self._present:
                continue
            holds = self.holds(needed)
            empty = self._cell(field).isnull()
            found.append(Finding(field.id, "required-when", Consequence.REJECTED, holds & empty, needed.field))
            if field.kind is FieldKind.AMOUNT:
                zero = holds & (self._table[field.id] == 0)
                found.append(Finding(field.id, "amount-zero", Consequence.WARNED, zero, needed.field))
        return found

    def holds(self, when: When) -> ir.BooleanValue:
        field = self._item.field(when.field)
        value = self._table[field.id]
        if field.kind is FieldKind.CODES:
            return codes.has_code(value, when.any_of)
        return value.isin(when.any_of).fill_null(False)

    def _cell(self, field: CatalogueField) -> ir.StringValue:
        cell: ir.StringValue = self._table[TEXT_PREFIX + field.id] if has_own_type(field) else self._table[field.id]
        return cell

    def hidden_text(self, suspect: str) -> list[Finding]:
        """Where persons' numbers and hidden characters stand, in the rows that the first glance suspects."""
        found = []
        glance = self._table[suspect].notnull()
        for field in self._item.fields:
            if not is_free_text(field) or field.id not in self._present:
                continue
            cell = self._cell(field)
            found += [
                Finding(field.id, code, consequence, when(glance, condition), judged=False)
                for code, consequence, condition in self._hidden(field, cell)
            ]
        return found

    @staticmethod
    def _hidden(field: CatalogueField, cell: ir.StringValue) -> Iterable[tuple[str, Consequence, ir.BooleanValue]]:
        if field.kind is not FieldKind.USCC:
            yield "person-number-in-text", Consequence.QUARANTINED, numbers.holds_person_number(cell)
        yield "control-character", Consequence.REJECTED, cell.re_search(CONTROL)
        yield "bidi-character", Consequence.REJECTED, cell.re_search(BIDI)

    def party_name(self) -> list[Finding]:
        """A name polluted with the text of the case, cut off, or of a branch whose parent is named."""
        named = self._name()
        if named is None:
            return []
        field, name = named
        title = self._role(FieldRole.CASE_TITLE)
        unbalanced = name.re_replace("[^(（〔【]", "").length() != name.re_replace("[^)）〕】]", "").length()
        found = [
            Finding(field.id, "name-case-text", Consequence.WARNED, name.re_search(_CASE_WORDS)),
            Finding(field.id, "name-punctuation", Consequence.WARNED, name.re_search(_PUNCTUATION)),
            Finding(field.id, "name-cut", Consequence.WARNED, when(name.re_search(_OPEN + "|" + _CLOSE), unbalanced)),
        ]
        if title is not None:
            found += self._against_title(field.id, name, title)
        return found

    @staticmethod
    def _against_title(field: str, name: ir.StringValue, title: ir.StringValue) -> list[Finding]:
        """The title begins with a longer name: a branch of the party, or the name that was cut."""
        begins = title.startswith(name) & (title.length() > name.length())
        rest = title.substr(name.length())
        branch = rest.re_search(f"^(有限公司|股份有限公司|连锁有限公司|集团有限公司)?[^，,。；;]{{0,20}}?({_BRANCH})")
        own = name.re_search(f"({_BRANCH})$")
        whole = name.re_search("(公司|合作社|事务所)$")
        cut = rest.re_search("^[^，,。；;案]{0,12}?(有限公司|有限责任公司|股份公司|合作社|事务所)")
        return [
            Finding(field, "name-branch", Consequence.WARNED, when(begins, branch & ~own)),
            Finding(field, "name-cut-title", Consequence.WARNED, when(begins, cut & ~whole)),
        ]

    def agency_code(self, expected: str | None) -> list[Finding]:
        """The row names another agency than the one that reports it."""
        field = self._item.by_role(FieldRole.AGENCY_CODE)
        code = self._role(FieldRole.AGENCY_CODE)
        if field is None or code is None or not expected:
            return []
        return [Finding(field.id, "agency-differs", Consequence.WARNED, code != expected, expected)]

    def in_force(self, spans: Iterable[Span]) -> list[Finding]:
        """The item is in the catalogue on the day of the document."""
        field = self._item.by_role(FieldRole.DECIDED_ON)
        day = self._role(FieldRole.DECIDED_ON)
        if field is None or day is None:
            return []
        inside = any_of([_within(day, span) for span in spans])
        return [Finding(field.id, "not-in-catalogue", Consequence.REJECTED, day.notnull() & ~inside)]

    def identifier(self) -> tuple[ir.StringValue, ir.StringValue]:
        """Scheme and value of the identifier that joins the row to its subject; blank where it has none."""
        steps: list[tuple[ir.BooleanValue, str, ir.StringValue]] = []
        code = self._role(FieldRole.PARTY_CODE)
        if code is not None:
            steps.append((code.length() == 18, "uscc", code))
            steps.append((code.length() == 15, "registration-number", code))
        for id, scheme in CODE_FIELDS.items():
            if id in self._present:
                value = as_code_text(self._table[id])
                steps.append((value.length() >= SHORTEST_CODE, scheme, value))
        if not steps:
            return ibis.literal(""), ibis.literal("")
        schemes = ibis.cases(*((condition, ibis.literal(scheme)) for condition, scheme, _ in steps), else_="")
        values = ibis.cases(*((condition, value) for condition, _, value in steps), else_="")
        return schemes, values

    def no_identifier(self, person: ir.BooleanValue) -> list[Finding]:
        named = self._name()
        scheme, _ = self.identifier()
        condition = (scheme == "") & ~person
        return [Finding(named[0].id if named else "", "no-identifier", Consequence.WARNED, condition)]

    def is_person(self, ids: tuple[str, ...]) -> ir.BooleanValue:
        """The party is a natural person: the row says so, or the item is about nobody else."""
        if self._item.subject_kinds == (SubjectKind.PERSON,):
            return ibis.literal(True)
        kind = self._role(FieldRole.PARTY_KIND)
        return kind.isin(ids).fill_null(False) if kind is not None and ids else ibis.literal(False)

    def person_number(self, person: ir.BooleanValue) -> list[Finding]:
        """A natural person without a document number cannot be told from others of the name."""
        field = self._item.by_role(FieldRole.PERSON_NUMBER)
        if field is None:
            return []
        number = self._table[field.id] if field.id in self._present else ibis.null("string")
        return [Finding(field.id, "person-without-number", Consequence.WARNED, person & number.isnull())]


def _within(day: ir.DateValue, span: Span) -> ir.BooleanValue:
    first, after = span
    begun = day >= ibis.literal(first)
    return begun if after is None else begun & (day < ibis.literal(after))


CheckMaker = Callable[[RowChecks], list[Finding]]
