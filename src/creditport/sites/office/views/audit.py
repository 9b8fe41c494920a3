"""The audit log, for auditors."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.kernel.audit.queries import EntryFilter, entries, verify
from creditport.kernel.clock.clock import day_begins
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.sites.office.acts import act_choices
from creditport.sites.office.forms import AuditFilterForm
from creditport.sites.office.gate import staff
from creditport.sites.office.paging import page_of

AUDITORS = frozenset({Role.AUDITOR})


@staff(AUDITORS)
def log(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every act, newest first."""
    form = AuditFilterForm(act_choices(), request.GET)
    found = entries(_filter(form))
    return render(request, "office/audit.html", {"form": form, "page": page_of(request, found), "nav": "audit"})


@require_POST
@staff(AUDITORS)
def verification(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Recompute the chain and say whether it is whole."""
    result = verify()
    if result.fault is None:
        text = _("The log is whole: %(count)d entries checked. Note this head outside: %(head)s")
        messages.success(request, text % {"count": result.entries, "head": result.head})
    else:
        text = _("The log is broken at entry %(number)d: %(fault)s.")
        messages.error(request, text % {"number": result.first_broken or 0, "fault": result.fault.label})
    return redirect("office:audit")


def _filter(form: AuditFilterForm) -> EntryFilter:
    if not form.is_valid():
        return EntryFilter()
    wanted = form.cleaned_data
    until = wanted["until"]
    return EntryFilter(
        actor=wanted["actor"],
        act=wanted["act"],
        object_id=wanted["object_id"],
        since=day_begins(wanted["since"]) if wanted["since"] else None,
        until=day_begins(until + timedelta(days=1)) if until else None,
    )
