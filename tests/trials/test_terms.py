"""R4: through any order of reports, amendments, withdrawals and changes of law, shown is lawful, on every day.

The oracle below is plain Python that was written from the policy and not from the packs: it reads no rule of theirs.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from creditport.foundation.publicity.actions import apply_rules
from creditport.foundation.publicity.queries import PublicRecord, public_records
from creditport.foundation.records.actions import NextVersion, write_version
from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs
from tests.factories.records import RecordDraft, make_subject, write
from tests.trials.scale import rounds, tell

PENALTIES_ONLY = replace(packs(), item_versions={"penalty": packs().item_versions["penalty"]})
FIRST, LAST = date(2015, 1, 1), date(2035, 12, 31)
NEW_LAW = date(2026, 4, 1)  # 信用修复管理办法 takes the place of the trial measures of 2023
OLD_SECTORS = ("食品", "药品", "特种设备", "安全生产", "消防")
TERM = {Severity.MINOR: 3, Severity.GENERAL: 12, Severity.SERIOUS: 36}
MILD = {"warning", "criticism"}
GRAVE = {
    "revocation", "restriction-of-business", "order-to-suspend", "order-to-close", "restriction-of-occupation",
}  # fmt: skip


def months_after(day: date, months: int) -> date:
    """The corresponding day, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """What the source says of one penalty."""

    decided_on: date
    categories: tuple[str, ...]
    fine: int  # 万元
    procedure: str = ""
    sector: str = ""
    stated: str = ""
    withdrawn: bool = False

    @property
    def severity(self) -> Severity:
        if self.stated:
            return Severity[self.stated.upper()]
        if GRAVE & set(self.categories):
            return Severity.SERIOUS
        if self.procedure == "simple" or set(self.categories) <= MILD:
            return Severity.MINOR
        return Severity.SERIOUS if self.fine >= 100 else Severity.GENERAL

    def end(self, ruled_on: date) -> date | None:
        """The first day no longer shown under the law of `ruled_on`; None: not shown at all."""
        if self.withdrawn or self.procedure == "simple":
            return None
        mild = set(self.categories) <= MILD
        if ruled_on < NEW_LAW:
            return None if mild else months_after(self.decided_on, 36)
        safe = "安全生产" in self.sector and self.severity is Severity.MINOR
        return None if mild and not safe else months_after(self.decided_on, TERM[self.severity])

    def lawful(self, ruled_on: date, day: date) -> bool:
        end = self.end(ruled_on)
        return end is not None and self.decided_on <= day < end

    def content(self) -> dict[str, object]:
        """As ingestion would have written it, with every standard field."""
        item = packs().item("penalty", date(2026, 11, 24))
        every: dict[str, object] = {f.id: "有" for f in item.fields if f.requirement != "optional"}
        told = {"procedure": self.procedure, "sector": self.sector, "severity": self.stated}
        told = {name: value for name, value in told.items() if value}
        return every | {"categories": list(self.categories), "fine_amount": self.fine} | told


DAYS = st.one_of(
    st.dates(FIRST, LAST - timedelta(days=1)),
    st.sampled_from([date(y, 2, 29) for y in (2016, 2020, 2024, 2028, 2032)]),
    st.sampled_from([date(y, m, d) for y in range(2015, 2035) for m, d in ((12, 31), (1, 1), (11, 30), (8, 31))]),
    st.sampled_from([NEW_LAW - timedelta(days=1), NEW_LAW, NEW_LAW + timedelta(days=1)]),
)
CATEGORIES = st.lists(
    st.sampled_from(
        ["warning", "criticism", "fine", "confiscation-of-gains", "revocation", "order-to-close", "detention"]
    ),
    min_size=1,
    max_size=3,
    unique=True,
)
PENALTIES = st.builds(
    Penalty,
    decided_on=DAYS,
    categories=CATEGORIES.map(tuple),
    fine=st.sampled_from([0, 1, 99, 100, 5000]),
    procedure=st.sampled_from(["", "", "", "simple", "ordinary"]),
    sector=st.sampled_from(["", "", "食品", "安全生产", "交通运输"]),
    stated=st.sampled_from(["", "", "minor", "general", "serious"]),
)
RULED = st.sampled_from(
    [date(2023, 5, 2), date(2025, 3, 1), NEW_LAW - timedelta(days=1), NEW_LAW, date(2026, 11, 24), date(2035, 6, 1)]
)


