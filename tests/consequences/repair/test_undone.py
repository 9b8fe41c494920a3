"""What a repair had ended comes back when the repair is revoked: entry, measures, the longest term, the bar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

import pytest
from django.db import IntegrityError, connection, transaction

from creditport.consequences.measures.actions import Application, apply_measure, end_measure, pause_measure
from creditport.consequences.measures.events import MeasureNotReturned
from creditport.consequences.measures.following import end_groundless
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair.models import RepairBar
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.engines.cases.models import Case
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.kernel.events import announcements
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs
from tests.factories.cases import AGENCY, MANAGER, read_everything
from tests.factories.consequences import PROCUREMENT, load_rules_of
from tests.factories.listed import Listed, listed_firm
from tests.factories.records import RecordDraft, draft, make_subject, write
from tests.factories.repairs import granted

pytestmark = pytest.mark.django_db


def measures_today() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.day', '2026-11-24', true)")
        cursor.execute("SELECT id FROM consequences_measure_today ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def revoke(at: datetime, case: Case) -> Case:
    read_everything(MANAGER, case, at)
    return act(actor=MANAGER, at=at, case_id=case.pk, act_id="reopen", version=case.version, reason="凭证系伪造")


def protection(at: datetime, subject_id: int) -> Case:
    case = open_case(
        actor=SYSTEM,
        at=at,
        type_id="bankruptcy-protection",
        subject_id=subject_id,
        about=CaseAbout("subject", str(subject_id)),
        fields={"court": "海口中院", "ruling_number": "1", "ruled_on": "2026-11-20"},
    )
    return act(actor=SYSTEM, at=at, case_id=case.pk, act_id="protect", version=1)


def serious_fine(at: datetime) -> tuple[RecordDraft, Record, MeasureApplication]:
    """A serious fine, and the closer supervision that an agency applied after it."""
    one = replace(draft(make_subject(at=at).pk), severity=Severity.SERIOUS)
    record = write(one, at=at)
    wanted = Application(
        subject_id=record.subject_id or 0,
        measure="priority-supervision",
        instrument="credit-supervision-opinion-2019",
        article="",
        document_number="琼市监重〔2026〕1号",
        proportion="严重失信，抽查比例不足以防止再犯",
        starts_on=at.date(),
        until=date(2027, 6, 1),
        record_key=record.key,
        severity="serious",
    )
    return one, record, apply_measure(actor=MANAGER, at=at, agency=AGENCY, wanted=wanted)


def came_back(former: MeasureApplication) -> MeasureApplication:
    return MeasureApplication.objects.get(former=former)


def test_the_measure_comes_back_for_what_is_left_of_its_term(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    case = granted(at, listed.record)
    assert measures_today() == []
    revoke(at + timedelta(hours=1), case)
    back = came_back(listed.measure)
    assert measures_today() == [back.pk]
    assert (back.starts_on, back.until, back.agency) == (at.date(), listed.measure.until, AGENCY)
    assert (back.instrument, back.article, back.list_entry_id) == (PROCUREMENT, "第七十七条", listed.entry.pk)
    listed.entry.refresh_from_db()
    (shown,) = public_records(listed.subject.pk)
    assert (listed.entry.state, shown.key) == ("in-force", listed.record.key)
    assert RepairBar.objects.get().until == date(2029, 11, 24)


def test_a_measure_after_a_record_comes_back_too(at: datetime) -> None:
    _, record, measure = serious_fine(at)
    revoke(at, granted(at, record))
    assert measures_today() == [came_back(measure).pk]


def test_a_measure_whose_term_is_over_does_not_come_back(at: datetime) -> None:
    _, record, measure = serious_fine(at)
    revoke(at, granted(at, record))
    later = datetime(2029, 12, 3, 9, tzinfo=at.tzinfo)  # the bar is over, and the measure too
    write(
        replace(
            draft(record.subject_id),
            key=record.key,
            version=4,
            severity=Severity.SERIOUS,
            cause=Cause.RULES,
            public_until=date(2032, 3, 1),
        ),
        at=later,
    )
    revoke(later, granted(later, record))
    assert MeasureApplication.objects.filter(former=came_back(measure)).count() == 0


def test_what_its_agency_ended_or_let_rest_stays_so(at: datetime) -> None:
    _, record, measure = serious_fine(at)
    pause_measure(actor=MANAGER, at=at, application_id=measure.pk, reason="停业整顿期间")
    other = apply_measure(
        actor=MANAGER,
        at=at,
        agency=AGENCY,
        wanted=replace(_as_wanted(measure), document_number="琼市监重〔2026〕2号"),
    )
    end_measure(actor=MANAGER, at=at, application_id=other.pk, reason="已无必要")
    revoke(at, granted(at, record))
    back = came_back(measure)
    assert [(event.act, event.reason) for event in back.events.all()] == [("paused", "停业整顿期间")]
    assert MeasureApplication.objects.filter(former=other).count() == 0


def _as_wanted(applied: MeasureApplication) -> Application:
    return Application(**{name: getattr(applied, name) for name in Application.__dataclass_fields__})


def test_what_the_law_of_today_does_not_carry_stays_ended_and_the_agency_is_told(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = listed_firm(make_subject(at=at))
    case = granted(at, listed.record)
    told: list[MeasureNotReturned] = []
    monkeypatch.setitem(announcements._handlers, MeasureNotReturned, [told.append])
    registry = packs()
    measure = registry.measure_versions[listed.measure.measure]
    stricter = tuple(each.model_copy(update={"appliers": ("hainan-finance",)}) for each in measure)
    versions = MappingProxyType({**registry.measure_versions, listed.measure.measure: stricter})
    load_rules_of(replace(registry, measure_versions=versions, version="stricter"))
    revoke(at, case)
    listed.entry.refresh_from_db()
    assert (listed.entry.state, measures_today()) == ("in-force", [])
    assert [(each.agency, bool(each.zh), bool(each.en)) for each in told] == [(AGENCY, True, True)]
    assert [event.act for event in listed.measure.events.order_by("id")] == ["ended", "feedback"]


def test_if_the_list_lost_its_law_the_repair_is_revoked_all_the_same(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    case = granted(at, listed.record)
    registry = packs()
    law = registry.instruments[PROCUREMENT].model_copy(update={"in_force_from": date(2026, 1, 1)})
    instruments = MappingProxyType({**registry.instruments, PROCUREMENT: law})
    load_rules_of(replace(registry, instruments=instruments, version="younger"))
    assert revoke(at, case).outcome == "revoked"
    listed.entry.refresh_from_db()
    assert (listed.entry.state, measures_today()) == ("removed", [])
    assert len(public_records(listed.subject.pk)) == 1


def test_under_protection_it_comes_back_at_rest_and_applies_when_the_plan_fails(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    write(replace(draft(listed.subject.pk), severity=Severity.SERIOUS), at=at)
    case = granted(at, listed.record)
    court = protection(at, listed.subject.pk)
    revoke(at, case)
    listed.entry.refresh_from_db()
    assert (listed.entry.state, measures_today(), public_records(listed.subject.pk)) == ("paused", [], ())
    act(actor=SYSTEM, at=at, case_id=court.pk, act_id="failed", version=court.version, reason="终止重整")
    listed.entry.refresh_from_db()
    assert (listed.entry.state, len(public_records(listed.subject.pk))) == ("in-force", 2)
    assert measures_today() == [came_back(listed.measure).pk]


def test_a_measure_after_a_masked_record_waits_for_the_plan_to_fail(at: datetime) -> None:
    _, record, measure = serious_fine(at)
    case = granted(at, record)
    court = protection(at, record.subject_id or 0)
    revoke(at, case)
    assert MeasureApplication.objects.filter(former=measure).count() == 0
    act(actor=SYSTEM, at=at, case_id=court.pk, act_id="failed", version=court.version, reason="终止重整")
    assert measures_today() == [came_back(measure).pk]


def test_a_failed_plan_leaves_what_the_agency_itself_had_let_rest(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    pause_measure(actor=MANAGER, at=at, application_id=listed.measure.pk, reason="停业整顿期间")
    court = protection(at, listed.subject.pk)
    act(actor=SYSTEM, at=at, case_id=court.pk, act_id="failed", version=court.version, reason="终止重整")
    assert [event.act for event in listed.measure.events.all()] == ["paused"]


@pytest.mark.parametrize("changed", ["measure", "until", "not-ended", "never-revoked"])
def test_the_database_takes_nothing_else_for_a_return(changed: str, at: datetime) -> None:
    listed: Listed = listed_firm(make_subject(at=at))
    case = granted(at, listed.record) if changed != "not-ended" else None
    if case is not None and changed != "never-revoked":
        revoke(at, case)
    former = came_back(listed.measure) if case is not None and changed != "never-revoked" else listed.measure
    if changed in {"measure", "until"}:
        end_measure(actor=MANAGER, at=at, application_id=former.pk, reason="已无必要")
    wanted = replace(_as_wanted(former), starts_on=at.date(), former_id=former.pk)
    if changed == "until":
        wanted = replace(wanted, until=date(2027, 10, 1))
    if changed == "measure":
        wanted = replace(wanted, measure="restrict-bidding")
    with pytest.raises((RefusedError, IntegrityError)) as refused, transaction.atomic():
        apply_measure(actor=MANAGER, at=at, agency=AGENCY, wanted=wanted)
    assert isinstance(refused.value, RefusedError)
    expected = {"never-revoked": {"entry-not-in-force"}, "measure": {"not-a-return", "not-a-ground", "unknown-basis"}}
    assert refused.value.code in expected.get(changed, {"not-a-return"})


def test_a_file_that_withdraws_or_re_classes_the_record_ends_the_measure(at: datetime) -> None:
    one, _, measure = serious_fine(at)
    assert end_groundless(at) == 0
    write(replace(one, version=2, cause=Cause.AMENDED, severity=Severity.GENERAL), at=at)
    assert end_groundless(at, submission_id=99) == 0
    assert end_groundless(at, submission_id=1) == 1
    assert measure.events.get().reason == "所依据信息的失信程度已经变更"
    assert end_groundless(at) == 0
    write(replace(one, version=3, cause=Cause.WITHDRAWN, state=RecordState.WITHDRAWN, shown=False), at=at)
    assert end_groundless(at) == 0
