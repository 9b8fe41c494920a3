"""What the rules of a day say of records that are held already: computed in bulk, compared with what stands.

The same expressions as at ingestion. Records that were repaired, masked, reopened or withdrawn follow an act of their
own, not the rules alone, and are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import ibis

from creditport.engines.batch.session import open_batch
from creditport.foundation.publicity.law import Law
from creditport.foundation.publicity.terms import Facts, publicity, severity, which_term
from creditport.kernel.packs.schema import CatalogueItem, FieldKind, FieldRole, Requirement

COLUMNS = {
    "id": "BIGINT", "decided_on": "DATE", "valid_until": "DATE", "severity": "SMALLINT", "shown": "BOOLEAN",
    "public_from": "DATE", "repair_opens_on": "DATE", "public_until": "DATE", "categories": "VARCHAR",
    "procedure": "VARCHAR", "sector": "VARCHAR", "amount": "DECIMAL(18, 6)", "stated": "VARCHAR", "complete": "BOOLEAN",
}  # fmt: skip
_TYPES = {"BIGINT": "int64", "DATE": "date", "SMALLINT": "int16", "BOOLEAN": "boolean", "VARCHAR": "string"}
_PERSONAL = {FieldKind.PERSON_NAME, FieldKind.PERSON_NUMBER}


@dataclass(frozen=True, slots=True)
class Ruled:
    """One record on which the rules say something else than what stands."""

    id: int
    severity: int | None
    shown: bool
    public_from: date | None
    repair_opens_on: date | None
    public_until: date | None


def needed_fields(item: CatalogueItem) -> list[str]:
    """Fields without which a record is incomplete, hence held: the standard ones that are not personal."""
    return [
        field.id for field in item.fields if field.requirement is Requirement.STANDARD and field.kind not in _PERSONAL
    ]


def role_names(item: CatalogueItem) -> dict[str, str]:
    """Which field of the item the rules look at for what; a name that no record has where the item has no such."""
    roles = {
        "categories": FieldRole.CATEGORIES,
        "procedure": FieldRole.PROCEDURE,
        "sector": FieldRole.SECTOR,
        "amount": FieldRole.AMOUNT,
        "stated": FieldRole.SEVERITY,
    }
    found = {name: item.by_role(role) for name, role in roles.items()}
    return {name: field.id if field else "" for name, field in found.items()}


def _expression(law: Law) -> str:
    """SQL that gives the records of `held` that differ, as the columns of `Ruled`."""
    kinds = {name: _TYPES.get(kind, "decimal(18, 6)") for name, kind in COLUMNS.items()}
    held = ibis.table(kinds, name="held")
    facts = Facts(
        held.decided_on, held.valid_until, held.categories, held.procedure, held.sector, held.amount, held.stated
    )
    rated = severity(law.severity_rules, facts) if law.adverse else ibis.null("int16")
    said = publicity(law.publicity_terms, facts, which_term(law.publicity_terms, facts, rated), adverse=law.adverse)
    nothing = ibis.null("date")
    anew = held.mutate(n_severity=rated, n_shown=said.shown & held.complete, n_from=said.public_from).mutate(
        n_repair=ibis.cases((said.shown & held.complete, said.repair_opens_on), else_=nothing),
        n_until=ibis.cases((said.shown & held.complete, said.public_until), else_=nothing),
    )
    anew = anew.mutate(n_from=ibis.cases((anew.n_shown, anew.n_from), else_=nothing))
    pairs = [("severity", "n_severity"), ("shown", "n_shown"), ("public_from", "n_from")]
    pairs += [("repair_opens_on", "n_repair"), ("public_until", "n_until")]
    differs = ibis.literal(False)
    for old, new in pairs:
        differs = differs | ~anew[old].identical_to(anew[new])
    chosen = anew.filter(differs).select("id", **{old: anew[new] for old, new in pairs})
    return str(ibis.to_sql(chosen, dialect="duckdb"))


def rule_anew(law: Law, csv: Path, scratch: Path) -> Sequence[Ruled]:
    """The records of a CSV (columns of `COLUMNS`, no header) on which this law says something else."""
    with open_batch(scratch) as batch:
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
        connection: duckdb.DuckDBPyConnection = batch.connection
        connection.execute(
            f"CREATE VIEW held AS FROM read_csv('{csv}', header=false, auto_detect=false, columns={{{columns}}})"
        )
        return [Ruled(*row) for row in connection.execute(_expression(law)).fetchall()]
