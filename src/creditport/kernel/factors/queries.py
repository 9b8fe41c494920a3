"""Reads of resets."""

from __future__ import annotations

from datetime import datetime

from creditport.kernel.factors.choices import ResetOutcome
from creditport.kernel.factors.models import FactorReset
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.models import PasswordLink, User
from creditport.kernel.identity.queries import link_digest


def open_proposal(username: str) -> FactorReset | None:
    """What waits for a second person on this account, if anything does."""
    return FactorReset.objects.filter(holder=username, outcome="").first()


def open_proposals() -> tuple[FactorReset, ...]:
    """Every proposal that waits, oldest first."""
    return tuple(FactorReset.objects.filter(outcome="").select_related("account").order_by("id"))


def resets_of(username: str) -> tuple[FactorReset, ...]:
    """Every reset that was proposed for an account, latest first."""
    return tuple(FactorReset.objects.filter(holder=username).order_by("-id"))


def unfinished(account_id: int) -> FactorReset | None:
    """The reset after which the holder has not yet set up a factor: the account opens by its link alone."""
    latest = (
        FactorReset.objects.filter(account_id=account_id, outcome=ResetOutcome.CONFIRMED)
        .order_by("-decided_at", "-id")
        .first()
    )
    return latest if latest is not None and latest.enrolled_at is None else None


def confirmed_unfinished(username: str, actor: Actor) -> bool:
    """Whether this actor holds the one link already, and so may not give the other."""
    account = User.objects.filter(username=username).only("pk").first()
    reset = unfinished(account.pk) if account else None
    return reset is not None and reset.decided_by == actor.name


def reset_of_link(secret: str, at: datetime) -> FactorReset | None:
    """The reset of this link if it still works: the latest of an account that is open, unfinished, not too old."""
    found = FactorReset.objects.select_related("account").filter(
        digest=link_digest(secret), until__gt=at, account__is_active=True
    )
    reset = found.first()
    return reset if reset is not None and unfinished(reset.account_id) == reset else None


def gave_password(account_id: int) -> str:
    """Who gave the latest link for the account's password; blank if nobody ever did."""
    latest = PasswordLink.objects.filter(account_id=account_id).order_by("-id").first()
    return latest.given_by if latest else ""
