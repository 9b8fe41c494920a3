"""The term that a page cites is the one that the bulk computation chose."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import duckdb
import ibis
from hypothesis import given, settings
from hypothesis import strategies as st

from creditport.foundation.publicity.governing import governing
from creditport.foundation.publicity.law import Law, law_of
from creditport.foundation.publicity.queries import PublicRecord
from creditport.foundation.publicity.terms import Facts, absent, publicity, which_term
from creditport.foundation.records.choices import Severity
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.packs.registry import packs

ON = date(2026, 11, 24)
ITEM = packs().item("penalty", ON)
LAW: Law = law_of(ITEM, packs(), ON)
AT = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)
CODES = ("warning", "criticism", "fine", "revocation")


def _said(decided_on: date, severity: int, categories: str, sector: str) -> tuple[int, bool, date | None, date | None]:
    """What the expressions of `terms` say of one record: place, shown, repair, end."""
    kinds = {"decided_on": "date", "severity": "int16", "categories": "string", "sector": "string"}
    row = ibis.table(kinds, name="row")
    facts = Facts(
        decided_on=row.decided_on, valid_until=absent("date"), categories=row.categories, procedure=absent("string"),
        sector=row.sector, amount=absent("decimal(18, 6)"), stated=absent("string"),
    )  # fmt: skip
    place = which_term(LAW.publicity_terms, facts, row.severity)
    said = publicity(LAW.publicity_terms, facts, place, adverse=True)
    chosen = row.select(place=place, shown=said.shown, repair=said.repair_opens_on, ends=said.public_until)
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE row AS SELECT CAST(? AS DATE) AS decided_on, CAST(? AS SMALLINT) AS severity,"
        " CAST(? AS VARCHAR) AS categories, CAST(? AS VARCHAR) AS sector",
        [decided_on, severity, categories, sector],
    )
    days = f"SELECT place, shown, repair::DATE, ends::DATE FROM ({ibis.to_sql(chosen, dialect='duckdb')})"
    ((number, shown, repair, ends),) = connection.execute(days).fetchall()
    return int(number), bool(shown), repair, ends


@settings(max_examples=60, deadline=None)
@given(
    decided_on=st.dates(date(2016, 1, 1), date(2030, 12, 31)),
    severity=st.sampled_from(list(Severity)),
    categories=st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True),
    sector=st.sampled_from(["", "安全生产", "市场监管"]),
)
def test_the_cited_term_is_the_computed_one(
    decided_on: date, severity: Severity, categories: list[str], sector: str
) -> None:
    place, shown, repair, end = _said(decided_on, int(severity), ";".join(categories), sector)
    if not shown:
        return
    record = PublicRecord(
        id=1, key=uuid4(), version=1, item="penalty", adverse=True, subject_id=1, agency="x", severity=severity,
        decided_on=decided_on, valid_until=None, content={"categories": categories, "sector": sector}, rules="x",
        public_from=decided_on, repair_opens_on=repair, public_until=end, recorded_at=AT, submission_id=1,
        row_number=1, disputed=False,
    )  # fmt: skip
    assert LAW.publicity_terms is not None
    found = governing(record, ITEM, LAW.publicity_terms)
    assert found is not None and found.place == place
    term = LAW.publicity_terms.terms[place]
    assert found.basis == (term.basis or LAW.publicity_terms.basis)
