"""For whom an account acts today, and who acts for a subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import AccountKind, ActorKind
from creditport.kernel.identity.models import User
from creditport.subjects.mandates.choices import Ground
from creditport.subjects.mandates.models import Mandate


@dataclass(frozen=True, slots=True)
class Standing:
    """A mandate that holds today, and the actor that the account is by it."""

    mandate_id: int
    subject_id: int
    subject_name: str
    uscc: str | None
    ground: Ground
    until: date | None
    actor: Actor


@dataclass(frozen=True, slots=True)
class Mandated:
    """A mandate as the subject sees it; `holds` is False before its first day, once it was ended or ran out."""

    id: int
    subject_id: int
    subject_name: str
    uscc: str | None
    account: str
    name: str
    ground: Ground
    since: date
    until: date | None
    document_name: str
    document_digest: str
    holds: bool
    ended_at: datetime | None
    ended_because: str
    granted_by: str
    over: bool


@dataclass(frozen=True, slots=True)
class SubjectAccount:
    """An account that acts for subjects, as staff who look after it see it."""

    username: str
    name: str
    active: bool
    last_sign_in: datetime | None


def standings_of(account: User, at: datetime) -> tuple[Standing, ...]:
    """Every subject for which the account may act now, by name; none for accounts of staff."""
    if account.kind != AccountKind.SUBJECT or not account.is_active:
        return ()
    return tuple(map(_standing, _holding(at).filter(account=account).order_by("subject__name", "id")))


def standing_for(account: User, subject_id: int, at: datetime) -> Standing | None:
    """The mandate by which the account acts for this subject now, if there is one."""
    return next((each for each in standings_of(account, at) if each.subject_id == subject_id), None)


def mandates_of(subject_id: int, at: datetime) -> tuple[Mandated, ...]:
    """Everybody who acts or acted for a subject; those who do so now first, latest first."""
    return _told(Mandate.objects.filter(subject_id=subject_id), at)


def mandates_of_account(username: str, at: datetime) -> tuple[Mandated, ...]:
    """Everybody for whom an account acts or acted; those for whom it does so now first, latest first."""
    return _told(Mandate.objects.filter(account__username=username), at)


def subject_account(username: str) -> SubjectAccount | None:
    """The account of this name if it is one that acts for subjects."""
    user = User.objects.filter(username=username, kind=AccountKind.SUBJECT).first()
    return _account(user) if user else None


def subject_accounts(text: str, limit: int) -> tuple[SubjectAccount, ...]:
    """Accounts that act for subjects: of this account name, or of mandates for the subject with this code."""
    held = Mandate.objects.filter(subject__uscc=text.upper()).values("account_id")
    found = User.objects.filter(Q(username=text) | Q(pk__in=held), kind=AccountKind.SUBJECT)
    return tuple(map(_account, found.order_by("username")[:limit]))


def newest_subject_accounts(limit: int) -> tuple[SubjectAccount, ...]:
    """The accounts that were opened last."""
    found = User.objects.filter(kind=AccountKind.SUBJECT).order_by("-date_joined", "-id")
    return tuple(map(_account, found[:limit]))


def _account(user: User) -> SubjectAccount:
    return SubjectAccount(user.username, user.first_name, user.is_active, user.last_login)


def _told(found: QuerySet[Mandate], at: datetime) -> tuple[Mandated, ...]:
    ordered = found.select_related("account", "subject").order_by("-granted_at", "-id")
    return tuple(sorted((_mandated(each, civil_day(at)) for each in ordered), key=lambda each: not each.holds))


def _holding(at: datetime) -> QuerySet[Mandate]:
    today = civil_day(at)
    open_ended = Q(until__isnull=True) | Q(until__gt=today)
    return Mandate.objects.filter(open_ended, since__lte=today, ended_at__isnull=True).select_related(
        "account", "subject"
    )


def _standing(mandate: Mandate) -> Standing:
    ground = Ground(mandate.ground)
    kind = ActorKind.COUNSEL if ground is Ground.COUNSEL else ActorKind.SUBJECT
    return Standing(
        mandate_id=mandate.pk,
        subject_id=mandate.subject_id,
        subject_name=mandate.subject.name,
        uscc=mandate.subject.uscc,
        ground=ground,
        until=mandate.until,
        actor=Actor(kind=kind, name=mandate.account.username, subject=mandate.subject_id),
    )


def _mandated(mandate: Mandate, today: date) -> Mandated:
    over = mandate.ended_at is not None or (mandate.until is not None and mandate.until <= today)
    return Mandated(
        id=mandate.pk,
        subject_id=mandate.subject_id,
        subject_name=mandate.subject.name,
        uscc=mandate.subject.uscc,
        account=mandate.account.username,
        name=mandate.account.first_name,
        ground=Ground(mandate.ground),
        since=mandate.since,
        until=mandate.until,
        document_name=mandate.document_name,
        document_digest=mandate.document_digest,
        holds=not over and mandate.since <= today,
        ended_at=mandate.ended_at,
        ended_because=mandate.ended_because,
        granted_by=mandate.granted_by,
        over=over,
    )
