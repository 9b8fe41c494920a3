"""Recipients acknowledge that they stopped showing; who does not is named; a correction knows whom it must reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from creditport.foundation.exchange.actions import Stopped, UnknownStopError, acknowledge, note_reading
from creditport.foundation.exchange.models import Receipt
from creditport.foundation.exchange.receipts import Stop, followers, laggards, recipients, stops, waiting_for
from creditport.foundation.records.choices import Cause
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.apikeys.queries import KeyHolder, holder_of
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.records import RecordDraft, draft, make_subject, next_version, write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reader(at: datetime, agency: str = "hainan-finance") -> KeyHolder:
    found = holder_of(give_key(actor=SYSTEM, at=at, agency=agency, label="征信系统"))
    assert found is not None
    return found


def reads(holder: KeyHolder, at: datetime, *, complete: bool = True) -> None:
    note_reading(actor=holder.actor, at=at, reader_id=holder.key_id, cursor="c", complete=complete)


def repaired(one: RecordDraft) -> RecordDraft:
    return replace(next_version(one), cause=Cause.REPAIRED, shown=False)


def one_stop(at: datetime) -> tuple[KeyHolder, RecordDraft]:
    """A recipient that was given a record on Monday; the record was repaired on Tuesday at nine."""
    one = draft(make_subject(at=at).pk)
    write(one, at=at - 3 * DAY)
    holder = reader(at)
    reads(holder, at - DAY)
    write(repaired(one), at=at)
    return holder, one


def test_what_was_given_and_then_repaired_waits_for_a_receipt(at: datetime) -> None:
    holder, one = one_stop(at)
    assert waiting_for(holder.key_id, at) == (
        Stop(
            reader_id=holder.key_id,
            agency="hainan-finance",
            label="征信系统",
            key=one.key,
            version=2,
            announced_at=at,
            cause="repaired",
            item="penalty",
            acknowledged_at=None,
            due_on=date(2026, 11, 27),
        ),
    )


def test_who_was_not_given_it_owes_nothing(at: datetime) -> None:
    one = draft(make_subject(at=at).pk)
    late, broken = reader(at), reader(at)
    write(one, at=at - 3 * DAY)
    reads(broken, at - DAY, complete=False)
    reads(late, at - 4 * DAY)
    write(repaired(one), at=at)
    reads(late, at + DAY)
    assert stops(at + DAY) == ()


def test_what_ends_by_itself_waits_too(at: datetime) -> None:
    one = replace(draft(make_subject(at=at).pk), public_until=date(2026, 11, 24))
    write(one, at=at - 3 * DAY)
    holder = reader(at)
    reads(holder, at - 2 * DAY)
    assert [(each.cause, each.version, each.announced_at.isoformat()) for each in waiting_for(holder.key_id, at)] == [
        ("ended", 1, "2026-11-23T16:00:00+00:00")
    ]
    assert waiting_for(holder.key_id, at - DAY) == ()


def test_what_shows_again_need_not_be_acknowledged(at: datetime) -> None:
    holder, one = one_stop(at)
    write(replace(one, version=3, cause=Cause.REOPENED), at=at + DAY)
    assert waiting_for(holder.key_id, at + DAY) == ()


def test_a_receipt_is_given_once(at: datetime) -> None:
    holder, one = one_stop(at)
    said = [Stopped(one.key, 2, at + timedelta(hours=1))]
    later = at + timedelta(hours=2)
    assert acknowledge(actor=holder.actor, at=later, reader_id=holder.key_id, items=said) == 1
    assert acknowledge(actor=holder.actor, at=later, reader_id=holder.key_id, items=said) == 0
    assert waiting_for(holder.key_id, later) == ()
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.all().delete()


@pytest.mark.parametrize(
    ("version", "hours"), [(1, 1), (3, 1), (2, 3)], ids=["an older version", "none such", "in the future"]
)
def test_all_of_them_or_none(version: int, hours: int, at: datetime) -> None:
    holder, one = one_stop(at)
    said = [
        Stopped(one.key, 2, at + timedelta(hours=1)),
        Stopped(one.key, version, at + timedelta(hours=hours)),
    ]
    with pytest.raises(UnknownStopError):
        acknowledge(actor=holder.actor, at=at + timedelta(hours=2), reader_id=holder.key_id, items=said)
    assert not Receipt.objects.exists()


def test_another_key_cannot_acknowledge_for_it(at: datetime) -> None:
    _, one = one_stop(at)
    other = reader(at, "hainan-market-regulation")
    with pytest.raises(UnknownStopError):
        acknowledge(actor=other.actor, at=at + DAY, reader_id=other.key_id, items=[Stopped(one.key, 2, at)])
    auditor = Actor(kind=ActorKind.STAFF, name="x", role=Role.AUDITOR)
    with pytest.raises(NotPermittedError):
        acknowledge(actor=auditor, at=at + DAY, reader_id=other.key_id, items=[])


def test_who_is_late_is_named_after_three_working_days(at: datetime) -> None:
    holder, one = one_stop(at)
    friday, monday = at + 3 * DAY, at + 6 * DAY
    assert laggards(friday) == ()
    named = laggards(monday)
    assert [(each.agency, each.label, each.stops, each.acknowledged, each.late) for each in named] == [
        ("hainan-finance", "征信系统", 1, 0, 1)
    ]
    assert named[0].oldest_late == date(2026, 11, 27)
    acknowledge(actor=holder.actor, at=monday, reader_id=holder.key_id, items=[Stopped(one.key, 2, monday)])
    assert laggards(monday) == ()
    assert [(each.acknowledged, each.late) for each in followers(monday)] == [(1, 0)]


def test_a_correction_knows_everybody_who_was_given_the_wrong_value(at: datetime) -> None:
    one = draft(make_subject(at=at).pk)
    write(one, at=at - 3 * DAY)
    quick, slow, outside = reader(at), reader(at), reader(at)
    reads(quick, at - 2 * DAY)
    reads(slow, at - DAY)
    write(replace(next_version(one), cause=Cause.CORRECTED, fine="0.5"), at=at)
    reads(quick, at + timedelta(hours=1))
    reads(outside, at + timedelta(hours=2))
    told = {each.reader_id: (each.given_at, each.told_at) for each in recipients(one.key, 1)}
    assert told == {
        quick.key_id: (at - 2 * DAY, at + timedelta(hours=1)),
        slow.key_id: (at - DAY, None),
    }
    assert {each.reader_id for each in recipients(one.key, 2)} == {quick.key_id, outside.key_id}
    assert recipients(UUID(int=0), 1) == ()
