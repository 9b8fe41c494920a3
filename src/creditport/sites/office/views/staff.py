"""Accounts: managers look after their reporters, operators after all agencies."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.kernel.clock.clock import now
from creditport.kernel.factors.queries import confirmed_unfinished
from creditport.kernel.identity import actions
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.queries import StaffMember, staff_managed_by
from creditport.sites.office.forms import RoleForm, StaffForm, SuspendForm
from creditport.sites.office.gate import staff

MANAGING = frozenset({Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR})


@staff(MANAGING)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The accounts one looks after."""
    return render(request, "office/staff.html", {"members": staff_managed_by(actor), "nav": "staff"})


@staff(MANAGING)
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make an account."""
    form = StaffForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid() and _created(actor, form):
        return show_link(request, actor, form.cleaned_data["username"], "office:staff")
    return render(
        request, "office/staff_new.html", {"form": form, "nav": "staff"}, status=422 if form.is_bound else 200
    )


@require_POST
@staff(MANAGING)
def suspend(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Close an account at once."""
    member = _member(actor, username)
    form = SuspendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the account is closed."))
        return redirect("office:staff")
    actions.suspend_staff(actor=actor, at=now(), username=member.username, reason=form.cleaned_data["reason"])
    messages.success(request, _("The account is closed."))
    return redirect("office:staff")


@require_POST
@staff(MANAGING)
def restore(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Open a closed account again."""
    actions.restore_staff(actor=actor, at=now(), username=_member(actor, username).username)
    messages.success(request, _("The account is open again."))
    return redirect("office:staff")


@require_POST
@staff(MANAGING)
def link(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """A link for a new password; the old one ends at once."""
    return show_link(request, actor, _member(actor, username).username, "office:staff")


@staff(frozenset({Role.PLATFORM_OPERATOR}))
def role(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Give another role or agency."""
    member = _member(actor, username)
    form = RoleForm(request.POST or None, initial={"role": member.role.value, "agency": member.agency})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        actions.change_role(
            actor=actor, at=now(), username=member.username, role=Role(wanted["role"]), agency=wanted["agency"]
        )
        messages.success(request, _("The role is changed."))
        return redirect("office:staff")
    context = {"form": form, "member": member, "nav": "staff"}
    return render(request, "office/staff_role.html", context, status=422 if form.is_bound else 200)


def show_link(request: HttpRequest, actor: Actor, username: str, back: str) -> HttpResponse:
    """The page that shows a new link, this once: it is kept nowhere, not in the session either."""
    if confirmed_unfinished(username, actor):
        messages.error(request, _("You confirmed the reset of the second factors: another person must give this link."))
        return redirect(back, *([] if back == "office:staff" else [username]))
    given = actions.give_link(actor=actor, at=now(), username=username)
    context = {
        "username": username,
        "address": request.build_absolute_uri(reverse("account_link", args=[given.secret])),
        "until": given.until,
        "back": reverse(back, args=[] if back == "office:staff" else [username]),
        "nav": "staff" if back == "office:staff" else "people",
    }
    return render(request, "office/link.html", context)


def _member(actor: Actor, username: str) -> StaffMember:
    """An account this actor looks after; any other does not exist for them."""
    for member in staff_managed_by(actor):
        if member.username == username:
            return member
    raise Http404


def _created(actor: Actor, form: StaffForm) -> bool:
    """True if the account was made; otherwise the form says why not."""
    wanted = form.cleaned_data
    try:
        actions.create_staff(
            actor=actor,
            at=now(),
            username=wanted["username"],
            name=wanted["name"],
            role=Role(wanted["role"]),
            agency=wanted.get("agency") or actor.agency,
        )
    except actions.UsernameTakenError:
        form.add_error("username", _("This account name is taken: choose another."))
    return not form.errors
