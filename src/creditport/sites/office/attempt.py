"""What an officer asks for is done, or the page says in words why not."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from creditport.consequences.objections.refusals import ObjectionRefusedError
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair.refusals import RepairRefusedError
from creditport.engines.cases.models import Case
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.foundation.records.actions import RecordMovedOnError
from creditport.kernel.identity.actor import NotPermittedError
from creditport.sites.office.names import in_own_words

_REFUSALS = (CaseRefusedError, RepairRefusedError, ObjectionRefusedError, RefusedError, RecordMovedOnError)


def attempt(request: HttpRequest, work: Callable[[], object], done: str, then: HttpResponse) -> HttpResponse:
    """Do it and say so, or say why it was refused; the answer is `then`. What the actor may not do is denied."""
    try:
        work()
    except NotPermittedError:
        raise PermissionDenied from None
    except _REFUSALS as refusal:
        messages.error(request, _words(refusal))
    else:
        messages.success(request, done)
    return then


def begun(form: forms.Form, work: Callable[[], Case]) -> str:
    """The number of the case that is opened; empty, with the reason in the form, if it was refused."""
    try:
        return work().number
    except NotPermittedError:
        raise PermissionDenied from None
    except (RefusedError, CaseRefusedError) as refusal:
        form.add_error(None, _words(refusal))
    return ""


def _words(refusal: Exception) -> str:
    if isinstance(refusal, RefusedError):
        return in_own_words(refusal)
    if isinstance(refusal, RecordMovedOnError):
        return _("The record was changed since you opened this page. Go back and look at it again.")
    return str(getattr(refusal, "words", "")) or _("This cannot be done as things stand.")
