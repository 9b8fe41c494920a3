"""The page behind a link for a password: its holder sets one that nobody else knows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actions import LinkEndedError, use_link
from creditport.kernel.identity.actor import PUBLIC
from creditport.kernel.identity.queries import open_link


@never_cache
def password(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the new password twice, then lead to the sign-in, which asks for second factors as ever."""
    link = open_link(secret, now())
    if link is None:
        return render(request, "account/link_ended.html", status=410)
    form = SetPasswordForm(link.account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            use_link(actor=PUBLIC, at=now(), secret=secret, password=form.cleaned_data["new_password1"])
        except LinkEndedError:
            return render(request, "account/link_ended.html", status=410)
        except ValidationError as refused:
            form.add_error("new_password1", refused)
        else:
            messages.success(request, _("The password is set. Sign in with it."))
            return redirect("account_login")
    context = {"form": form, "username": link.account.username}
    return render(request, "account/link.html", context, status=422 if form.is_bound else 200)
