"""An entry in a list as its subject sees it, and asking to be removed from the list."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from creditport.consequences.lists.cases import ABOUT_ENTRY, REMOVAL
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entry as entry_of
from creditport.consequences.lists.removing import PROOF, Asking, WayOut, ask_removal, ways_out
from creditport.consequences.refusals import RefusedError
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.queries import open_case_about
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.models import User
from creditport.kernel.packs.contents import NotInForceError, UnknownItemError
from creditport.sites.my.forms import RemovalForm
from creditport.sites.my.gate import account, standing, standings
from creditport.sites.office.entry_facts import entry_facts
from creditport.sites.office.names import in_language, in_own_words
from creditport.subjects.mandates.queries import Standing


@account
def page(request: HttpRequest, user: User, subject: int, number: int) -> HttpResponseBase:
    """One entry with its due process; on which grounds its removal may be asked for, and the form for it."""
    mine = standing(user, subject)
    entry = _own(mine, number)
    ways = _ways(entry)
    form = RemovalForm(_open_grounds(ways), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        filed = _filed(mine, entry, form)
        if filed:
            messages.success(request, _("Filed. You can follow it here; you are told of every step."))
            return redirect("my:application", number=filed)
    in_work = open_case_about((REMOVAL,), ABOUT_ENTRY, str(entry.pk))
    context = {
        "mine": mine,
        "standings": standings(user),
        "entry": entry,
        "facts": entry_facts(entry, civil_day(now())),
        "form": form if _open_grounds(ways) else None,
        "closed": tuple((in_language(w.ground), in_own_words(w.hindrance)) for w in ways if w.hindrance),
        "in_work": in_work,
        "nav": "records",
    }
    return render(request, "my/list_entry.html", context, status=422 if form.is_bound else 200)


def _own(mine: Standing, number: int) -> ListEntry:
    """The entry, if it is this subject's and came in force; what is only being prepared is told by its case."""
    entry = entry_of(number)
    if entry is None or entry.subject_id != mine.subject_id or entry.in_force_from is None:
        raise Http404
    return entry


def _ways(entry: ListEntry) -> tuple[WayOut, ...]:
    """The grounds; none where the list is not declared any more."""
    try:
        return ways_out(entry, civil_day(now()))
    except (NotInForceError, UnknownItemError):
        return ()


def _open_grounds(ways: Sequence[WayOut]) -> tuple[tuple[str, str], ...]:
    return tuple((each.ground.en, in_language(each.ground)) for each in ways if each.hindrance is None)


def _filed(mine: Standing, entry: ListEntry, form: RemovalForm) -> str:
    """The number of the case; empty, with the reason in the form, if it was refused."""
    said = form.cleaned_data
    proof = said["proof"]
    papers = (
        [NewDocument(kind=PROOF, filename=proof.name or "", stream=proof)] if isinstance(proof, UploadedFile) else []
    )
    asking = Asking(ground=said["ground"], statement=said["statement"])
    try:
        case = ask_removal(actor=mine.actor, at=now(), entry_id=entry.pk, asking=asking, documents=papers)
    except RefusedError as refused:
        form.add_error(None, in_own_words(refused))
        return ""
    except CaseRefusedError as refused:
        form.add_error(None, str(refused.words))
        return ""
    return case.number
