"""New rules: which records change, which do not, and that replay still equals export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from creditport.foundation.publicity.actions import RuleChange, apply_rules
from creditport.foundation.records.choices import Cause, Severity
from creditport.foundation.records.models import Record
from creditport.foundation.records.queries import history
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.packs.registry import packs
from tests.factories.records import draft, make_subject, write

pytestmark = pytest.mark.django_db

WHOLE = {
    "party_name": "海口椰风餐饮有限公司",
    "party_code": "91460100MA5RFXBU8P",
    "document_number": "琼市监处罚〔2026〕7号",
    "categories": ["fine"],
    "fine_amount": 1.5,
    "decided_on": "2026-03-01",
}


def whole_content() -> dict[str, object]:
    """A penalty with every standard field, so that it may be shown."""
    item = packs().item("penalty", date(2026, 11, 24))
    every = {field.id: "有" for field in item.fields if field.requirement != "optional"}
    return every | WHOLE


def held(at: datetime, **changes: object) -> Record:
    one = replace(draft(make_subject(at=at).pk), **changes)  # type: ignore[arg-type]
    record = write(one, at=at)
    # The factory's content is a sketch; put a whole one in its place, as a later version would have it.
    return Record.objects.create(
        **{field.name: getattr(record, field.name) for field in Record._meta.fields if field.name != "id"}
        | {"version": 2, "content": whole_content(), "cause": Cause.AMENDED}
    )


def test_a_record_that_the_rules_still_say_is_left_alone(at: datetime) -> None:
    held(at)
    assert apply_rules(actor=SYSTEM, at=at) == ()


def test_a_record_shown_too_long_gets_a_version_that_ends_in_time(at: datetime) -> None:
    record = held(at, public_until=date(2029, 3, 1))
    assert apply_rules(actor=SYSTEM, at=at, dry_run=True) == (RuleChange("penalty", 1, 0),)
    assert apply_rules(actor=SYSTEM, at=at) == (RuleChange("penalty", 1, 1),)
    last = history(record.key)[-1]
    assert (last.version, last.cause, last.severity, last.shown) == (3, Cause.RULES, Severity.GENERAL, True)
    assert (last.public_from, last.repair_opens_on, last.public_until) == (
        date(2026, 3, 1),
        date(2026, 6, 1),
        date(2027, 3, 1),
    )
    assert apply_rules(actor=SYSTEM, at=at) == ()


def test_a_repaired_record_stays_repaired(at: datetime) -> None:
    record = held(at)
    Record.objects.create(
        **{field.name: getattr(record, field.name) for field in Record._meta.fields if field.name != "id"}
        | {"version": 3, "cause": Cause.REPAIRED, "shown": False}
    )
    assert apply_rules(actor=SYSTEM, at=at) == ()


def test_an_incomplete_record_stays_held(at: datetime) -> None:
    write(draft(make_subject(at=at).pk), at=at)
    assert apply_rules(actor=SYSTEM, at=at) == (RuleChange("penalty", 1, 1),)
    assert [record.shown for record in Record.objects.order_by("version")] == [True, False]


def test_a_reporter_may_not(at: datetime) -> None:
    reporter = Actor(kind=ActorKind.STAFF, name="x", role=Role.REPORTER, agency="hainan-market-regulation")
    with pytest.raises(NotPermittedError):
        apply_rules(actor=reporter, at=at)
