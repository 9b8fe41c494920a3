"""How recipients of the feed follow; what a credit agency shows, held against what may be shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creditport.foundation.exchange.conformity import Report, UnreadableError, compare, read_shown
from creditport.foundation.exchange.receipts import followers, recipients
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.record_page import visible_history

_WATCHING = frozenset({Role.PLATFORM_OPERATOR, Role.AUDITOR})
_SHOWN = 500
_MOST = 50 * 1024 * 1024


class ConformityForm(forms.Form):
    """What an agency shows."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV (UTF-8 or GB18030) or JSON Lines: record key, or unified social credit code and document number; "
            "with the dates and values that are shown."
        ),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )


@staff(_WATCHING)
def follow(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every recipient with what it acknowledged and what it owes."""
    return render(request, "office/followers.html", {"found": followers(now()), "nav": "followers"})


@staff(REPORTING)
def received(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """Who was given each version of a record, and when they were told of the next."""
    versions = visible_history(actor, key)
    given = [(version, recipients(key, version.version)) for version in reversed(versions) if version.shown]
    context = {"record": versions[-1], "given": given, "nav": "records"}
    return render(request, "office/recipients.html", context)


@staff()
def conformity(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Compare a file; nothing of it is kept."""
    form = ConformityForm(request.POST or None, request.FILES or None)
    report = _report(form) if request.method == "POST" and form.is_valid() else None
    context = {
        "form": form,
        "report": report,
        "findings": report.findings[:_SHOWN] if report else (),
        "nav": "conformity",
    }
    failed = request.method == "POST" and report is None
    return render(request, "office/conformity.html", context, status=422 if failed else 200)


def _report(form: ConformityForm) -> Report | None:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    if (file.size or 0) > _MOST:
        form.add_error("file", _("The file is too large: split it, at most 50 MB each."))
        return None
    try:
        return compare(read_shown(file.read()), now())
    except UnreadableError:
        form.add_error("file", _("The file cannot be read: check its header and its encoding."))
        return None
