"""The replay of all changes equals the full export, byte for byte (trial R2)."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from creditport.foundation.exchange.queries import ChangeKind, CursorError, changes, cursor_of_text, full_export
from creditport.foundation.exchange.replay import Replica
from creditport.foundation.records.choices import Cause, RecordState
from creditport.kernel.clock.clock import civil_day, day_begins
from creditport.subjects.register.models import Subject
from tests.factories.records import RecordDraft, draft, make_subject, next_version, write

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public", "owner"])

ROUNDS = int(os.environ.get("CREDITPORT_TRIAL_ROUNDS", "3"))


def read_all(replica: Replica, cursor: str, *, at: datetime, limit: int) -> str:
    """Follow the feed to its end."""
    while True:
        page = changes(cursor, limit=limit, at=at)
        for change in page.changes:
            replica.apply(change)
        cursor = page.cursor.text()
        if not page.more:
            return cursor


def exported(at: datetime) -> bytes:
    return b"".join(full_export(at=at))


def withdrawn(one: RecordDraft) -> RecordDraft:
    return replace(
        next_version(one),
        cause=Cause.WITHDRAWN,
        state=RecordState.WITHDRAWN,
        shown=False,
        public_from=None,
        repair_opens_on=None,
        public_until=None,
        reason="原决定被撤销",
    )


def test_changes_tell_publication_amendment_and_withdrawal_in_turn(at: datetime) -> None:
    one = draft(make_subject(at=at).pk)
    told = []
    cursor = ""
    for step in (one, replace(next_version(one), fine="2.5"), withdrawn(replace(one, version=2))):
        write(step, at=at)
        page = changes(cursor, limit=10, at=at)
        cursor = page.cursor.text()
        told += [(change.kind, change.version, change.reason, change.line is not None) for change in page.changes]
    assert told == [
        (ChangeKind.PUBLISHED, 1, "", True),
        (ChangeKind.AMENDED, 2, "", True),
        (ChangeKind.WITHDRAWN, 3, "原决定被撤销", False),
    ]


def test_an_ending_is_told_on_its_day_and_once(at: datetime) -> None:
    one = draft(make_subject(at=at).pk)
    write(one, at=at)
    cursor = changes("", limit=10, at=at).cursor.text()
    assert one.public_until is not None
    eve = day_begins(one.public_until) - timedelta(seconds=1)
    before = changes(cursor, limit=10, at=eve)
    assert before.changes == ()
    after = changes(before.cursor.text(), limit=10, at=day_begins(one.public_until))
    assert [(change.kind, change.key, change.at) for change in after.changes] == [
        (ChangeKind.ENDED, str(one.key), day_begins(one.public_until))
    ]
    assert changes(after.cursor.text(), limit=10, at=day_begins(one.public_until)).changes == ()


def test_renaming_a_subject_changes_no_line(at: datetime) -> None:
    subject = make_subject(at=at)
    write(draft(subject.pk), at=at)
    before = exported(at)
    Subject.objects.filter(pk=subject.pk).update(name="海口椰林餐饮有限公司")
    assert exported(at) == before != b""


def test_a_person_is_in_neither_feed_nor_export(at: datetime) -> None:
    write(draft(make_subject(at=at, kind="person").pk), at=at)
    assert changes("", limit=10, at=at).changes == ()
    assert exported(at) == b""


@pytest.mark.parametrize("text", ["x", "MS4yLjM", "MS4yLjIwMjYxMTI0LjQuNQ", "é"])
def test_a_cursor_of_somebody_else_is_refused(text: str, at: datetime) -> None:
    with pytest.raises(CursorError):
        cursor_of_text(text, today=civil_day(at))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_replay_equals_export_after_any_operations(seed: int, at: datetime) -> None:
    """Publish, amend, shorten, withdraw, restore and let time pass, in random order, read in random pages."""
    chance = random.Random(seed)
    subjects = [make_subject(at=at, uscc=f"91460100MA5RFXB{n:03d}").pk for n in range(5)]
    latest: dict[str, RecordDraft] = {}
    replica, cursor, now = Replica(), "", at
    for _ in range(120):
        step = chance.random()
        if step < 0.35 or not latest:
            one = draft(chance.choice(subjects))
            days = chance.choice([1, 2, 5, 90, 365])
            one = replace(one, public_until=civil_day(now) + timedelta(days=days), public_from=civil_day(now))
        else:
            one = latest[chance.choice(sorted(latest))]
            until = civil_day(now) + timedelta(days=chance.choice([0, 1, 3, 30]))
            one = (
                withdrawn(one)
                if step < 0.5
                else replace(
                    next_version(one),
                    state=RecordState.IN_FORCE,
                    shown=True,
                    public_from=one.public_from or civil_day(now),
                    public_until=until,
                    fine=str(step),
                )
            )
        write(one, at=now)
        latest[str(one.key)] = one
        now += timedelta(hours=chance.choice([0, 0, 5, 30]))
        if chance.random() < 0.3:
            cursor = read_all(replica, cursor, at=now, limit=chance.choice([1, 3, 50]))
            assert replica.export(civil_day(now)) == exported(now)
    read_all(replica, cursor, at=now, limit=7)
    assert replica.export(civil_day(now)) == exported(now)
