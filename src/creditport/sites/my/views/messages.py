"""What the platform told a subject by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from creditport.consequences.messages.actions import mark_read
from creditport.consequences.messages.queries import told_to_subject
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.models import User
from creditport.sites.my.gate import account, standing, standings


@account
def listing(request: HttpRequest, user: User, subject: int) -> HttpResponse:
    """The latest messages, new ones marked."""
    mine = standing(user, subject)
    context = {
        "mine": mine,
        "standings": standings(user),
        "told": told_to_subject(mine.subject_id),
        "nav": "messages",
    }
    return render(request, "my/messages.html", context)


@require_POST
@account
def read(request: HttpRequest, user: User, subject: int) -> HttpResponseBase:
    """All of them were read."""
    mine = standing(user, subject)
    mark_read(actor=mine.actor, at=now(), subject_id=mine.subject_id)
    return redirect("my:messages", subject=subject)
