"""What goes out with a decision: made in one click, printed as one, served with proof."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from creditport.consequences.notices.access import may_make
from creditport.consequences.notices.actions import (
    NobodyReadsError,
    NothingToNotifyError,
    ServiceProofError,
    make_notices,
    record_service,
)
from creditport.consequences.notices.choices import ServiceWay
from creditport.consequences.notices.queries import Notices, document, notices, notices_of
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.record_page import visible_history


class ServiceForm(forms.Form):
    """How and when the documents were served."""

    way = forms.ChoiceField(label=gettext_lazy("How they were served"), choices=ServiceWay.choices)
    served_on = forms.DateField(
        label=gettext_lazy("Served on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(
        label=gettext_lazy("Receipt or number of the letter"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed for service in person and by post."),
    )


@staff(REPORTING)
def page(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """The documents of a decision, or the button that makes them."""
    record = visible_history(actor, key)[-1]
    at = now()
    if request.method == "POST":
        return _make(request, actor, key, at)
    found = notices_of(key, at)
    context = {
        "record": record,
        "found": found,
        "stale": found is not None and found.set.record_version != record.version,
        "form": ServiceForm(initial={"served_on": civil_day(at)}),
        "nav": "records",
    }
    return render(request, "office/notices.html", context)


def _make(request: HttpRequest, actor: Actor, key: UUID, at: datetime) -> HttpResponse:
    try:
        make_notices(actor=actor, at=at, record_key=key)
    except NothingToNotifyError:
        messages.error(
            request, _("No documents go out with this record: it is not adverse, or about a natural person.")
        )
    else:
        messages.success(request, _("The documents are ready."))
    return redirect("office:notices", key=key)


@require_POST
@staff(REPORTING)
def serve(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Write down a service."""
    found = _visible(actor, number)
    form = ServiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how and on which day the documents were served."))
        return redirect("office:notices", key=found.set.record_key)
    said = form.cleaned_data
    try:
        record_service(
            actor=actor,
            at=now(),
            set_id=number,
            way=ServiceWay(said["way"]),
            served_on=said["served_on"],
            reference=said["reference"],
        )
    except ServiceProofError:
        messages.error(
            request, _("Give the receipt or the number of the letter, and a day from the decision to today.")
        )
    except NobodyReadsError:
        messages.error(request, _("Nobody acts for this subject on the platform yet: serve in person or by post."))
    else:
        messages.success(request, _("Served. The times run from that day."))
    return redirect("office:notices", key=found.set.record_key)


@staff(REPORTING)
def paper(request: HttpRequest, actor: Actor, number: int, name: str) -> HttpResponse:
    """One document as it was made, or all of them in one file to print."""
    found = _visible(actor, number)
    pdf = document(found, name)
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.set.number}-{name}.pdf"'
    return response


@staff(REPORTING)
def manifest(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The digests of all documents of a set."""
    found = _visible(actor, number)
    shown = {**found.set.manifest, "digest": found.set.digest}
    shown["documents"] = [
        {name: value for name, value in each.items() if name != "name"} for each in shown["documents"]
    ]
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False})


def _visible(actor: Actor, number: int) -> Notices:
    found = notices(number, now())
    if found is None or not may_make(actor, found.set.agency):
        raise Http404
    return found
