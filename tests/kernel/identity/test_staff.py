"""Accounts of staff: who may make and change whom, and that everything is on record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from creditport.kernel.identity import actions
from creditport.kernel.identity.access import may_manage_staff, may_read_audit, may_see_agency
from creditport.kernel.identity.actor import PUBLIC, SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.identity.models import User
from creditport.kernel.identity.queries import actor_named, locked_until, staff_managed_by
from tests.factories.log import entries

MARKET, FINANCE = "hainan-market-regulation", "hainan-finance"
PASSWORD = "correct-horse-battery"


def _actor(role: Role, agency: str | None = None, name: str = "boss") -> Actor:
    return Actor(kind=ActorKind.STAFF, name=name, role=role, agency=agency)


OPERATOR = _actor(Role.PLATFORM_OPERATOR)
MANAGER = _actor(Role.AGENCY_MANAGER, MARKET)
REPORTER = _actor(Role.REPORTER, MARKET)
AUDITOR = _actor(Role.AUDITOR)


@pytest.mark.parametrize(
    ("actor", "role", "agency", "may"),
    [
        (SYSTEM, Role.AUDITOR, None, True),
        (SYSTEM, None, None, True),
        (OPERATOR, Role.REPORTER, MARKET, True),
        (OPERATOR, Role.AGENCY_MANAGER, MARKET, True),
        (OPERATOR, Role.PLATFORM_OPERATOR, None, False),
        (OPERATOR, Role.AUDITOR, None, False),
        (OPERATOR, None, None, False),
        (MANAGER, Role.REPORTER, MARKET, True),
        (MANAGER, Role.REPORTER, FINANCE, False),
        (MANAGER, Role.AGENCY_MANAGER, MARKET, False),
        (REPORTER, Role.REPORTER, MARKET, False),
        (AUDITOR, Role.REPORTER, MARKET, False),
        (PUBLIC, Role.REPORTER, MARKET, False),
    ],
)
def test_who_may_manage_whom(actor: Actor, role: Role | None, agency: str | None, may: bool) -> None:
    assert may_manage_staff(actor, role=role, agency=agency) is may


def test_each_role_sees_and_does_its_own() -> None:
    assert [may_see_agency(each, FINANCE) for each in (REPORTER, MANAGER, OPERATOR, AUDITOR, PUBLIC)] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert [may_read_audit(each) for each in (REPORTER, MANAGER, OPERATOR, AUDITOR, SYSTEM)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def _create(
    actor: Actor,
    at: datetime,
    username: str = "lin.xiaomei",
    role: Role = Role.REPORTER,
    agency: str | None = MARKET,
    password: str = PASSWORD,
) -> User:
    return actions.create_staff(
        actor=actor, at=at, username=username, name="林晓梅", role=role, agency=agency, password=password
    )


@pytest.mark.django_db
def test_a_manager_makes_a_reporter(at: datetime) -> None:
    user = _create(MANAGER, at)
    assert (user.role, user.agency, user.check_password(PASSWORD)) == ("reporter", MARKET, True)
    entry = entries().get()
    assert (entry.act, entry.actor_name, entry.object_id) == ("staff.create", "boss", "lin.xiaomei")
    assert entry.details == {"role": "reporter", "agency": MARKET}
    assert [member.username for member in staff_managed_by(MANAGER)] == ["lin.xiaomei"]
    assert staff_managed_by(_actor(Role.AGENCY_MANAGER, FINANCE)) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "other", "error"),
    [
        (REPORTER, {}, NotPermittedError),
        (AUDITOR, {}, NotPermittedError),
        (MANAGER, {"agency": FINANCE}, NotPermittedError),
        (OPERATOR, {"role": Role.AUDITOR, "agency": None}, NotPermittedError),
        (OPERATOR, {"agency": "no-such-agency"}, actions.UnknownAgencyError),
        (SYSTEM, {"role": Role.AUDITOR}, actions.UnknownAgencyError),
        (MANAGER, {"password": "short"}, ValidationError),
        (MANAGER, {"password": "lin.xiaomei1"}, ValidationError),
    ],
)
def test_what_is_refused_changes_nothing(
    at: datetime, actor: Actor, other: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _create(actor, at, **other)  # type: ignore[arg-type]  # one of several keywords
    assert (User.objects.count(), entries().count()) == (0, 0)


@pytest.mark.django_db
def test_a_taken_name_is_refused(at: datetime) -> None:
    _create(MANAGER, at)
    with pytest.raises(actions.UsernameTakenError):
        _create(MANAGER, at)
    assert (User.objects.count(), entries().count()) == (1, 1)


@pytest.mark.django_db
def test_change_suspend_restore_reset_are_on_record(at: datetime) -> None:
    _create(SYSTEM, at)
    actions.change_role(actor=OPERATOR, at=at, username="lin.xiaomei", role=Role.AGENCY_MANAGER, agency=FINANCE)
    actions.suspend_staff(actor=OPERATOR, at=at, username="lin.xiaomei", reason="left")
    assert actor_named("lin.xiaomei") is None
    actions.restore_staff(actor=OPERATOR, at=at, username="lin.xiaomei")
    actions.reset_password(actor=OPERATOR, at=at, username="lin.xiaomei", password="another-long-phrase")
    assert actor_named("lin.xiaomei") == _actor(Role.AGENCY_MANAGER, FINANCE, "lin.xiaomei")
    acts = list(entries().values_list("act", "details"))
    assert acts[1:] == [
        (
            "staff.change-role",
            {"role_before": "reporter", "agency_before": MARKET, "role": "agency-manager", "agency": FINANCE},
        ),
        ("staff.suspend", {"reason": "left"}),
        ("staff.restore", {}),
        ("staff.reset-password", {}),
    ]


@pytest.mark.django_db
def test_nobody_changes_the_own_account_or_one_out_of_reach(at: datetime) -> None:
    _create(SYSTEM, at, username="boss", role=Role.AGENCY_MANAGER)
    _create(SYSTEM, at, username="watcher", role=Role.AUDITOR, agency=None)
    for username in ("boss", "watcher", "nobody"):
        with pytest.raises(NotPermittedError):
            actions.suspend_staff(actor=OPERATOR, at=at, username=username, reason="x")
    with pytest.raises(NotPermittedError):
        actions.change_role(actor=MANAGER, at=at, username="boss", role=Role.REPORTER, agency=MARKET)
    assert User.objects.filter(is_active=True).count() == 2


@pytest.mark.django_db
def test_a_role_out_of_reach_cannot_be_given(at: datetime) -> None:
    _create(SYSTEM, at)
    with pytest.raises(NotPermittedError):
        actions.change_role(actor=OPERATOR, at=at, username="lin.xiaomei", role=Role.AUDITOR, agency=None)
    assert User.objects.get().role == "reporter"


@pytest.mark.django_db
def test_five_failures_lock_for_fifteen_minutes(at: datetime) -> None:
    user = _create(SYSTEM, at)
    for minute in range(4):
        actions.record_failed_sign_in(actor=PUBLIC, at=at + timedelta(minutes=minute), username="lin.xiaomei")
    assert locked_until("lin.xiaomei", at + timedelta(minutes=4)) is None
    last = at + timedelta(minutes=4)
    actions.record_failed_sign_in(actor=PUBLIC, at=last, username="lin.xiaomei")
    assert locked_until("lin.xiaomei", last) == last + timedelta(minutes=15)
    assert locked_until("lin.xiaomei", last + timedelta(minutes=15)) is None
    assert locked_until("somebody.else", last) is None
    actions.record_sign_in(actor=user.actor, at=last, method="password")
    assert locked_until("lin.xiaomei", last) is None


@pytest.mark.django_db
def test_an_unknown_name_is_not_kept(at: datetime) -> None:
    actions.record_failed_sign_in(actor=PUBLIC, at=at, username="my-secret-password")
    entry = entries().get()
    assert (entry.object_id, entry.actor_name) == ("unknown", "public")
