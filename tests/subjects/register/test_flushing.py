"""Names that came in bulk are sorted into the index by the background work."""

from __future__ import annotations

from datetime import datetime

import pytest
from procrastinate.contrib.django import app

from creditport.subjects.register import actions, tasks
from creditport.subjects.register.choices import NameKind, SubjectKind
from creditport.subjects.register.models import Subject, SubjectName

pytestmark = pytest.mark.django_db


def _names(number: int, at: datetime) -> None:
    subject = Subject.objects.create(kind=SubjectKind.ENTERPRISE, name="海南椰风贸易有限公司", changed_at=at)
    SubjectName.objects.bulk_create(
        SubjectName(subject=subject, name=f"海南{each}", kind=NameKind.FORMER, grams=[each, each + 1], initials="")
        for each in range(number)
    )


def test_what_is_pending_is_sorted_in_once(at: datetime) -> None:
    _names(2_000, at)
    assert actions.flush_names() > 0
    assert actions.flush_names() == 0


def test_the_task_does_it(at: datetime) -> None:
    _names(2_000, at)
    tasks.flush_names(timestamp=0)
    assert actions.flush_names() == 0


def test_it_runs_every_few_minutes() -> None:
    periodic = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
    assert periodic["register.flush_names"] == "*/2 * * * *"
