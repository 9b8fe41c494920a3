"""Second factors that were lost are reset by two people, or by nobody; the database holds it so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction

from creditport.consequences.messages.models import Message
from creditport.consequences.messages.queries import told_to_account, told_to_superiors
from creditport.kernel.factors import actions
from creditport.kernel.factors.choices import IdentityCheck
from creditport.kernel.factors.models import FactorReset
from creditport.kernel.factors.queries import open_proposal, reset_of_link, resets_of, unfinished
from creditport.kernel.identity.actions import GivenLink, give_link, suspend_staff
from creditport.kernel.identity.actor import PUBLIC, SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.identity.models import User
from tests.factories.log import acts, entries
from tests.factories.mandates import account
from tests.factories.people import CHEN_JING, LIN_XIAOMEI
from tests.factories.staff import MARKET, OTHER, signed_in, staff

pytestmark = pytest.mark.django_db
WHY = "手机于11月23日遗失"
HALL = "haikou-approval-service"
OPERATOR = Actor(kind=ActorKind.STAFF, name="wu.haisheng", role=Role.PLATFORM_OPERATOR)
SECOND_OPERATOR = replace(OPERATOR, name="he.fang")


def manager(name: str = "fu.jianguo", agency: str = MARKET) -> Actor:
    return Actor(kind=ActorKind.STAFF, name=name, role=Role.AGENCY_MANAGER, agency=agency)


@pytest.fixture
def holder(db: None) -> User:
    made = staff("lin.xiaomei", Role.REPORTER, MARKET)
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=made, type=kind, data={})
    return made


def proposed(at: datetime, by: Actor | None = None, username: str = "lin.xiaomei") -> FactorReset:
    return actions.propose_reset(
        actor=by or manager(), at=at, username=username, reason=WHY, identity=IdentityCheck.COLLEAGUE
    )


def confirmed(at: datetime, by: Actor = OPERATOR) -> GivenLink:
    return actions.confirm_reset(actor=by, at=at, reset_id=proposed(at).pk)


def test_one_proposes_another_confirms_the_holder_enrols(holder: User, at: datetime) -> None:
    browser = signed_in(holder)
    assert browser.get("/office/").status_code == 200
    proposal = proposed(at)
    assert open_proposal("lin.xiaomei") == proposal
    assert (Authenticator.objects.count(), browser.get("/office/").status_code) == (2, 200)

    given = actions.confirm_reset(actor=OPERATOR, at=at, reset_id=proposal.pk)
    assert given.until == at + timedelta(hours=24)
    assert Authenticator.objects.count() == 0
    assert browser.get("/office/")["Location"] == "/accounts/login/?next=/office/"
    assert unfinished(holder.pk) == proposal == reset_of_link(given.secret, at)
    assert given.secret not in str(list(FactorReset.objects.values()))
    holder.refresh_from_db()
    assert holder.has_usable_password()

    assert actions.finish_reset(actor=LIN_XIAOMEI, at=at, username="lin.xiaomei") is True
    assert (unfinished(holder.pk), reset_of_link(given.secret, at)) == (None, None)
    assert actions.finish_reset(actor=LIN_XIAOMEI, at=at, username="lin.xiaomei") is False
    assert [act for act in acts() if act.startswith("factors.")] == [
        "factors.propose",
        "factors.confirm",
        "factors.enrol",
    ]
    assert entries().get(act="factors.propose").details == {"reason": WHY, "identity": "colleague"}


def test_the_holder_is_told_of_both_and_superiors_are_not(holder: User, at: datetime) -> None:
    confirmed(at)
    told = told_to_account("lin.xiaomei")
    assert [(each.kind, each.reference) for each in told.messages] == [
        ("factors-reset", "wu.haisheng"),
        ("factors-asked", "fu.jianguo"),
    ]
    assert (told.new, Message.objects.count(), told_to_superiors("").messages) == (2, 2, ())


@pytest.mark.parametrize(
    "second",
    [
        manager(),  # who proposed it
        manager("he.fang", OTHER),
        replace(LIN_XIAOMEI, role=Role.AGENCY_MANAGER),  # the holder, a manager since
        replace(LIN_XIAOMEI, name="new.reporter"),
        CHEN_JING,
        SYSTEM,
        PUBLIC,
    ],
    ids=lambda actor: f"{actor.name} {actor.role or actor.kind}",
)
def test_nobody_else_confirms(holder: User, at: datetime, second: Actor) -> None:
    proposal = proposed(at)
    with pytest.raises(NotPermittedError):
        actions.confirm_reset(actor=second, at=at, reset_id=proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.digest, Authenticator.objects.count()) == ("", "", 2)


@pytest.mark.parametrize("first", [LIN_XIAOMEI, CHEN_JING, SYSTEM, PUBLIC, manager(agency=OTHER)], ids=str)
def test_nobody_else_proposes(holder: User, at: datetime, first: Actor) -> None:
    with pytest.raises(NotPermittedError):
        proposed(at, by=first)
    assert FactorReset.objects.count() == 0


def test_whose_account_decides_who_looks_after_it(at: datetime) -> None:
    staff("fu.jianguo", Role.AGENCY_MANAGER, MARKET)
    staff("wu.haisheng", Role.PLATFORM_OPERATOR)
    account("wang.zhiqiang")
    window = Actor(kind=ActorKind.STAFF, name="fu.chunyan", role=Role.REPORTER, agency=HALL)
    for first, username in [
        (manager("he.fang"), "fu.jianguo"),
        (manager(), "wang.zhiqiang"),
        (SECOND_OPERATOR, "wu.haisheng"),
    ]:
        with pytest.raises(NotPermittedError):
            proposed(at, first, username)
    of_manager = proposed(at, OPERATOR, "fu.jianguo")
    assert actions.confirm_reset(actor=SECOND_OPERATOR, at=at, reset_id=of_manager.pk).secret
    of_business = proposed(at, window, "wang.zhiqiang")
    with pytest.raises(NotPermittedError):
        actions.confirm_reset(actor=window, at=at, reset_id=of_business.pk)
    assert actions.confirm_reset(actor=replace(window, name="zhou.li"), at=at, reset_id=of_business.pk).secret


def test_a_proposal_is_declined_with_its_reason(holder: User, at: datetime) -> None:
    proposal = proposed(at)
    with pytest.raises(actions.AlreadyProposedError):
        proposed(at, OPERATOR)
    with pytest.raises(actions.ReasonNeededError):
        actions.decline_reset(actor=OPERATOR, at=at, reset_id=proposal.pk, reason=" ")
    actions.decline_reset(actor=manager(), at=at, reset_id=proposal.pk, reason="手机找到了")
    with pytest.raises(actions.AlreadyDecidedError):
        actions.confirm_reset(actor=OPERATOR, at=at, reset_id=proposal.pk)
    assert [(each.outcome, each.decided_because) for each in resets_of("lin.xiaomei")] == [("declined", "手机找到了")]
    assert Authenticator.objects.count() == 2


def test_a_link_ends_with_its_day_with_its_account_and_with_the_next_reset(holder: User, at: datetime) -> None:
    first = confirmed(at)
    assert reset_of_link(first.secret, at + timedelta(hours=24)) is None
    later = at + timedelta(hours=1)
    second = confirmed(later)
    assert reset_of_link(first.secret, later) is None
    assert reset_of_link(second.secret, later) is not None
    suspend_staff(actor=SYSTEM, at=later, username="lin.xiaomei", reason="left")
    assert reset_of_link(second.secret, later) is None


def test_nobody_gives_both_links(holder: User, at: datetime) -> None:
    """Else one person could open the account: with the password that one link sets, and the factor of the other."""
    give_link(actor=OPERATOR, at=at, username="lin.xiaomei")
    proposal = proposed(at)
    with pytest.raises(actions.NotTwoPeopleError):
        actions.confirm_reset(actor=OPERATOR, at=at, reset_id=proposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        _confirm_by_sql("wu.haisheng")
    actions.confirm_reset(actor=SECOND_OPERATOR, at=at, reset_id=proposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        give_link(actor=SECOND_OPERATOR, at=at, username="lin.xiaomei")
    assert give_link(actor=manager(), at=at, username="lin.xiaomei").secret
    actions.finish_reset(actor=LIN_XIAOMEI, at=at, username="lin.xiaomei")
    assert give_link(actor=SECOND_OPERATOR, at=at, username="lin.xiaomei").secret


def _confirm_by_sql(who: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_factorreset SET outcome = 'confirmed', decided_at = now(), decided_by = %s, digest = 'd',"
            " until = now()",
            [who],
        )


@pytest.mark.parametrize("who", ["fu.jianguo", "lin.xiaomei", ""])
def test_the_database_refuses_one_person_and_the_holder(holder: User, at: datetime, who: str) -> None:
    proposed(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        _confirm_by_sql(who)


@pytest.mark.parametrize(
    "change",
    [
        "digest = 'd', until = now()",  # a link without a confirmation
        "proposed_by = 'he.fang'",
        "holder = 'someone.else'",
        "reason = ''",
    ],
)
def test_the_database_refuses_to_bend_a_proposal(holder: User, at: datetime, change: str) -> None:
    proposed(at)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE kernel_factorreset SET {change}")


def test_the_database_keeps_what_was_decided(holder: User, at: datetime) -> None:
    confirmed(at)
    for change in ("outcome = 'declined', digest = '', until = NULL", "until = now() + interval '9 days'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE kernel_factorreset SET {change}")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_factorreset")
