"""What became of a reconsideration or a lawsuit about an act towards the subject, as its subject sees it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.consequences.lists.queries import entry as entry_of
from creditport.consequences.measures.queries import application
from creditport.consequences.proceedings.acts import Act, act_of
from creditport.consequences.proceedings.choices import Contested
from creditport.consequences.proceedings.queries import history, proceedings_about
from creditport.foundation.records.queries import history as record_history
from creditport.kernel.identity.models import User
from creditport.sites.my.gate import account, standing, standings
from creditport.sites.office.names import item_name, list_name, measure_name


@account
def page(request: HttpRequest, user: User, subject: int, kind: str, id: str) -> HttpResponse:
    """Every proceeding about one act, with what was ordered in it."""
    mine = standing(user, subject)
    about, act = _own(mine.subject_id, kind, id)
    entry = entry_of(int(act.id)) if about is Contested.LIST_ENTRY else None
    if entry is not None and entry.in_force_from is None:
        raise Http404  # only being prepared: its case tells of it
    context = {
        "mine": mine,
        "standings": standings(user),
        "name": _name(about, act.id),
        "entry": entry,
        "entry_name": list_name(entry.list_id) if entry else "",
        "found": tuple((each, history(each.id)) for each in proceedings_about(about, [act.id])),
        "nav": "records",
    }
    return render(request, "my/contested.html", context)


def _own(subject_id: int, kind: str, id: str) -> tuple[Contested, Act]:
    """The act, if it is about this subject."""
    act = act_of(Contested(kind), id) if kind in Contested.values else None
    if act is None or act.subject_id != subject_id:
        raise Http404
    return Contested(kind), act


def _name(about: Contested, id: str) -> str:
    if about is Contested.RECORD:
        record = record_history(UUID(id))[-1]
        number = record.content.get("document_number") or record.held.get("document_number") or ""
        return " · ".join(filter(None, (item_name(record.item), str(number))))
    if about is Contested.LIST_ENTRY:
        entry = entry_of(int(id))
        return " · ".join(filter(None, (list_name(entry.list_id), entry.decision_number))) if entry else ""
    if about is Contested.MEASURE:
        applied = application(int(id))
        return measure_name(applied.measure) if applied else ""
    return str(about.label)
