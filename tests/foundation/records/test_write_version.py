"""Single versions: by whom, in turn, and on record."""

from __future__ import annotations

from datetime import datetime

import pytest

from creditport.foundation.records.actions import NextVersion, RecordMovedOnError, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.records import draft, make_subject, write

pytestmark = pytest.mark.django_db

REPAIR = NextVersion(
    cause=Cause.REPAIRED, reason="信用修复", rules="test", state=RecordState.IN_FORCE, shown=False, repair_opens_on=None
)


def test_a_repair_keeps_the_content_and_ends_what_is_shown(at: datetime) -> None:
    first = write(draft(make_subject(at=at).pk), at=at)
    second = write_version(actor=SYSTEM, at=at, key=first.key, after=1, change=REPAIR)
    assert (second.version, second.cause, second.shown, second.content) == (2, Cause.REPAIRED, False, first.content)
    assert [version.shown for version in Record.objects.filter(key=first.key).order_by("version")] == [True, False]
    entry = AuditEntry.objects.latest("id")
    assert (entry.act, entry.object_id) == ("record.repaired", str(first.key))


def test_a_second_writer_of_the_same_version_is_refused(at: datetime) -> None:
    first = write(draft(make_subject(at=at).pk), at=at)
    write_version(actor=SYSTEM, at=at, key=first.key, after=1, change=REPAIR)
    with pytest.raises(RecordMovedOnError):
        write_version(actor=SYSTEM, at=at, key=first.key, after=1, change=REPAIR)


def test_another_agency_is_refused_and_nothing_changes(at: datetime) -> None:
    first = write(draft(make_subject(at=at).pk), at=at)
    stranger = Actor(kind=ActorKind.STAFF, name="x", role=Role.REPORTER, agency="hainan-transport")
    with pytest.raises(NotPermittedError):
        write_version(actor=stranger, at=at, key=first.key, after=1, change=REPAIR)
    assert Record.objects.filter(key=first.key).count() == 1
