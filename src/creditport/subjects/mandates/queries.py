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
    """A mandate as the subject sees it; `holds` is False once it was ended or ran out."""

    id: int
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
    found = Mandate.objects.filter(subject_id=subject_id).select_related("account").order_by("-granted_at", "-id")
    shown = [_mandated(mandate, civil_day(at)) for mandate in found]
    return tuple(sorted(shown, key=lambda each: not each.holds))


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
    )
