"""What a checked row says as a record: its day, state, severity and publicity, as three more layers of expressions."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from creditport.engines.checks.plan import CheckPlan
from creditport.foundation.publicity.law import Law
from creditport.foundation.publicity.terms import Facts, absent, publicity, severity, which_term
from creditport.foundation.records.choices import RecordState
from creditport.kernel.packs.schema import FieldRole

_AMOUNT = "decimal(18, 6)"


class Description:
    """The layers `rated`, `termed` and `described` over the judged rows of a plan."""

    def __init__(self, plan: CheckPlan, law: Law, day: date) -> None:
        self._plan = plan
        self._law = law
        self._day = day
        judged = plan.judged()
        self._rated = self._rate(ibis.table(judged.schema(), name="judged"))
        self._termed = self._term(ibis.table(self._rated.schema(), name="rated"))
        self._described = self._publish(ibis.table(self._termed.schema(), name="termed"))
        self._compiled: tuple[tuple[str, str], ...] = ()

    def layers(self) -> tuple[tuple[str, str], ...]:
        if not self._compiled:
            tables = (("rated", self._rated), ("termed", self._termed), ("described", self._described))
            self._compiled = tuple(
                (name, str(ibis.to_sql(table, dialect="duckdb", pretty=False))) for name, table in tables
            )
        return self._compiled

    def _role(self, table: ir.Table, role: FieldRole, kind: str) -> ir.Value:
        field = self._plan.item.by_role(role)
        if field is None or field.id not in self._plan.columns.places:
            return absent(kind)
        return table[field.id]

    def _facts(self, table: ir.Table, decided_on: ir.DateValue) -> Facts:
        return Facts(
            decided_on=decided_on,
            valid_until=self._role(table, FieldRole.VALID_UNTIL, "date"),
            categories=self._role(table, FieldRole.CATEGORIES, "string"),
            procedure=self._role(table, FieldRole.PROCEDURE, "string"),
            sector=self._role(table, FieldRole.SECTOR, "string"),
            amount=self._role(table, FieldRole.AMOUNT, _AMOUNT),
            stated=self._role(table, FieldRole.SEVERITY, "string"),
        )

    def _decided_on(self, table: ir.Table) -> ir.DateValue:
        """The day of the document; where the item has none, the day of registering, else the day of the report."""
        decided = self._role(table, FieldRole.DECIDED_ON, "date")
        return ibis.coalesce(decided, self._role(table, FieldRole.REGISTERED_ON, "date"), ibis.literal(self._day))

    def _rate(self, judged: ir.Table) -> ir.Table:
        decided_on = self._decided_on(judged)
        state = self._role(judged, FieldRole.STATE, "string")
        facts = self._facts(judged, decided_on)
        withdrawn = (state == str(RecordState.WITHDRAWN)).fill_null(False)
        reason = self._role(judged, FieldRole.WITHDRAWAL_REASON, "string").fill_null("").substr(0, 400)
        return judged.mutate(
            r_decided_on=decided_on,
            r_valid_until=facts.valid_until,
            r_withdrawn=withdrawn,
            r_reason=ibis.cases((withdrawn, reason), else_=""),
            r_severity=severity(self._law.severity_rules, facts) if self._law.adverse else ibis.null("int16"),
        )

    def _term(self, rated: ir.Table) -> ir.Table:
        facts = self._facts(rated, rated.r_decided_on)
        return rated.mutate(r_term=which_term(self._law.publicity_terms, facts, rated.r_severity))

    def _publish(self, termed: ir.Table) -> ir.Table:
        facts = self._facts(termed, termed.r_decided_on)
        said = publicity(self._law.publicity_terms, facts, termed.r_term, adverse=self._law.adverse)
        return termed.mutate(
            r_shown=said.shown,
            r_public_from=said.public_from,
            r_repair_opens_on=said.repair_opens_on,
            r_public_until=said.public_until,
        )
