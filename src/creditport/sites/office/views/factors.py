"""Lost second factors: one person proposes their reset, another confirms, the holder sets up a new one by a link."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.kernel.clock.clock import now
from creditport.kernel.factors import access, actions
from creditport.kernel.factors.choices import IdentityCheck
from creditport.kernel.factors.models import FactorReset
from creditport.kernel.factors.queries import open_proposal, open_proposals, resets_of, unfinished
from creditport.kernel.identity.access import manages_staff, may_open_account
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import AccountKind
from creditport.kernel.identity.models import User
from creditport.sites.office.gate import staff
from creditport.sites.office.people_forms import EndForm, ResetForm


@staff()
def page(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """What was proposed for this account and what became of it. The form on it proposes a reset."""
    account = User.objects.filter(username=username).first()
    if account is None or not access.may_propose(actor, account):
        raise Http404  # an account that one does not look after does not exist; neither does one's own
    form = ResetForm(account.kind == AccountKind.SUBJECT, request.POST or None)
    if request.method == "POST" and form.is_valid() and _proposed(actor, username, form):
        messages.success(request, _("The reset is proposed. Another person confirms it; until then nothing changes."))
        return redirect("office:factors", username=username)
    waiting = open_proposal(username)
    context = {
        "account": account,
        "form": form,
        "waiting": waiting,
        "may_confirm": waiting is not None and access.may_confirm(actor, waiting),
        "unfinished": unfinished(account.pk),
        "resets": [each for each in resets_of(username) if each.outcome],
        "back": _back(account),
        "nav": "people" if account.kind == AccountKind.SUBJECT else "staff",
    }
    return render(request, "office/factors.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff()
def confirm(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The second person says yes, and is shown the link, this once."""
    reset = _waiting(actor, number)
    try:
        given = actions.confirm_reset(actor=actor, at=now(), reset_id=number)
    except NotPermittedError:
        raise PermissionDenied from None
    except actions.AlreadyDecidedError:
        messages.error(request, _("Somebody decided on this in between."))
    except actions.NotTwoPeopleError:
        messages.error(
            request, _("You gave the link for the password of this account: another person must confirm the reset.")
        )
    else:
        context = {
            "username": reset.holder,
            "address": request.build_absolute_uri(reverse("account_enrol", args=[given.secret])),
            "until": given.until,
            "back": reverse("office:factors", args=[reset.holder]),
            "nav": "people" if reset.account.kind == AccountKind.SUBJECT else "staff",
        }
        return render(request, "office/factors_link.html", context)
    return redirect("office:factors", username=reset.holder)


@require_POST
@staff()
def decline(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The account stays as it is; the second person, or the proposer, says why."""
    reset, form = _waiting(actor, number), EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why nothing is reset."))
        return redirect("office:factors", username=reset.holder)
    try:
        actions.decline_reset(actor=actor, at=now(), reset_id=number, reason=form.cleaned_data["reason"])
    except NotPermittedError:
        raise PermissionDenied from None
    except actions.AlreadyDecidedError:
        messages.error(request, _("Somebody decided on this in between."))
    else:
        messages.success(request, _("Nothing is reset: the account stays as it is."))
    return redirect("office:factors", username=reset.holder)


def resets_to_confirm(actor: Actor) -> tuple[FactorReset, ...]:
    """What waits for this person as the second one. Who looks after no accounts is asked for nothing."""
    if not (manages_staff(actor) or may_open_account(actor)):
        return ()
    return tuple(each for each in open_proposals() if access.may_confirm(actor, each))


def _waiting(actor: Actor, number: int) -> FactorReset:
    reset = FactorReset.objects.filter(pk=number).select_related("account").first()
    if reset is None or not access.may_propose(actor, reset.account):
        raise Http404
    return reset


def _proposed(actor: Actor, username: str, form: ResetForm) -> bool:
    """True if done; otherwise the form says why not."""
    said = form.cleaned_data
    try:
        actions.propose_reset(
            actor=actor,
            at=now(),
            username=username,
            reason=said["reason"],
            identity=IdentityCheck(said["identity"]),
        )
    except actions.AlreadyProposedError:
        form.add_error(None, _("A reset of this account is proposed already and waits for a second person."))
    return not form.errors


def _back(account: User) -> str:
    if account.kind == AccountKind.SUBJECT:
        return reverse("office:person", args=[account.username])
    return reverse("office:staff")
