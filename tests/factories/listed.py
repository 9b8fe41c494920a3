"""A firm on a serious list, with a sanction that followed, both resting on one published record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from creditport.consequences.lists.actions import (
    Proposal,
    Ruling,
    decide_entry,
    hear_statement,
    propose,
    put_in_force,
    serve_notice,
)
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import Application, apply_measure
from creditport.consequences.measures.models import MeasureApplication
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import SHANGHAI
from creditport.subjects.register.models import Subject
from tests.factories.cases import AGENCY, MANAGER, OFFICER

LIST = "government-procurement-serious"
MEASURE = "bar-government-procurement"
ENTERED = datetime(2025, 10, 13, 9, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Listed:
    """The firm, its entry, the record that publishes it, and the sanction."""

    subject: Subject
    entry: ListEntry
    record: Record
    measure: MeasureApplication


def listed_firm(subject: Subject) -> Listed:
    """Entered on 13 October 2025 after all steps of due process; repair opens a year after the decision."""
    at = ENTERED
    entry = propose(
        actor=OFFICER,
        at=at - timedelta(days=30),
        agency=AGENCY,
        proposal=Proposal(
            subject_id=subject.pk,
            list_id=LIST,
            facts="提供虚假材料谋取中标",
            instrument="government-procurement-law",
            article="第七十七条",
        ),
    )
    entry = serve_notice(actor=MANAGER, at=at, entry_id=entry.pk, version=entry.version, served_on=date(2025, 9, 15))
    entry = hear_statement(
        actor=MANAGER, at=at, entry_id=entry.pk, version=entry.version, heard_on=date(2025, 9, 18), statement="无异议"
    )
    ruling = Ruling(number="琼财采〔2025〕7号", decided_on=date(2025, 10, 10), head="周明", reasons="事实清楚")
    entry = decide_entry(actor=MANAGER, at=at, entry_id=entry.pk, version=entry.version, ruling=ruling)
    entry = put_in_force(
        actor=MANAGER,
        at=at,
        entry_id=entry.pk,
        version=entry.version,
        served_on=date(2025, 10, 13),
        service="直接送达",
    )
    measure = apply_measure(
        actor=MANAGER,
        at=at,
        agency=AGENCY,
        wanted=Application(
            subject_id=subject.pk,
            measure=MEASURE,
            instrument="government-procurement-law",
            article="第七十七条",
            document_number=f"琼财采〔2025〕{entry.pk}号",
            proportion="情节严重，期限取下限",
            starts_on=date(2025, 10, 13),
            until=date(2026, 12, 31),
            list_entry_id=entry.pk,
        ),
    )
    return Listed(subject, entry, Record.objects.get(key=str(entry.record_key), version=1), measure)
