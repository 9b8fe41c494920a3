"""Accounts of those who act for businesses, and their mandates: operators, and the windows to which people come."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.kernel.clock.clock import now
from creditport.kernel.documents.kinds import media_type
from creditport.kernel.identity import actions
from creditport.kernel.identity.access import may_close_account, may_open_account
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import AccountKind, Role
from creditport.sites.office.gate import staff
from creditport.sites.office.people_forms import AccountForm, EndForm, MandateForm, PeopleSearchForm
from creditport.sites.office.views.staff import show_link
from creditport.subjects.mandates.actions import (
    AlreadyMandatedError,
    DocumentNeededError,
    MandateDocument,
    MandateError,
    TermNeededError,
    end_mandate,
    grant_mandate,
    read_mandate_document,
)
from creditport.subjects.mandates.choices import Ground
from creditport.subjects.mandates.queries import (
    SubjectAccount,
    mandates_of_account,
    newest_subject_accounts,
    subject_account,
    subject_accounts,
)
from creditport.subjects.register.queries import subject_by_uscc

_SHOWN = 50


@staff()
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find an account. A window finds the one that it is asked for; operators and auditors also see the newest."""
    _looking(actor)
    form = PeopleSearchForm(request.GET)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    browses = actor.role in {Role.PLATFORM_OPERATOR, Role.AUDITOR}
    newest = newest_subject_accounts(_SHOWN) if browses else ()
    context = {
        "form": form,
        "wanted": wanted,
        "accounts": subject_accounts(wanted, _SHOWN) if wanted else newest,
        "opens": may_open_account(actor),
        "nav": "people",
    }
    return render(request, "office/people.html", context)


@staff()
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open an account for somebody who came in; the link for the first password is shown once."""
    if not may_open_account(actor):
        raise PermissionDenied
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.open_account(actor=actor, at=now(), username=said["username"], name=said["name"])
        except actions.UsernameTakenError:
            form.add_error("username", _("This account name is taken: choose another."))
        else:
            return show_link(request, actor, said["username"], "office:person")
    context = {"form": form, "nav": "people"}
    return render(request, "office/people_new.html", context, status=422 if form.is_bound else 200)


@staff()
def page(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """One account: for whom it acts, and what can be done. The form on it gives a mandate."""
    account = _account(actor, username)
    form = MandateForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not may_open_account(actor):
            raise PermissionDenied
        if form.is_valid() and _granted(actor, account, form):
            messages.success(request, _("The mandate is written down."))
            return redirect("office:person", username=username)
    context = {
        "account": account,
        "mandates": mandates_of_account(username, now()),
        "form": form if may_open_account(actor) else None,
        "closes": may_close_account(actor, kind=AccountKind.SUBJECT, role=None, agency=None),
        "nav": "people",
    }
    return render(request, "office/person.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff()
def end(request: HttpRequest, actor: Actor, username: str, mandate: int) -> HttpResponse:
    """End a mandate at once, with the reason."""
    _its_mandate(actor, username, mandate)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the mandate ends."))
        return redirect("office:person", username=username)
    try:
        end_mandate(actor=actor, at=now(), mandate_id=mandate, reason=form.cleaned_data["reason"])
    except NotPermittedError:
        raise PermissionDenied from None
    messages.success(request, _("The mandate has ended."))
    return redirect("office:person", username=username)


@staff()
def paper(request: HttpRequest, actor: Actor, username: str, mandate: int) -> HttpResponse:
    """The document on which a mandate rests, as it was handed in; that it was opened is noted."""
    _its_mandate(actor, username, mandate)
    try:
        _name, content = read_mandate_document(actor=actor, at=now(), mandate_id=mandate)
    except DocumentNeededError:
        raise Http404 from None
    response = HttpResponse(content, content_type=media_type(content) or "application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mandate-{mandate}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@staff()
def suspend(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Close the account at once."""
    account, form = _account(actor, username), EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the account is closed."))
        return redirect("office:person", username=username)
    try:
        actions.suspend_staff(actor=actor, at=now(), username=account.username, reason=form.cleaned_data["reason"])
    except NotPermittedError:
        raise PermissionDenied from None
    messages.success(request, _("The account is closed."))
    return redirect("office:person", username=username)


@require_POST
@staff()
def restore(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Open a closed account again."""
    try:
        actions.restore_staff(actor=actor, at=now(), username=_account(actor, username).username)
    except NotPermittedError:
        raise PermissionDenied from None
    messages.success(request, _("The account is open again."))
    return redirect("office:person", username=username)


@require_POST
@staff()
def link(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """A link for a new password, shown once."""
    if not may_open_account(actor):
        raise PermissionDenied
    return show_link(request, actor, _account(actor, username).username, "office:person")


def _looking(actor: Actor) -> None:
    if not may_open_account(actor) and actor.role != Role.AUDITOR:
        raise PermissionDenied


def _account(actor: Actor, username: str) -> SubjectAccount:
    _looking(actor)
    found = subject_account(username)
    if found is None:
        raise Http404
    return found


def _its_mandate(actor: Actor, username: str, mandate: int) -> None:
    """For others than its holder a mandate is found under its account only."""
    account = _account(actor, username)
    if mandate not in {each.id for each in mandates_of_account(account.username, now())}:
        raise Http404


def _granted(actor: Actor, account: SubjectAccount, form: MandateForm) -> bool:
    """True if the mandate was written down; otherwise the form says why not."""
    said = form.cleaned_data
    subject = subject_by_uscc(said["subject"].upper(), using="default")
    if subject is None:
        form.add_error("subject", _("No business with this code is in the register."))
        return False
    try:
        grant_mandate(
            actor=actor,
            at=now(),
            account=account.username,
            subject_id=subject.id,
            ground=Ground(said["ground"]),
            since=said["since"],
            until=said["until"],
            document=MandateDocument(said["document"].name or "", said["document"]),
        )
    except MandateError as refusal:
        form.add_error(*_words(refusal))
        return False
    return True


def _words(refusal: MandateError) -> tuple[str | None, str]:
    match refusal:
        case AlreadyMandatedError():
            return "subject", _("This account acts for this business already.")
        case TermNeededError():
            return "until", _("A mandate begins today or later and ends later; a counselling body's has an end.")
        case DocumentNeededError():
            return "document", _("The document must be a PDF, JPEG or PNG.")
    return None, _("The account is closed: open it first.")
