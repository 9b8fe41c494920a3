"""What waits for an agency: submissions in work, refused, or with rows to mend, ordered by what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.models import Submission
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.packs.registry import packs
from creditport.kernel.workdays.workdays import reckon, reckon_between

_REPORT_TERM = 7  # working days, where the item is no longer in the packs
_SILENT_AFTER = timedelta(days=30)
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission that waits. `workdays_left` is negative once the day has passed.

    `provisional_for`: the year whose calendar is not published; both are then reckoned with weekends alone.
    """

    submission: Submission
    to_mend: int
    due_on: date
    workdays_left: int
    provisional_for: int | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """`waiting` holds the most urgent; `total` says how many there are in all."""

    in_work: tuple[Submission, ...]
    waiting: tuple[Waiting, ...]
    total: int


def found_submissions(*, agency: str | None, item: str = "", state: str = "") -> QuerySet[Submission]:
    """Submissions that fit, newest first. `state` may also be "open": with rows that nobody mended yet."""
    found = Submission.objects.order_by("-received_at", "-id")
    if agency:
        found = found.filter(agency=agency)
    if item:
        found = found.filter(item=item)
    if state == "open":
        return to_mend(found)
    return found.filter(state=state) if state else found


def to_mend(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those refused or with rejected rows, and no later submission that mends them."""
    answered = Submission.objects.filter(mends_id=OuterRef("id")).exclude(state=SubmissionState.REFUSED)
    return submissions.filter(
        Q(state=SubmissionState.REFUSED) | Q(state=SubmissionState.APPLIED, received__gt=F("accepted") + F("unchanged"))
    ).exclude(Exists(answered))


def mended_by(submission: Submission) -> tuple[Submission, ...]:
    """Later submissions that mend this one, oldest first."""
    return tuple(Submission.objects.filter(mends_id=submission.id).order_by("id"))


def inbox(*, agency: str | None, today: date) -> Inbox:
    """What waits for one agency, or for all."""
    mine = found_submissions(agency=agency)
    open_ones = to_mend(mine)
    waiting = sorted((_waiting(each, today) for each in open_ones.order_by("received_at")[:_SHOWN]), key=_urgency)
    return Inbox(
        in_work=tuple(mine.filter(state=SubmissionState.RECEIVED)[:_SHOWN]),
        waiting=tuple(waiting),
        total=open_ones.count(),
    )


def silent_agencies(*, today: date) -> tuple[tuple[str, date | None], ...]:
    """Agencies that sent nothing for thirty days, with the day of their last submission; longest silence first."""
    latest: dict[str, date] = {}
    for agency, received_at in (
        Submission.objects.order_by("agency", "-received_at").distinct("agency").values_list("agency", "received_at")
    ):
        latest[agency] = civil_day(received_at)
    silent = ((agency, latest.get(agency)) for agency in packs().agencies)
    quiet = [(agency, last) for agency, last in silent if last is None or last <= today - _SILENT_AFTER]
    return tuple(sorted(quiet, key=lambda pair: (pair[1] or date.min, pair[0])))


def _waiting(submission: Submission, today: date) -> Waiting:
    item = packs().items.get(submission.item)
    term = item.update_term_workdays if item else _REPORT_TERM
    to_mend_rows = (submission.rejected or 0) + (submission.quarantined or 0)
    due = reckon(civil_day(submission.received_at), term)
    return Waiting(submission, to_mend_rows, due.on, reckon_between(today, due.on), due.provisional_for)


def _urgency(waiting: Waiting) -> tuple[date, int]:
    return waiting.due_on, waiting.submission.id
