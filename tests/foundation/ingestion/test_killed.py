"""A process killed at any point leaves the submission whole or absent, and resuming finishes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from creditport.foundation.ingestion.actions import resume
from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.records.models import Record
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.actor import SYSTEM
from creditport.subjects.register.models import Subject
from tests.foundation.ingestion.sending import AT, csv_of, received, row

CHILD = """
import os, signal, sys
import django
django.setup()
from creditport.engines.batch import asis
from creditport.foundation.ingestion import actions, linking, outcome, writing
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM

point, submission = sys.argv[1], int(sys.argv[2])

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def progress(stage, rows):
    if stage == point:
        die()

def die_in(owner, name, time=1):
    calls, present = [], getattr(owner, name)
    def counted(*args, **kwargs):
        calls.append(1)
        return die() if len(calls) == time else present(*args, **kwargs)
    setattr(owner, name, counted)

asis.PART_BYTES = asis.FIRST_PART_BYTES = 200  # so that the file comes in several parts
if point == "linking":
    die_in(linking.Linker, "link")
if point == "copied":
    die_in(outcome.Outcome, "close")
if point == "second part":
    die_in(linking.Linker, "link", time=2)
if point == "finding problems":
    die_in(outcome.Outcome, "find_problems")
if point == "problems":
    die_in(writing.Writer, "finish")
if point == "committing":
    actions.announce = die
actions.apply(actor=SYSTEM, at=now(), submission_id=submission, progress=progress)
if point == "committed":
    die()
"""


POINTS = (
    "opening", "checking", "linking", "copied", "second part", "finding problems", "problems", "committing",
    "committed",
)  # fmt: skip


def killed_at(point: str, submission: Submission, database_url: str) -> None:
    environment = {**os.environ, "CREDITPORT_DATABASE_URL": database_url, "CREDITPORT_HOME": str(settings.HOME)}
    child = subprocess.run(
        [sys.executable, "-c", CHILD, point, str(submission.id)], env=environment, capture_output=True, check=False
    )
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()


def written() -> tuple[int, ...]:
    """Rows of every table that applying writes."""
    audited = AuditEntry.objects.filter(act="submission.apply").count()
    return (Record.objects.count(), Subject.objects.count(), RowProblem.objects.count(), audited)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", POINTS)
def test_killed_at(point: str, database_url: str) -> None:
    submission = received(csv_of(row(), row(行政处罚决定书文号="2号"), row(处罚类别="罚抄")))
    killed_at(point, submission, database_url)
    connection.close()
    submission.refresh_from_db()
    if point == "committed":
        assert (submission.state, written()) == (SubmissionState.APPLIED, (2, 1, 1, 1))
    else:
        assert (submission.state, written()) == (SubmissionState.RECEIVED, (0, 0, 0, 0))
    resume(actor=SYSTEM, at=AT)
    submission.refresh_from_db()
    assert (submission.state, written()) == (SubmissionState.APPLIED, (2, 1, 1, 1))
    assert not list((settings.HOME / "scratch").glob("batch-*"))
