"""Who asked what applies to a subject, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.consequences.decisions.queries import decisions_about
from creditport.kernel.identity.models import User
from creditport.kernel.packs.registry import packs
from creditport.sites.my.gate import account, standing, standings
from creditport.sites.office.names import in_language

_SHOWN = 200


@account
def listing(request: HttpRequest, user: User, subject: int) -> HttpResponse:
    """Every check of this subject, newest first."""
    mine = standing(user, subject)
    found = decisions_about(mine.subject_id)
    rows = [(each, _scenario(each.scenario), _purpose(each.purpose)) for each in found[:_SHOWN]]
    context = {"mine": mine, "standings": standings(user), "rows": rows, "total": found.count(), "nav": "accesses"}
    return render(request, "my/accesses.html", context)


def _scenario(id: str) -> str:
    versions = packs().scenario_versions.get(id, ())
    return in_language(versions[-1].label) if versions else ""


def _purpose(id: str) -> str:
    found = packs().purposes.get(id)
    return in_language(found.label) if found else ""
