"""Sending a file."""

from __future__ import annotations

from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from creditport.foundation.ingestion.actions import receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.refusals import SubmissionRefusedError
from creditport.foundation.ingestion.tasks import queue_apply
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.forms import UploadForm
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.submission_page import visible_submission


@staff(REPORTING)
def upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form; a file sent with it is kept first, checked afterwards, browser or no browser."""
    earlier = request.POST.get("mends") or request.GET.get("mends", "")
    mends = visible_submission(actor, earlier) if earlier else None
    initial = {"item": mends.item, "agency": mends.agency, "mends": mends.reference} if mends else {}
    form = UploadForm(actor, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and (reference := _kept(actor, form)):
        return redirect("office:submission", reference=reference)
    status = 422 if form.is_bound else 200
    return render(request, "office/upload.html", {"form": form, "mends": mends, "nav": "upload"}, status=status)


def _kept(actor: Actor, form: UploadForm) -> str:
    """Keep the file and queue its checks, both or neither; the reference, or nothing where the form says why not."""
    file = cast("UploadedFile[bytes]", form.cleaned_data["file"])
    try:
        with transaction.atomic():
            submission = receive(
                actor=actor,
                at=now(),
                item=form.cleaned_data["item"],
                agency=form.cleaned_data.get("agency") or actor.agency or "",
                channel=Channel.PAGE,
                filename=file.name or "",
                stream=file,
                mends=form.cleaned_data["mends"] or None,
            )
            queue_apply(submission.id, actor.name)
    except SubmissionRefusedError as refused:
        form.add_error(None, refused.en if get_language() == "en" else refused.zh)
        return ""
    return submission.reference
