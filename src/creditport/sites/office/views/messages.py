"""For superiors: what the platform tells them by itself, such as cases over their day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from creditport.consequences.messages.actions import mark_read
from creditport.consequences.messages.queries import told_to_superiors
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.sites.office.gate import staff

_SUPERIORS = frozenset({Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR})


@staff(_SUPERIORS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The latest messages to the superiors of the own agency, or of the platform."""
    context = {"told": told_to_superiors(actor.agency or ""), "nav": "messages"}
    return render(request, "office/messages.html", context)


@require_POST
@staff(_SUPERIORS)
def read(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """All of them were read."""
    mark_read(actor=actor, at=now(), agency=actor.agency or "")
    return redirect("office:messages")
