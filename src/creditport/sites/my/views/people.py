"""Who acts for a subject: mandates given and ended."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.kernel.clock.clock import now
from creditport.kernel.identity.models import User
from creditport.sites.my.forms import MandateForm
from creditport.sites.my.gate import account, standing, standings
from creditport.subjects.mandates.access import may_grant
from creditport.subjects.mandates.actions import (
    AlreadyMandatedError,
    DocumentNeededError,
    MandateDocument,
    MandateError,
    NoSuchAccountError,
    TermNeededError,
    end_mandate,
    grant_mandate,
)
from creditport.subjects.mandates.choices import Ground
from creditport.subjects.mandates.queries import Standing, mandates_of


@account
def listing(request: HttpRequest, user: User, subject: int) -> HttpResponseBase:
    """Who acts for us; whoever answers for the subject gives mandates."""
    mine = standing(user, subject)
    gives = may_grant(mine.actor, subject_id=mine.subject_id, ground=Ground.COUNSEL)
    form = MandateForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not gives:
            raise PermissionDenied
        if form.is_valid() and _granted(mine, form):
            messages.success(request, _("The mandate holds from now on."))
            return redirect("my:people", subject=subject)
    context = {
        "mine": mine,
        "standings": standings(user),
        "mandates": mandates_of(mine.subject_id, now()),
        "form": form if gives else None,
        "nav": "people",
    }
    return render(request, "my/people.html", context, status=422 if form.is_bound else 200)


def _granted(mine: Standing, form: MandateForm) -> bool:
    said = form.cleaned_data
    try:
        grant_mandate(
            actor=mine.actor,
            at=now(),
            account=said["account"],
            subject_id=mine.subject_id,
            ground=Ground(said["ground"]),
            until=said["until"],
            document=MandateDocument(said["document"].name or "", said["document"]),
        )
    except MandateError as refusal:
        form.add_error(*_words(refusal))
        return False
    return True


def _words(refusal: MandateError) -> tuple[str | None, str]:
    match refusal:
        case NoSuchAccountError():
            return "account", _("There is no account of this name that can act for businesses.")
        case AlreadyMandatedError():
            return "account", _("This account acts for you already.")
        case TermNeededError():
            return "until", _("Give a day after today.")
        case DocumentNeededError():
            return "document", _("The mandate must be a PDF, JPEG or PNG.")
    return None, _("The mandate could not be written down.")


@require_POST
@account
def end(request: HttpRequest, user: User, subject: int, mandate: int) -> HttpResponse:
    """End a mandate at once."""
    mine = standing(user, subject)
    if mandate not in {each.id for each in mandates_of(mine.subject_id, now())}:
        raise Http404
    end_mandate(actor=mine.actor, at=now(), mandate_id=mandate)
    messages.success(request, _("The mandate has ended."))
    return redirect("my:home")
