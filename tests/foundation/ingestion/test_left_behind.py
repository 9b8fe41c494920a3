"""What was received and then left, because its process was killed, is finished by the background work."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from creditport.foundation.ingestion import tasks
from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.models import Submission
from creditport.kernel.clock.clock import now
from tests.foundation.ingestion.sending import csv_of, received, row

_WORKER = """
import django
django.setup()
from django.core.management import call_command
call_command("procrastinate", "worker", "--one-shot")
"""


def left(minutes: int) -> Submission:
    """A submission that was received so long ago and never applied."""
    submission = received(csv_of(row(), row(行政处罚决定书文号=f"{minutes}号", 处罚类别="罚抄")))
    Submission.objects.filter(pk=submission.pk).update(received_at=now() - timedelta(minutes=minutes))
    return submission


@pytest.mark.django_db(transaction=True)
def test_a_worker_finishes_it(database_url: str) -> None:
    submission = left(6)
    tasks.resume_left_behind(timestamp=0)
    environment = {**os.environ, "CREDITPORT_DATABASE_URL": database_url, "CREDITPORT_HOME": str(settings.HOME)}
    done = subprocess.run([sys.executable, "-c", _WORKER], env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    submission.refresh_from_db()
    assert (submission.state, submission.received, submission.accepted) == (SubmissionState.APPLIED, 2, 1)


@pytest.mark.django_db
def test_only_what_was_left_is_queued_and_only_once() -> None:
    abandoned, fresh, given_up = left(6), left(1), left(4 * 24 * 60)
    for _ in range(2):
        tasks.resume_left_behind(timestamp=0)
    queued = [job.args["submission_id"] for job in ProcrastinateJob.objects.filter(task_name="ingestion.apply")]
    assert queued == [abandoned.pk]
    assert {fresh.pk, given_up.pk}.isdisjoint(queued)


def test_it_runs_every_minute() -> None:
    periodic = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
    assert periodic["ingestion.resume"] == "* * * * *"
