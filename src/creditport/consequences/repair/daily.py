"""One pass of the daily work over everything that time changes: terms, entries, measures, cases.

Nothing that shows depends on it: publicity, entries and measures begin and end by date when they are read. The pass
tells what happened, offers what may be repaired, and reports what is late. Running it twice a day changes nothing; days
on which it did not run are made up for.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import perf_counter
from uuid import UUID

from django.db import transaction

from creditport.consequences.measures.following import end_groundless
from creditport.consequences.measures.queries import measures_without_basis
from creditport.consequences.repair.access import is_the_daily_work
from creditport.consequences.repair.events import PublicityEnded
from creditport.consequences.repair.models import DailyWork
from creditport.consequences.repair.offers import offer_repairs, repair_without_application
from creditport.engines.cases.daily import count_deadlines, mark_overdue
from creditport.engines.cases.models import Case
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.statements.statements import rows, statement


def do_daily_work(*, actor: Actor, at: datetime) -> DailyWork:
    """Do what is due on the day of `at`, and write down what was found. Only the system may."""
    if not is_the_daily_work(actor):
        raise NotPermittedError(f"{actor.name} may not run the daily work")
    begun, today = perf_counter(), civil_day(at)
    done = DailyWork.objects.filter(day=today).first()
    if done is not None:
        return done
    since = _last_day_before(today)
    counted = count_deadlines(actor=actor, at=at)
    late = mark_overdue(actor=actor, at=at)
    end_groundless(at)
    offered = offer_repairs(actor=actor, at=at)
    granted = repair_without_application(at=at, keys=offered)
    span = {"since": since, "until": today}
    with transaction.atomic():
        ended = tuple(UUID(str(key)) for (key,) in rows("default", statement("consequences.repair", "ended"), span))
        if ended:
            announce(PublicityEnded(actor=actor, at=at, since=since, until=today, record_keys=ended))
        work = DailyWork.objects.create(
            day=today,
            ran_at=at,
            seconds=round(perf_counter() - begun, 3),
            ended=len(ended),
            offered=len(offered),
            granted=granted,
            overdue=len(late),
            counted=counted,
            uncounted=Case.objects.filter(closed_at__isnull=True, uncounted_year__isnull=False).count(),
            entries_ended=rows("default", statement("consequences.repair", "entries_ended"), span)[0][0],
            without_basis=len(measures_without_basis()),
        )
        details = {"day": today.isoformat(), "ended": len(ended), "offered": len(offered), "overdue": len(late)}
        record_act(
            actor=actor, at=at, act="daily.work", object_kind="day", object_id=today.isoformat(), details=details
        )
    return work


def _last_day_before(today: date) -> date:
    """The day up to which the last pass went; yesterday, if there was none."""
    last = DailyWork.objects.filter(day__lt=today).order_by("-day").first()
    return last.day if last else today - timedelta(days=1)
