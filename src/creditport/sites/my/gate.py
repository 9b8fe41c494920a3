"""Who gets through to a subject's own pages: whoever holds a mandate today, looked at anew in every request.

Without a sign-in one is asked for; staff have no business here; what belongs to others does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from creditport.foundation.records.queries import RecordVersion, history
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import NotPermittedError
from creditport.kernel.identity.choices import AccountKind
from creditport.kernel.identity.models import User
from creditport.subjects.mandates.queries import Standing, standing_for, standings_of

P = ParamSpec("P")
AccountView = Callable[Concatenate[HttpRequest, User, P], HttpResponseBase]
SubjectView = Callable[Concatenate[HttpRequest, Standing, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def account(view: AccountView[P]) -> View[P]:
    """Let accounts of subjects through, whether or not they hold a mandate."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if user.kind != AccountKind.SUBJECT:
            raise PermissionDenied
        try:
            return view(request, user, *args, **kwargs)
        except NotPermittedError:
            raise PermissionDenied from None

    return guarded


def standing(user: User, subject_id: int | None) -> Standing:
    """The mandate of this account for this subject today; without one the subject does not exist."""
    found = standing_for(user, subject_id, now()) if subject_id is not None else None
    if found is None:
        raise Http404
    return found


def standing_of_record(user: User, key: UUID) -> tuple[Standing, RecordVersion]:
    """The mandate for the subject of a record, and the record as it stands."""
    versions = history(key)
    if not versions:
        raise Http404
    return standing(user, versions[-1].subject_id), versions[-1]


def standings(user: User) -> tuple[Standing, ...]:
    """Every subject for which this account acts today."""
    return standings_of(user, now())
