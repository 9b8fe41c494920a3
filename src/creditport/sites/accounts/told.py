"""What the platform told the holder of an account about the account itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from creditport.consequences.messages.actions import mark_own_read
from creditport.consequences.messages.queries import told_to_account
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.models import User


@never_cache
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The latest messages, new ones marked."""
    assert isinstance(request.user, User)
    return render(request, "account/messages.html", {"told": told_to_account(request.user.username), "nav": "account"})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All of them were read."""
    assert isinstance(request.user, User)
    mark_own_read(actor=request.user.actor, at=now(), account=request.user.username)
    return redirect("account_messages")
