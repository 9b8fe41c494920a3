"""R4 at scale: a million reports, amendments, withdrawals and changes of law; shown is lawful for every record.

The oracle of `test_terms` says for each record from which day to which it may show; the database compares, day by day,
what the public view shows with that, record by record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from creditport.foundation.publicity.actions import apply_rules
from creditport.foundation.records.choices import Cause, RecordState
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.records import make_subject
from tests.trials.scale import rounds, tell
from tests.trials.test_terms import FIRST, LAST, NEW_LAW, PENALTIES_ONLY, Penalty

STEPS = rounds(1) * 5_000
DAYS_OF_RULES = (
    date(2023, 5, 2), date(2025, 3, 1), NEW_LAW - timedelta(days=1), NEW_LAW, date(2026, 11, 24), date(2035, 6, 1),
)  # fmt: skip
_COLUMNS = (
    "key, version, cause, item, adverse, subject_id, linked_by, agency, submission_id, row_number, severity,"
    " decided_on, state, reason, content, held, digest, recorded_at, rules, shown"
)
_DIFFERING = """
SELECT count(*) FROM (SELECT key FROM public_record) AS shown
FULL JOIN (SELECT key FROM lawful WHERE first <= %(day)s AND %(day)s < after) AS lawful USING (key)
WHERE shown.key IS NULL OR lawful.key IS NULL
"""
_CATEGORIES = ("warning", "criticism", "fine", "confiscation-of-gains", "revocation", "order-to-close", "detention")


class History:
    """Many records of one subject, what their source says of each now, and which version is the latest."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.told: dict[UUID, Penalty] = {}
        self.latest: dict[UUID, int] = {}
        self.subject = make_subject(at=datetime.combine(DAYS_OF_RULES[0], time(8), SHANGHAI)).pk

    def penalty(self) -> Penalty:
        chance = self.chance
        day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
        if chance.random() < 0.2:
            day = chance.choice(
                [date(day.year, 12, 31), date(day.year, 1, 1), date(day.year, 2, 28), date(2024, 2, 29)]
            )
        return Penalty(
            decided_on=day,
            categories=tuple(chance.sample(_CATEGORIES, chance.choice((1, 1, 2, 3)))),
            fine=chance.choice((0, 1, 99, 100, 5000)),
            procedure=chance.choice(("", "", "", "simple", "ordinary")),
            sector=chance.choice(("", "", "食品", "安全生产", "交通运输")),
            stated=chance.choice(("", "", "minor", "general", "serious")),
        )

    def steps(self, number: int) -> Iterator[tuple[UUID, Cause]]:
        """So many acts of the source, each on a new record or on one that it told before."""
        known = list(self.told)
        for _ in range(number):
            act = self.chance.random()
            key = UUID(int=self.chance.getrandbits(128)) if act < 0.3 or not known else self.chance.choice(known)
            if key not in self.told:
                known.append(key)
                self.told[key] = self.penalty()
                yield key, Cause.REPORTED
            elif self.told[key].withdrawn:
                continue
            elif act < 0.9:
                self.told[key] = self.penalty()
                yield key, Cause.AMENDED
            else:
                self.told[key] = replace(self.told[key], withdrawn=True)
                yield key, Cause.WITHDRAWN

    def write(self, number: int, at: datetime) -> int:
        """Write the versions of so many acts. How many there were."""
        contents: dict[Penalty, str] = {}
        done = 0
        with connection.cursor() as cursor, cursor.copy(f"COPY foundation_record ({_COLUMNS}) FROM STDIN") as copy:
            for key, cause in self.steps(number):
                one = self.told[key]
                self.latest[key] = self.latest.get(key, 0) + 1
                content = contents.setdefault(one, json.dumps(one.content(), ensure_ascii=False))
                state = RecordState.WITHDRAWN if one.withdrawn else RecordState.IN_FORCE
                copy.write_row((
                    key, self.latest[key], str(cause), "penalty", True, self.subject, "uscc",
                    "hainan-market-regulation", 1, 1, int(one.severity), one.decided_on, str(state), "", content, "{}",
                    key, at, "test", False,
                ))  # fmt: skip
                done += 1
        return done

    def rule(self, at: datetime) -> int:
        """The nightly act; how many records it brought to the law of the day."""
        changes = apply_rules(actor=SYSTEM, at=at, registry=PENALTIES_ONLY)
        with connection.cursor() as cursor:
            cursor.execute("SELECT key, max(version) FROM foundation_record GROUP BY key")
            self.latest = dict(cursor.fetchall())
        return sum(change.written for change in changes)

    def differing(self, ruled_on: date) -> Iterator[tuple[date, int]]:
        """Days at random and on both sides of borders, each with how many records show unlawfully or are missing."""
        ends = {key: one.end(ruled_on) for key, one in self.told.items()}
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE lawful (key uuid PRIMARY KEY, first date, after date)")
            with cursor.copy("COPY lawful FROM STDIN") as copy:
                for key, end in ends.items():
                    if end is not None:
                        copy.write_row((key, self.told[key].decided_on, end))
            for day in self._days(sorted({end for end in ends.values() if end})):
                cursor.execute("SELECT set_config('creditport.day', %s, true)", [day.isoformat()])
                cursor.execute(_DIFFERING, {"day": day})
                yield day, int(cursor.fetchone()[0])
            cursor.execute("DROP TABLE lawful")

    def _days(self, ends: list[date]) -> list[date]:
        borders = [day + timedelta(days=step) for day in self.chance.sample(ends, 4) for step in (-1, 0)]
        return [FIRST + timedelta(days=self.chance.randrange((LAST - FIRST).days)) for _ in range(8)] + borders


@pytest.mark.django_db
def test_shown_is_lawful_for_many() -> None:
    history = History(Random(4))
    acts = ruled = compared = days = 0
    for ruled_on in DAYS_OF_RULES:
        at = datetime.combine(ruled_on, time(9), SHANGHAI)
        acts += history.write(STEPS // len(DAYS_OF_RULES), at)
        ruled += history.rule(at + timedelta(hours=1))
        for day, wrong in history.differing(ruled_on):
            assert wrong == 0, (ruled_on, day)
            days += 1
            compared += len(history.told)
    tell(
        f"R4 in bulk: {acts} acts of sources and {ruled} of new rules on {len(history.told)} records;"
        f" {compared} records compared with the oracle on {days} days, 0 differing"
    )
    assert acts > STEPS * 0.8 and ruled > 0
