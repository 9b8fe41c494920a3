"""What applies to a subject in a scenario: each measure with its basis, and nothing that the scenario may not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from creditport.consequences.decisions.actions import Decided, Done, Question, decide, decide_many, seal_decisions
from creditport.consequences.decisions.models import Decision
from creditport.consequences.decisions.queries import replay
from creditport.consequences.lists.actions import remove
from creditport.consequences.measures.actions import apply_measure, end_measure
from creditport.consequences.refusals import RefusedError
from creditport.foundation.records.choices import Severity
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from tests.factories.cases import open_repair
from tests.factories.consequences import EntryDraft, bar_from_procurement, enter, procurement_draft
from tests.factories.records import draft, make_subject, write

pytestmark = pytest.mark.django_db

USCC = "91460100MA5RFXBU8P"
TENDER = Question(scenario="public-resource-trading", purpose="credit-check", case="HN-2026-118")
FUNDS = Question(scenario="government-funds", purpose="statutory-duty", case="KJ-7")


def _effects(said: dict[str, Any]) -> dict[str, list[str]]:
    buckets = ("forbidden", "restricted", "watched", "allowed", "encouraged")
    return {name: [each["measure"] for each in said[name]] for name in buckets if said[name]}


def test_nothing_applies_to_a_subject_of_which_nothing_is_known(at: datetime, lin_xiaomei: Actor) -> None:
    make_subject(at=at)
    decided = decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER)
    assert _effects(decided.said) == {}
    assert decided.said["pending"] == []
    assert Decision.objects.get(pk=decided.id).case == "HN-2026-118"


def test_a_listed_firm_is_refused_in_a_tender_with_article_entry_and_term(at: datetime, lin_xiaomei: Actor) -> None:
    entry = enter(procurement_draft(make_subject(at=at).pk), at=at)
    decided = decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER)
    assert _effects(decided.said) == {
        "forbidden": ["bar-government-procurement", "restrict-bidding"],
        "watched": ["priority-supervision"],
    }
    bar = decided.answer.bucket("forbidden")[0]
    assert (bar.basis[0].instrument, bar.basis[0].article) == ("government-procurement-law", "第七十七条")
    assert bar.basis[0].label == "《中华人民共和国政府采购法》第七十七条"
    assert bar.list_entry is not None
    assert (bar.list_entry.id, bar.since, bar.until) == (entry.pk, "2026-06-01", "2029-06-01")


def test_a_scenario_sees_its_own_facts_and_no_others(at: datetime, lin_xiaomei: Actor) -> None:
    subject = make_subject(at=at)
    write(replace(draft(subject.pk), severity=Severity.SERIOUS), at=at)
    recruitment = Question(scenario="recruitment-public-institution", purpose="recruitment")
    decided = decide(actor=lin_xiaomei, at=at, subject=USCC, question=recruitment)
    assert decided.said["facts"] == {"entries": [], "records": []}
    seen = decide(actor=lin_xiaomei, at=at, subject=USCC, question=FUNDS)
    assert [record["item"] for record in seen.said["facts"]["records"]] == ["penalty"]  # type: ignore[index]
    assert _effects(seen.said) == {"watched": ["restrict-public-funds"]}


def test_a_minor_or_unshown_record_leads_to_nothing(at: datetime, lin_xiaomei: Actor) -> None:
    subject = make_subject(at=at)
    write(replace(draft(subject.pk), severity=Severity.MINOR), at=at)
    hidden = replace(draft(subject.pk), severity=Severity.SERIOUS, shown=False, public_from=None, public_until=None)
    write(replace(hidden, repair_opens_on=None), at=at)
    assert _effects(decide(actor=lin_xiaomei, at=at, subject=USCC, question=FUNDS).said) == {}


def test_an_applied_measure_is_answered_with_its_own_term(at: datetime, lin_xiaomei: Actor) -> None:
    entry = enter(procurement_draft(make_subject(at=at).pk), at=at)
    applied = apply_measure(
        actor=SYSTEM, at=at, agency="hainan-finance", wanted=bar_from_procurement(entry, starts_on=civil_day(at))
    )
    bar = decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER).answer.bucket("forbidden")[0]
    assert (bar.application, bar.since, bar.until) == (applied.pk, "2026-11-24", "2027-11-24")
    end_measure(actor=SYSTEM, at=at, application_id=applied.pk, reason="提前终止")
    bar = decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER).answer.bucket("forbidden")[0]
    assert bar.application is None


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (replace(TENDER, scenario="gossip"), "unknown-scenario"),
        (replace(TENDER, purpose="recruitment"), "purpose-not-of-scenario"),
    ],
)
def test_a_question_without_scenario_or_purpose_is_refused(
    question: Question, code: str, at: datetime, lin_xiaomei: Actor
) -> None:
    make_subject(at=at)
    with pytest.raises(RefusedError) as refused:
        decide(actor=lin_xiaomei, at=at, subject=USCC, question=question)
    assert refused.value.code == code
    assert not Decision.objects.exists()


def test_an_auditor_may_not_ask(at: datetime, chen_jing: Actor) -> None:
    make_subject(at=at)
    with pytest.raises(NotPermittedError):
        decide(actor=chen_jing, at=at, subject=USCC, question=TENDER)
    assert not Decision.objects.exists()


def test_every_decision_has_its_line_in_the_access_log(at: datetime, lin_xiaomei: Actor) -> None:
    subject = make_subject(at=at)
    decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL creditport.reader = 'auditor'")
        cursor.execute('SELECT actor_name, agency, purpose, "case", subject_id FROM subjects_accessopening')
        lines = cursor.fetchall()
    assert lines == [("lin.xiaomei", "hainan-market-regulation", "credit-check", "HN-2026-118", subject.pk)]


def test_a_file_of_subjects_is_answered_at_once_and_unknown_codes_are_named(at: datetime, lin_xiaomei: Actor) -> None:
    listed = make_subject(at=at, uscc="91460200MA5T0BBB2K", name="三亚海风建设有限公司")
    make_subject(at=at)
    enter(EntryDraft(subject_id=listed.pk), at=at)
    codes = [USCC, "91460300MA5T0CCC3L", listed.uscc or "", USCC]
    told: list[tuple[str, bool]] = []
    steps: list[Done] = []

    def tell(decided: Sequence[Decided], done: Done) -> None:
        told.extend((each.uscc, bool(each.answer.applies)) for each in decided)
        steps.append(done)

    checked = decide_many(actor=lin_xiaomei, at=at, subjects=codes, question=TENDER, told=tell)
    assert told == [(USCC, False), (listed.uscc, True)]
    assert steps == [Done(3, 3)]
    assert (checked.subjects, checked.unknown) == (2, ("91460300MA5T0CCC3L",))
    assert Decision.objects.filter(batch=checked.batch).count() == 2


def test_a_decision_by_file_is_kept_as_one_by_one(at: datetime, lin_xiaomei: Actor) -> None:
    subject = make_subject(at=at)
    enter(replace(procurement_draft(subject.pk), decision_number='a "quoted" \\ number\tof\nlines'), at=at)
    alone = decide(actor=lin_xiaomei, at=at, subject=USCC, question=replace(TENDER, case="a\\b\tc"))
    decide_many(actor=lin_xiaomei, at=at, subjects=[USCC], question=replace(TENDER, case="a\\b\tc"))
    one, other = Decision.objects.get(pk=alone.id), Decision.objects.exclude(pk=alone.id).get()
    same = [name for name in (field.name for field in Decision._meta.fields) if name not in {"id", "batch", "snapshot"}]
    assert [getattr(other, name) for name in same] == [getattr(one, name) for name in same]
    assert one.facts["entries"][0]["number"] == 'a "quoted" \\ number\tof\nlines'
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL creditport.reader = 'auditor'")
        cursor.execute(
            'SELECT count(*), count(DISTINCT (at, actor_name, agency, purpose, basis, "case", subject_id))'
            " FROM subjects_accessopening"
        )
        assert cursor.fetchone() == (2, 1)
    again = replay(other.pk, on=civil_day(at))
    assert again is not None and again.equal


def test_a_decision_is_replayed_from_its_own_moment(at: datetime, lin_xiaomei: Actor) -> None:
    entry = enter(procurement_draft(make_subject(at=at).pk), at=at - timedelta(days=30))
    decided = decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER)
    later = at + timedelta(days=1)
    remove(actor=SYSTEM, at=later, entry_id=entry.pk, version=1, reason="移出")
    again = replay(decided.id, on=civil_day(later))
    assert again is not None and again.equal
    assert [(each.measure, each.then, each.today) for each in again.differs_today] == [
        ("bar-government-procurement", "forbidden", None),
        ("priority-supervision", "watched", None),
        ("restrict-bidding", "forbidden", None),
    ]


@pytest.mark.django_db(transaction=True)
def test_decisions_are_chained_into_the_audit_log_together(at: datetime, lin_xiaomei: Actor) -> None:
    make_subject(at=at)
    decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER)
    first = seal_decisions(actor=SYSTEM, at=at)
    with connection.cursor() as cursor:  # a transaction of another database may still be running and hold the seal back
        cursor.execute("SELECT count(*) FROM consequences_decision WHERE transaction < %s::xid8", [first.until])
        assert cursor.fetchone() == (first.decisions,)
    second = seal_decisions(actor=SYSTEM, at=at + timedelta(hours=1))
    assert (second.since, first.decisions + second.decisions <= 1) == (first.until, True)


def test_an_entry_past_its_end_leads_to_nothing(at: datetime, lin_xiaomei: Actor) -> None:
    subject = make_subject(at=at)
    enter(replace(procurement_draft(subject.pk), ends_on=date(2026, 11, 24)), at=at)
    assert _effects(decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER).said) == {}


def test_what_is_in_work_is_told(at: datetime, lin_xiaomei: Actor) -> None:
    subject = make_subject(at=at)
    open_repair(at=at, subject_id=subject.pk)
    decided = decide(actor=lin_xiaomei, at=at, subject=USCC, question=TENDER)
    pending = decided.said["pending"]
    assert isinstance(pending, list)
    assert [(each["kind"], each["since"]) for each in pending] == [("repair", "2026-11-24")]