class Terms(RuleBasedStateMachine):
    """One subject, some penalties, a clock that only goes forward, and the question what shows."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.told: dict[UUID, Penalty] = {}
        self.today = date(2023, 5, 2)
        self.second = count()
        self.subject = make_subject(at=self.at()).pk

    def at(self) -> datetime:
        moment = datetime.combine(self.today, time(9), SHANGHAI)
        return moment + timedelta(seconds=next(self.second))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(penalty=PENALTIES)
    def first(self, penalty: Penalty) -> None:
        self.report(penalty)

    @rule(penalty=PENALTIES)
    def report(self, penalty: Penalty) -> None:
        """A row arrives; until the rules were applied it is held."""
        one = RecordDraft(key=uuid4(), subject_id=self.subject)
        self.told[one.key] = penalty
        self._write(one, penalty, version=1, cause=Cause.REPORTED)

    def _write(self, one: RecordDraft, penalty: Penalty, *, version: int, cause: Cause) -> None:
        held = replace(
            one,
            version=version,
            cause=cause,
            decided_on=penalty.decided_on,
            severity=penalty.severity,
            shown=False,
            public_from=None,
            repair_opens_on=None,
            public_until=None,
        )
        write(held, at=self.at(), content=penalty.content())

    @rule(data=st.data(), penalty=PENALTIES)
    def amend(self, data: st.DataObject, penalty: Penalty) -> None:
        key = data.draw(st.sampled_from(sorted(self.told, key=str)))
        if self.told[key].withdrawn:
            return
        latest = Record.objects.filter(key=key).order_by("-version")[0]
        self.told[key] = penalty
        one = RecordDraft(key=latest.key, subject_id=self.subject)
        self._write(one, penalty, version=latest.version + 1, cause=Cause.AMENDED)

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.told, key=str)))
        latest = Record.objects.filter(key=key).order_by("-version")[0]
        if latest.state == RecordState.WITHDRAWN:
            return
        change = NextVersion(cause=Cause.WITHDRAWN, reason="x", rules="x", state=RecordState.WITHDRAWN, shown=False)
        write_version(actor=SYSTEM, at=self.at(), key=latest.key, after=latest.version, change=change)
        self.told[key] = replace(self.told[key], withdrawn=True)

    @rule(day=RULED)
    @precondition(lambda self: self.today < LAST)
    def time_passes(self, day: date) -> None:
        self.today = max(self.today, day)
        self.rules_applied()

    def rules_applied(self) -> None:
        """The nightly act, for the one item that these histories have."""
        apply_rules(actor=SYSTEM, at=self.at(), registry=PENALTIES_ONLY)

    @rule(days=st.lists(st.dates(FIRST, LAST), min_size=3, max_size=6))
    def nothing_shows_that_may_not(self, days: list[date]) -> None:
        """Shown and lawful are the same set, on chosen days and on both sides of every border."""
        self.rules_applied()
        ends = [penalty.end(self.today) for penalty in self.told.values()]
        borders = [penalty.decided_on for penalty in self.told.values()] + [end for end in ends if end]
        for day in {*days, *(border + timedelta(days=step) for border in borders for step in (-1, 0, 1))}:
            lawful = {key for key, penalty in self.told.items() if penalty.lawful(self.today, day)}
            assert {record.key for record in self.shown_on(day)} == lawful, day
            Terms.steps += 1

    def shown_on(self, day: date) -> tuple[PublicRecord, ...]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('creditport.day', %s, true)", [day.isoformat()])
        return public_records(self.subject)


@pytest.mark.django_db
def test_shown_is_lawful() -> None:
    chosen = settings(
        max_examples=rounds(6, share=0.5),
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Terms, settings=chosen)
    tell(f"R4: {chosen.max_examples} histories, {Terms.steps} days compared with the oracle")
    assert Terms.steps > 0
