"""R15: any file is applied or refused in words, every row is accounted for, and nothing that we give back acts."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from openpyxl import load_workbook

from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel, SubmissionState
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.ingestion.queries import file_warning_texts, problem_texts, refusal_texts, resend_sheet
from creditport.foundation.ingestion.refusals import SubmissionRefusedError
from creditport.foundation.records.models import Record
from tests.factories.people import LIN_XIAOMEI
from tests.foundation.ingestion.sending import AT
from tests.trials import hostile
from tests.trials.scale import rounds, tell

pytestmark = pytest.mark.django_db
AGENCY = "hainan-market-regulation"
_TRACES = ("Traceback", "Error:", "Exception", "duckdb", "psycopg", "None")


class _UndoneError(Exception):
    """Takes a file's writes back."""


def take_in(content: bytes) -> Submission | None:
    """Receive and apply; None where it was refused before it was kept."""
    stream = io.BytesIO(content)
    try:
        kept = receive(
            actor=LIN_XIAOMEI,
            at=AT,
            item="penalty",
            agency=AGENCY,
            channel=Channel.PAGE,
            filename="file",
            stream=stream,
        )
    except SubmissionRefusedError as refused:
        assert refused.zh and refused.en
        return None
    return apply(actor=LIN_XIAOMEI, at=AT, submission_id=kept.id)


def explained(name: str, submission: Submission) -> None:
    """Applied with every row accounted for, or refused, each in words of both languages."""
    if submission.state == SubmissionState.REFUSED:
        for language in ("zh", "en"):
            said = refusal_texts(submission, language)
            assert said is not None and said.reason and said.remedy, name
            assert not any(trace in said.reason + said.remedy for trace in _TRACES), (name, said)
        return
    s = submission
    assert s.state == SubmissionState.APPLIED, name
    parts = (s.accepted, s.unchanged, s.rejected, s.quarantined)
    assert s.received == sum(part or 0 for part in parts), (name, s.received, parts)
    assert Record.objects.filter(submission_id=s.id).count() == s.accepted, name
    sent_back = RowProblem.objects.filter(submission_id=s.id, warning=False)
    assert sent_back.values("row_number").distinct().count() == (s.rejected or 0) + (s.quarantined or 0), name
    for problem in RowProblem.objects.filter(submission_id=s.id).order_by("id")[:200]:
        for language in ("zh", "en"):
            said = problem_texts(problem, language)  # type: ignore[arg-type]
            assert said.reason and said.remedy, (name, problem.code)
    assert all(text.reason for text in file_warning_texts(s, "en")), name


def gives_back_text_only(name: str, submission: Submission) -> None:
    """The sheet to mend opens, and holds no formula."""
    if submission.state != SubmissionState.APPLIED or not submission.rejected:
        return
    book = load_workbook(io.BytesIO(resend_sheet(submission)))
    sheet = book.worksheets[0]
    acting = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert acting == [], name


def survives(name: str, content: bytes) -> str:
    """Take a file in, look at everything said of it, and take it back. Returns what became of it."""
    try:
        with transaction.atomic():
            submission = take_in(content)
            if submission is not None:
                explained(name, submission)
                gives_back_text_only(name, submission)
            raise _UndoneError(submission.state if submission else "refused")
    except _UndoneError as undone:
        return str(undone)


def all_survive(files: Iterable[tuple[str, bytes]]) -> str:
    """Take every file in; fails with all that went wrong. Returns how many were applied and refused."""
    became, failed = [], {}
    for name, content in files:
        try:
            became.append(survives(name, content))
        except Exception as error:
            failed[name] = f"{type(error).__name__}: {error}"[:600]
    assert failed == {}
    return f"{len(became)} files, {became.count('applied')} applied, {became.count('refused')} refused"


def test_crafted_files() -> None:
    tell(f"R15: crafted: {all_survive(hostile.files())}")


def test_accidents() -> None:
    suffering = enumerate(islice(hostile.accidents(random.Random(15)), rounds(24)))
    tell(f"R15: accidents: {all_survive((f'accident {number}', content) for number, content in suffering)}")


# -- memory -----------------------------------------------------------------------------------------------------------

LIMIT_MB = 512
HEAVY = [name for name, _ in hostile.heavy()]
FEW = [name for name, _ in hostile.heavy() if "corner" in name or "12 MB" in name or "zeros" in name]
_CHILD = """
import json, re, sys
import django
django.setup()
from creditport.foundation.ingestion import actions
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
s = actions.apply(actor=SYSTEM, at=now(), submission_id=int(sys.argv[1]))
counts = [s.received, s.accepted, s.unchanged, s.rejected, s.quarantined]
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024  # rusage counts the parent too
print(json.dumps([s.state, peak, counts]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", HEAVY if rounds(0) else FEW)
def test_memory(name: str, database_url: str, tmp_path: Path) -> None:
    """A process that applies the file stays small; its own code and the engine are counted in."""
    stream = io.BytesIO(dict(hostile.heavy())[name]())
    kept = receive(
        actor=LIN_XIAOMEI, at=AT, item="penalty", agency=AGENCY, channel=Channel.PAGE, filename="f", stream=stream
    )
    environment = {**os.environ, "CREDITPORT_DATABASE_URL": database_url, "CREDITPORT_HOME": str(settings.HOME)}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(kept.id)], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("\n") == 1, done.stdout[:300] + done.stderr[:300]
    state, megabytes, counts = json.loads(done.stdout)
    tell(f"R15: {name}: {state}, {megabytes} MB at most, {counts}")
    assert state in {"applied", "refused"}
    assert megabytes <= LIMIT_MB
    kept.refresh_from_db()
    explained(name, kept)
