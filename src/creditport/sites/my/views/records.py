"""What is held about a subject and until when; where a signed-in account begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entries_standing
from creditport.consequences.notices.queries import notices_of_subject
from creditport.consequences.objections.queries import open_by_item
from creditport.consequences.proceedings.choices import Contested
from creditport.consequences.proceedings.queries import proceedings_about
from creditport.consequences.repair.queries import Repairable, repairables
from creditport.engines.cases.queries import cases_of_subject
from creditport.foundation.publicity.term_bar import TermBar, term_bar
from creditport.foundation.records.choices import RecordState, Severity
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.models import User
from creditport.sites.my.gate import account, standing, standings
from creditport.sites.office.names import list_name

TONES = {Severity.MINOR: "minor", Severity.GENERAL: "general", Severity.SERIOUS: "serious"}


@dataclass(frozen=True, slots=True)
class Line:
    """One adverse record with what can be done about it."""

    found: Repairable
    bar: TermBar | None
    tone: str
    disputed: bool
    contested: str  # before an authority or a court, and not over: in which kind of proceeding
    case_number: str


@account
def home(request: HttpRequest, user: User) -> HttpResponseBase:
    """The subjects for which this account acts; straight to the only one."""
    found = standings(user)
    if len(found) == 1:
        return redirect("my:records", subject=found[0].subject_id)
    return render(request, "my/home.html", {"standings": found})


@account
def held(request: HttpRequest, user: User, subject: int) -> HttpResponse:
    """Every adverse record: class, bar, what is missing, the button."""
    mine, at = standing(user, subject), now()
    found = repairables(mine.subject_id, at)
    numbers = {case.pk: case.number for case in cases_of_subject(mine.subject_id)}
    disputed = open_by_item([str(each.record.key) for each in found])
    contested = _contested([str(each.record.key) for each in found])
    lines = tuple(
        Line(
            found=each,
            bar=bar_of(each.record, civil_day(at)),
            tone=TONES.get(each.record.severity, "general") if each.record.severity else "general",
            disputed=str(each.record.key) in disputed,
            contested=contested.get(str(each.record.key), ""),
            case_number=numbers.get(each.case_id or 0, ""),
        )
        for each in found
    )
    context = {
        "mine": mine,
        "standings": standings(user),
        "standing_lines": tuple(each for each in lines if _stands(each)),
        "past_lines": tuple(each for each in lines if not _stands(each)),
        "entries": _entries(mine.subject_id, civil_day(at)),
        "unread": len(notices_of_subject(mine.subject_id, at)),
        "nav": "records",
    }
    return render(request, "my/records.html", context)


def _contested(keys: list[str]) -> dict[str, str]:
    """Records whose proceedings are not over, each with the kind of the latest."""
    found = proceedings_about(Contested.RECORD, keys) if keys else ()
    return {each.about_id: str(each.kind.label) for each in reversed(found) if each.open}


def _entries(subject_id: int, today: date) -> tuple[tuple[ListEntry, str], ...]:
    return tuple((each, list_name(each.list_id)) for each in entries_standing(subject_id, today))


def _stands(line: Line) -> bool:
    record = line.found.record
    return record.state is RecordState.IN_FORCE and record.shown and line.found.eligibility.standing != "ended"


def bar_of(record: RecordVersion, today: date) -> TermBar | None:
    """The term bar of a record that shows."""
    if not record.shown or record.public_from is None:
        return None
    return term_bar(
        public_from=record.public_from,
        repair_opens_on=record.repair_opens_on,
        public_until=record.public_until,
        today=today,
    )
