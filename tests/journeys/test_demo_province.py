"""The demo's files through the ingestion that agencies use: what comes out is what was planted."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db.models import Sum

from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.kernel.packs.registry import packs
from creditport.sites.console.demo_data.faults import KINDS
from creditport.sites.console.demo_data.province import Oracle, make_province
from creditport.sites.console.demo_data.sending import Sent, send, send_all
from creditport.subjects.register.models import Subject

SENT = ("enterprise-registration", "individual-business-registration", "penalty")


@pytest.fixture
def province(tmp_path: Path, db: None, at: datetime) -> tuple[Path, Oracle]:
    """A small province, of which the registrations and penalties are sent."""
    oracle = make_province(tmp_path, packs(), date(2026, 11, 24), subjects=300)
    for sample in oracle.files:
        if sample.item in SENT:
            send(tmp_path, sample, at)
    return tmp_path, oracle


def test_every_planted_fault_is_found_and_every_row_accounted_for(province: tuple[Path, Oracle], at: datetime) -> None:
    folder, oracle = province
    penalties = Submission.objects.filter(item="penalty")
    planted = oracle.faults["penalty"]
    problems = RowProblem.objects.filter(submission_id__in=penalties.values("id"), code__in=[k.code for k in KINDS])
    rows = {(each.submission_id, each.row_number, each.code) for each in problems}
    assert Counter(code for _submission, _row, code in rows) == planted
    total = Submission.objects.aggregate(
        received=Sum("received"),
        kept=Sum("accepted") + Sum("rejected") + Sum("quarantined"),
        unchanged=Sum("unchanged"),
    )
    sent = sum(each.rows for each in oracle.files if each.item in SENT)
    assert total == {"received": sent, "kept": sent, "unchanged": 0}

    counties = Counter(Subject.objects.exclude(county_code="").values_list("county_code", flat=True))
    assert all(counties[code] <= oracle.counties[code] for code in counties)

    first = next(each for each in oracle.files if each.item == "penalty")
    assert send(folder, first, at) == 0  # the same file again changes nothing


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, db: None, at: datetime) -> None:
    oracle = make_province(tmp_path, packs(), date(2026, 11, 24), subjects=20)
    sent = Sent(tmp_path / "sent.json")
    files = tuple(each for each in oracle.files if each.item in SENT[:2])
    send_all(tmp_path, files[:1], sent, lambda: at, lambda sample: None)
    assert Sent(tmp_path / "sent.json").names == {files[0].path}
    send_all(tmp_path, files, Sent(tmp_path / "sent.json"), lambda: at, lambda sample: None)
    assert Submission.objects.count() == len(files)
