"""Held is not shown: what the public role can reach, and for exactly how long a record shows (trial R4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from tests.factories.records import draft, make_subject, next_version, write

pytestmark = pytest.mark.django_db


def shown_on(subject_id: int, day: date) -> list[int]:
    """Versions that the public view shows on that day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.day', %s, true)", [day.isoformat()])
    return [record.version for record in public_records(subject_id)]


def test_a_record_shows_from_its_first_day_until_the_eve_of_its_end(at: datetime) -> None:
    subject = make_subject(at=at).pk
    write(draft(subject), at=at)
    assert shown_on(subject, date(2026, 2, 28)) == []
    assert shown_on(subject, date(2026, 3, 1)) == [1]
    assert shown_on(subject, date(2027, 2, 28)) == [1]
    assert shown_on(subject, date(2027, 3, 1)) == []


def test_only_the_latest_version_shows_and_a_withdrawal_ends_it(at: datetime) -> None:
    subject = make_subject(at=at).pk
    one = draft(subject)
    write(one, at=at)
    write(next_version(one), at=at)
    assert shown_on(subject, date(2026, 4, 1)) == [2]
    gone = replace(one, version=3, cause=Cause.WITHDRAWN, state=RecordState.WITHDRAWN, shown=False)
    write(gone, at=at)
    assert shown_on(subject, date(2026, 4, 1)) == []


def test_a_persons_record_never_shows(at: datetime) -> None:
    subject = make_subject(at=at, kind="person").pk
    write(draft(subject), at=at)
    assert shown_on(subject, date(2026, 4, 1)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.dates(date(2015, 1, 1), date(2034, 12, 31)),
    length=st.integers(1, 1200),
    offset=st.integers(-3, 1203),
    held=st.booleans(),
)
def test_shown_exactly_between_its_days(at: datetime, first: date, length: int, offset: int, held: bool) -> None:
    with transaction.atomic():
        subject = make_subject(at=at).pk
        end = first + timedelta(days=length)
        write(replace(draft(subject), decided_on=first, public_from=first, public_until=end, shown=not held), at=at)
        day = first + timedelta(days=offset)
        assert shown_on(subject, day) == ([1] if not held and first <= day < end else [])
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"linked_by": "name"}, "foundation_linked_by_identifier"),
        ({"linked_by": ""}, "foundation_linked_by_identifier"),
        ({"severity": None}, "foundation_adverse_has_severity"),
        ({"public_until": None}, "foundation_shown_adverse_ends"),
        ({"state": RecordState.WITHDRAWN}, "foundation_shown_only_linked_in_force"),
    ],
)
def test_the_database_refuses_a_record_that_breaks_a_promise(
    change: dict[str, object], constraint: str, at: datetime
) -> None:
    one = replace(draft(make_subject(at=at).pk), **change)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError, match=constraint):
        write(one, at=at)


def test_an_unlinked_record_cannot_be_shown(at: datetime) -> None:
    with pytest.raises(IntegrityError, match="foundation_shown_only_linked_in_force"):
        write(draft(None), at=at)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_application_cannot_change_a_version(act: str, at: datetime) -> None:
    record = write(draft(make_subject(at=at).pk), at=at)
    found = Record.objects.filter(pk=record.pk)
    with pytest.raises(ProgrammingError, match="permission denied"):
        found.update(reason="x") if act == "update" else found.delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["UPDATE foundation_record SET reason = 'x'", "TRUNCATE foundation_record"])
def test_even_the_owner_cannot_change_a_version(act: str, at: datetime, database_url: str) -> None:
    write(draft(make_subject(at=at).pk), at=at)
    with (
        psycopg.connect(database_url) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        owner.execute(act)


@pytest.mark.django_db(transaction=True)
def test_the_public_role_reads_nothing_but_the_views(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as public:
        tables = [row[0] for row in public.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        public.execute("SET ROLE creditport_public")
        readable = [name for name in tables if can_read(public, name)]
        assert readable == []
        assert public.execute("SELECT count(*) FROM public_record").fetchone() == (0,)
        public.execute("SET creditport.day = '2020-01-01'")
        day = public.execute("SELECT creditport_day() > '2026-01-01'").fetchone()
    assert day == (True,), "the public role must not be able to move the day"


def can_read(public: psycopg.Connection[tuple[object, ...]], table: str) -> bool:
    try:
        public.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True
