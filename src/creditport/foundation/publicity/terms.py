"""What the law lets be shown: severity and publicity of records as expressions over their columns.

The same expressions serve one row and a million. Days: a record is public from the day of its decision; repair opens,
and publicity ends, on the corresponding day so many months later, or on the last day of a shorter month. Each of the
two is the first day of the new state. What this does not model: repair, objection and suspension, which write further
versions of the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from creditport.engines.checks.codes import has_code, only_codes
from creditport.foundation.records.choices import Severity
from creditport.kernel.packs.schema import PublicityTerm, PublicityTerms, SeverityRule, SeverityRules
from creditport.kernel.packs.schema import Severity as PackSeverity

SEVERITIES = {
    PackSeverity.MINOR: int(Severity.MINOR),
    PackSeverity.GENERAL: int(Severity.GENERAL),
    PackSeverity.SERIOUS: int(Severity.SERIOUS),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns on which severity and publicity depend. Absent columns are typed nulls."""

    decided_on: ir.DateValue
    valid_until: ir.DateValue
    categories: ir.StringValue  # code ids joined by `;`
    procedure: ir.StringValue  # code id
    sector: ir.StringValue
    amount: ir.DecimalValue  # 万元
    stated: ir.StringValue  # severity as the agency set it, as a code id


@dataclass(frozen=True, slots=True)
class Publicity:
    """What the terms say of a record; `shown` still needs a subject, a whole record and a decision in force."""

    shown: ir.BooleanValue
    public_from: ir.DateValue
    repair_opens_on: ir.DateValue
    public_until: ir.DateValue


def absent(kind: str) -> ir.Value:
    """A column that the records do not have: null of its type (a bare null literal cannot be compared)."""
    return ibis.coalesce(ibis.null(kind), ibis.null(kind))


def _all(conditions: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    holds: ir.BooleanValue = ibis.literal(True)
    for condition in conditions:
        holds = holds & condition.fill_null(False)
    return holds


def _sector(facts: Facts, words: tuple[str, ...]) -> ir.BooleanValue:
    return facts.sector.re_search("|".join(words))


def _rule_holds(rule: SeverityRule, facts: Facts) -> ir.BooleanValue:
    conditions: list[ir.BooleanValue] = []
    if rule.categories_any:
        conditions.append(has_code(facts.categories, rule.categories_any))
    if rule.categories_only:
        conditions.append(only_codes(facts.categories, rule.categories_only))
    if rule.procedure:
        conditions.append(facts.procedure == rule.procedure)
    if rule.amount_from is not None:
        conditions.append(facts.amount >= ibis.literal(rule.amount_from))
    if rule.sector_any:
        conditions.append(_sector(facts, rule.sector_any))
    return _all(conditions)


def severity(rules: SeverityRules | None, facts: Facts) -> ir.IntegerValue:
    """The severity (1 minor, 2 general, 3 serious): as the agency set it, else by the first rule that holds."""
    stated = [(facts.stated == each.value, ibis.literal(number, "int16")) for each, number in SEVERITIES.items()]
    ruled = [
        (_rule_holds(rule, facts), ibis.literal(SEVERITIES[rule.severity], "int16"))
        for rule in (rules.rules if rules else ())
    ]
    return ibis.cases(*stated, *ruled, else_=ibis.null("int16"))


def _term_fits(term: PublicityTerm, facts: Facts, severity: ir.IntegerValue) -> ir.BooleanValue:
    conditions: list[ir.BooleanValue] = []
    if term.severity is not None:
        conditions.append(severity == SEVERITIES[term.severity])
    if term.procedure:
        conditions.append(facts.procedure == term.procedure)
    if term.sector_any:
        conditions.append(_sector(facts, term.sector_any))
    if term.categories_only:
        conditions.append(only_codes(facts.categories, term.categories_only))
    return _all(conditions)


def which_term(terms: PublicityTerms | None, facts: Facts, severity: ir.IntegerValue) -> ir.IntegerValue:
    """The place of the first term that fits, from 0; -1 where none does."""
    fits = [
        (_term_fits(term, facts, severity), ibis.literal(place, "int16"))
        for place, term in enumerate(terms.terms if terms else ())
    ]
    return ibis.cases(*fits, else_=ibis.literal(-1, "int16")) if fits else ibis.literal(-1, "int16")


def _months_later(day: ir.DateValue, months: int) -> ir.DateValue:
    return (day + ibis.interval(months=months)).cast("date")


def _end(term: PublicityTerm, facts: Facts) -> ir.DateValue:
    """The first day no longer shown; null where the term sets none. A decision's last day is still shown."""
    after = (facts.valid_until + ibis.interval(days=1)).cast("date") if term.until_valid_until else absent("date")
    if term.latest_end_months is None:
        return after
    end = _months_later(facts.decided_on, term.latest_end_months)
    return ibis.cases((after > end, after), else_=end)


def publicity(terms: PublicityTerms | None, facts: Facts, term: ir.IntegerValue, *, adverse: bool) -> Publicity:
    """What the term at this place means for the record. No term, or an adverse record without an end: not shown."""
    shown: list[tuple[ir.BooleanValue, ir.Value]] = []
    repair: list[tuple[ir.BooleanValue, ir.Value]] = []
    until: list[tuple[ir.BooleanValue, ir.Value]] = []
    for place, each in enumerate(terms.terms if terms else ()):
        here, end = term == place, _end(each, facts)
        shown.append((here, end.notnull() if each.shown and adverse else ibis.literal(each.shown)))
        if each.shown:
            until.append((here, end))
        if each.shown and each.earliest_repair_months is not None:
            repair.append((here, _months_later(facts.decided_on, each.earliest_repair_months)))
    nothing = ibis.null("date")
    return Publicity(
        shown=ibis.cases(*shown, else_=ibis.literal(False)) if shown else ibis.literal(False),
        public_from=facts.decided_on,
        repair_opens_on=ibis.cases(*repair, else_=nothing) if repair else nothing,
        public_until=ibis.cases(*until, else_=nothing) if until else nothing,
    )
