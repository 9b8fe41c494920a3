"""Who may act for a subject: by a mandate that holds today, for that subject alone."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.documents.store import open_plain
from creditport.kernel.identity.actions import open_account
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.identity.models import User
from creditport.subjects.mandates.actions import (
    AlreadyMandatedError,
    DocumentNeededError,
    MandateDocument,
    NoSuchAccountError,
    TermNeededError,
    end_mandate,
    grant_mandate,
)
from creditport.subjects.mandates.choices import Ground
from creditport.subjects.mandates.models import Mandate
from creditport.subjects.mandates.queries import mandates_of, standing_for, standings_of
from tests.factories.mandates import PAPER, account, counsel, owner, paper
from tests.factories.records import make_subject
from tests.factories.staff import PASSWORD, staff

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2027, 1, 1)
OPERATOR = Actor(kind=ActorKind.STAFF, name="op", role=Role.PLATFORM_OPERATOR)


def owner_actor(subject_id: int) -> Actor:
    return Actor(kind=ActorKind.SUBJECT, name="wang.zhiqiang", subject=subject_id)


def test_an_account_without_a_mandate_acts_for_nobody(at: datetime) -> None:
    made = account()
    assert standings_of(made, at) == ()
    assert made.actor == Actor(kind=ActorKind.SUBJECT, name="wang.zhiqiang")
    assert not made.actor.stands_for(make_subject(at=at).pk)


def test_whoever_answers_for_a_subject_acts_for_it_and_for_no_other(at: datetime) -> None:
    mine = make_subject(at=at)
    other = make_subject(at=at, name="三亚某公司", uscc="91460200MA5RFXBU8Q")
    user = owner(mine.pk, at)
    standing = standing_for(user, mine.pk, at)
    assert standing is not None
    assert (standing.subject_name, standing.ground) == ("海口椰风餐饮有限公司", Ground.LEGAL_REPRESENTATIVE)
    assert standing.actor == Actor(kind=ActorKind.SUBJECT, name="wang.zhiqiang", subject=mine.pk)
    assert standing_for(user, other.pk, at) is None


def test_a_counselling_body_acts_as_such_until_its_day(at: datetime) -> None:
    subject = make_subject(at=at)
    body = counsel(subject.pk, at, NEXT_YEAR)
    before = datetime.combine(NEXT_YEAR - timedelta(days=1), at.timetz())
    standing = standing_for(body, subject.pk, before)
    assert standing is not None and standing.actor.kind is ActorKind.COUNSEL
    assert standing_for(body, subject.pk, datetime.combine(NEXT_YEAR, at.timetz())) is None


def test_a_mandate_keeps_its_document_with_the_digest(at: datetime) -> None:
    subject = make_subject(at=at)
    counsel(subject.pk, at, NEXT_YEAR)
    mandate = Mandate.objects.get()
    assert mandate.document_digest == sha256(PAPER).hexdigest()
    with open_plain(mandate.document) as file:
        assert file.read() == PAPER


@pytest.mark.parametrize("ground", [Ground.AGENT, Ground.COUNSEL])
def test_without_a_document_nobody_acts_by_mandate(ground: Ground, at: datetime) -> None:
    subject = make_subject(at=at)
    account()
    for document in (None, MandateDocument("a.exe", io.BytesIO(b"MZ..."))):
        with pytest.raises(DocumentNeededError):
            grant_mandate(
                actor=SYSTEM,
                at=at,
                account="wang.zhiqiang",
                subject_id=subject.pk,
                ground=ground,
                until=NEXT_YEAR,
                document=document,
            )
    assert Mandate.objects.count() == 0


@pytest.mark.parametrize("until", [None, date(2026, 11, 24)])
def test_a_counselling_bodys_mandate_ends_in_the_future(until: date | None, at: datetime) -> None:
    subject = make_subject(at=at)
    account()
    with pytest.raises(TermNeededError):
        grant_mandate(
            actor=SYSTEM,
            at=at,
            account="wang.zhiqiang",
            subject_id=subject.pk,
            ground=Ground.COUNSEL,
            until=until,
            document=paper(),
        )


def test_the_database_refuses_a_counselling_body_without_an_end(at: datetime) -> None:
    counsel(make_subject(at=at).pk, at, NEXT_YEAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.update(until=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.update(document="")


def test_only_one_mandate_at_a_time(at: datetime) -> None:
    subject = make_subject(at=at)
    owner(subject.pk, at)
    with pytest.raises(AlreadyMandatedError):
        grant_mandate(
            actor=SYSTEM,
            at=at,
            account="wang.zhiqiang",
            subject_id=subject.pk,
            ground=Ground.AGENT,
            document=paper(),
        )


def test_staff_hold_no_mandates(at: datetime) -> None:
    subject = make_subject(at=at)
    staff("reporter", Role.PLATFORM_OPERATOR)
    with pytest.raises(NoSuchAccountError):
        grant_mandate(
            actor=SYSTEM, at=at, account="reporter", subject_id=subject.pk, ground=Ground.LEGAL_REPRESENTATIVE
        )


def test_a_subject_gives_mandates_to_others_but_makes_no_representative(at: datetime) -> None:
    subject = make_subject(at=at)
    owner(subject.pk, at)
    account("li.agent", "李代办")
    mine = owner_actor(subject.pk)
    granted = grant_mandate(
        actor=mine, at=at, account="li.agent", subject_id=subject.pk, ground=Ground.AGENT, document=paper()
    )
    assert granted.granted_by == "wang.zhiqiang"
    account("li.other", "李四")
    with pytest.raises(NotPermittedError):
        grant_mandate(actor=mine, at=at, account="li.other", subject_id=subject.pk, ground=Ground.LEGAL_REPRESENTATIVE)


@pytest.mark.parametrize(
    "actor",
    [
        Actor(kind=ActorKind.COUNSEL, name="yehai.fudao", subject=1),
        Actor(kind=ActorKind.STAFF, name="lin", role=Role.REPORTER, agency="hainan-market-regulation"),
        Actor(kind=ActorKind.STAFF, name="audit", role=Role.AUDITOR),
        Actor(kind=ActorKind.SUBJECT, name="li", subject=999_999),
        Actor(kind=ActorKind.PUBLIC, name="public"),
    ],
    ids=lambda actor: actor.name,
)
def test_nobody_else_gives_or_ends_one(actor: Actor, at: datetime) -> None:
    subject = make_subject(at=at)
    owner(subject.pk, at)
    account("li.agent", "李代办")
    before = AuditEntry.objects.count()
    with pytest.raises(NotPermittedError):
        grant_mandate(
            actor=actor, at=at, account="li.agent", subject_id=subject.pk, ground=Ground.AGENT, document=paper()
        )
    with pytest.raises(NotPermittedError):
        end_mandate(actor=actor, at=at, mandate_id=Mandate.objects.get().pk)
    assert AuditEntry.objects.count() == before
    assert Mandate.objects.get().ended_at is None


def test_an_ended_mandate_opens_nothing_and_stays_readable(at: datetime) -> None:
    subject = make_subject(at=at)
    body = counsel(subject.pk, at, NEXT_YEAR)
    end_mandate(actor=OPERATOR, at=at, mandate_id=Mandate.objects.get().pk, reason="合同解除")
    assert standings_of(body, at) == ()
    shown = mandates_of(subject.pk, at)
    assert [(each.account, each.holds, each.ended_because) for each in shown] == [("yehai.fudao", False, "合同解除")]
    assert list(AuditEntry.objects.exclude(act="rules.load").order_by("id").values_list("act", flat=True)) == [
        "account.open",
        "mandate.grant",
        "mandate.end",
    ]


def test_a_holder_may_give_a_mandate_back(at: datetime) -> None:
    subject = make_subject(at=at)
    body = counsel(subject.pk, at, NEXT_YEAR)
    standing = standing_for(body, subject.pk, at)
    assert standing is not None
    end_mandate(actor=standing.actor, at=at, mandate_id=standing.mandate_id)
    assert standings_of(body, at) == ()


def test_an_account_of_a_subject_never_has_a_role(at: datetime) -> None:
    made = account()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=made.pk).update(role=Role.AUDITOR)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.AGENCY_MANAGER, Role.AUDITOR])
def test_only_operators_open_accounts(role: Role, at: datetime) -> None:
    actor = Actor(kind=ActorKind.STAFF, name="x", role=role, agency="hainan-market-regulation")
    with pytest.raises(NotPermittedError):
        open_account(actor=actor, at=at, username="new", name="新", password=PASSWORD)
    assert not User.objects.exists()
