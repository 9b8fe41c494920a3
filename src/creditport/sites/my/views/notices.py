"""Notices that were served on a subject."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.consequences.notices.queries import document, notices, notices_of_subject
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.models import User
from creditport.sites.my.gate import account, standing, standings


@account
def listing(request: HttpRequest, user: User, subject: int) -> HttpResponse:
    """Every set that was served, with the times that run."""
    mine = standing(user, subject)
    found = notices_of_subject(mine.subject_id, now())
    context = {"mine": mine, "standings": standings(user), "found": found, "nav": "notices"}
    return render(request, "my/notices.html", context)


@account
def paper(request: HttpRequest, user: User, number: int, name: str) -> HttpResponse:
    """A document; before it was served it is the agency's alone."""
    found = notices(number, now())
    if found is None or found.served_on is None:
        raise Http404
    standing(user, found.set.subject_id)
    pdf = document(found, name)
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.set.number}-{name}.pdf"'
    return response
