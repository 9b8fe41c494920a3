"""An entry goes along with its case: one act, one step, in one transaction; a refused step is no act."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from creditport.consequences.lists.cases import begin_entry, begin_removal
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entry_of_case
from creditport.consequences.refusals import RefusedError
from creditport.engines.cases.access import may_see
from creditport.engines.cases.actions import act
from creditport.engines.cases.daily import mark_overdue
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import cases_told_to, overdue
from creditport.engines.cases.refusals import AlreadyOpenError, NotYetError
from creditport.foundation.publicity.queries import public_records
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from tests.factories.cases import owner_of, pdf, read_everything
from tests.factories.listing import ABNORMAL, HEAD, OFFICER, WAGES, DoneAt, proposal, province
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(at: datetime) -> DoneAt:
    """A case on wage arrears, and how acts are done on it."""
    subject = make_subject(at=at)
    case = begin_entry(actor=OFFICER, at=at, agency=OFFICER.agency or "", proposal=proposal(subject.pk, WAGES))
    return DoneAt(case.pk, at)


def test_every_act_takes_the_entry_a_step_on(walk: DoneAt, at: datetime) -> None:
    walk.by(OFFICER, "served", served_on="2026-11-24", service="By post")
    case = Case.objects.get(pk=walk.case_id)
    entry = walk.entry()
    assert (entry.state, entry.notice_service, entry.statement_until) == ("noticed", "邮寄送达", case.due_on)
    assert case.subject_id is not None
    owner = owner_of(case.subject_id)
    walk.by(owner, "stated", reason="工资已付一半")
    assert walk.entry().statement == "工资已付一半"
    walk.by(OFFICER, "heard", reason="其余部分仍未支付")
    walk.by(HEAD, "enter", reason="拒不支付", decision_number="琼人社列〔2026〕9号", head="符海波")
    walk.at = at + timedelta(days=1)
    case = walk.by(HEAD, "put-in-force", served_on="2026-11-25", service="Handed over in person")
    entry = walk.entry()
    assert (entry.state, entry.service, entry.decided_by, case.outcome) == ("in-force", "直接送达", "符海波", "entered")
    assert entry.record_key is not None
    removal = begin_removal(actor=OFFICER, at=walk.at, entry=entry, statement="工资已经付清")
    after = DoneAt(removal.pk, walk.at)
    after.by(OFFICER, "accept")
    after.by(HEAD, "remove", reason="移出条件已经满足")
    assert walk.entry().state == "removed"


def test_a_step_that_is_refused_is_no_act(walk: DoneAt) -> None:
    with pytest.raises(NotYetError):
        walk.by(OFFICER, "served", served_on="2026-11-25", service="By post")
    walk.by(OFFICER, "served", served_on="2026-11-23", service="By post")
    for name, code in (("lapsed", "statement"), ("heard", "no-statement")):
        with pytest.raises(RefusedError) as refused:
            walk.by(OFFICER, name, reason="x")
        assert refused.value.code == code
    case = Case.objects.get(pk=walk.case_id)
    assert (case.step, case.version, walk.entry().version) == ("statement", 2, 2)


def test_when_the_time_is_over_the_agency_goes_on_without_a_statement(walk: DoneAt, at: datetime) -> None:
    walk.by(OFFICER, "served", served_on="2026-11-24", service="By post")
    walk.at = at + timedelta(days=7)  # 1 December is the fifth working day
    with pytest.raises(RefusedError):
        walk.by(OFFICER, "lapsed")
    walk.at = at + timedelta(days=8)
    assert walk.by(OFFICER, "lapsed").step == "decision"


def test_the_time_of_the_subject_makes_no_officer_late(walk: DoneAt, at: datetime) -> None:
    later = at + timedelta(days=60)
    assert [each.pk for each in overdue(later)] == [walk.case_id]  # the notice should have been served
    walk.by(OFFICER, "served", served_on="2026-11-24", service="By post")
    assert (list(overdue(later)), mark_overdue(actor=SYSTEM, at=later)) == ([], ())
    walk.at = at + timedelta(days=8)
    case = walk.by(OFFICER, "lapsed")
    assert [each.pk for each in overdue(later)] == [case.pk]


def test_whoever_proposed_may_not_decide(at: datetime) -> None:
    subject = make_subject(at=at)
    case = begin_entry(actor=HEAD, at=at, agency=HEAD.agency or "", proposal=proposal(subject.pk, WAGES))
    walk = DoneAt(case.pk, at)
    walk.by(OFFICER, "served", served_on="2026-11-10", service="By post")
    walk.by(OFFICER, "lapsed")
    with pytest.raises(RefusedError) as refused:
        walk.by(HEAD, "enter", reason="拒不支付", decision_number="9", head="符海波")
    assert refused.value.code == "other-person"


def test_the_subject_learns_of_it_with_the_notice(walk: DoneAt) -> None:
    case = Case.objects.get(pk=walk.case_id)
    assert case.subject_id is not None
    owner = owner_of(case.subject_id)
    assert (may_see(owner, case), cases_told_to(case.subject_id, most=9)) == (False, ())
    case = walk.by(OFFICER, "served", served_on="2026-11-24", service="By post")
    assert (may_see(owner, case), cases_told_to(case.subject_id or 0, most=9)) == (True, (case,))


def test_one_case_at_a_time_for_a_list_and_a_subject(walk: DoneAt, at: datetime) -> None:
    subject = walk.entry().subject_id
    with pytest.raises(AlreadyOpenError):
        begin_entry(actor=OFFICER, at=at, agency=OFFICER.agency or "", proposal=proposal(subject, WAGES))
    assert ListEntry.objects.count() == 1


def test_what_is_dropped_is_annulled_and_nothing_shows(walk: DoneAt) -> None:
    case = walk.by(OFFICER, "drop", reason="认错了主体")
    assert (case.outcome, walk.entry().state) == ("dropped", "annulled")
    assert public_records(walk.entry().subject_id) == ()


def test_once_the_subject_was_told_only_a_head_drops_it(walk: DoneAt) -> None:
    walk.by(OFFICER, "served", served_on="2026-11-10", service="By post")
    walk.by(OFFICER, "lapsed")
    with pytest.raises(NotPermittedError):
        walk.by(OFFICER, "drop", reason="不予列入")
    assert walk.by(HEAD, "drop", reason="不予列入").outcome == "dropped"


def test_an_abnormal_list_needs_no_notice(at: datetime) -> None:
    case = begin_entry(
        actor=ABNORMAL[0],
        at=at,
        agency="hainan-market-regulation",
        proposal=proposal(make_subject(at=at).pk, "enterprise-abnormal"),
    )
    walk = DoneAt(case.pk, at)
    assert case.type_id == "plain-list-entry"
    walk.by(ABNORMAL[1], "enter", reason="未按期公示年报", decision_number="琼市监异〔2026〕1号", head="黄伟")
    walk.by(ABNORMAL[1], "put-in-force", served_on="2026-11-24")
    assert walk.entry().state == "in-force"


def test_a_government_default_is_determined_and_repaired(at: datetime) -> None:
    officer, head = province()
    body = make_subject(at=at, kind="government-body")
    case = begin_entry(
        actor=officer,
        at=at,
        agency=officer.agency or "",
        proposal=proposal(body.pk, "government-default"),
        documents=(pdf("evidence"),),
    )
    assert case.type_id == "government-default"
    walk = DoneAt(case.pk, at)
    walk.by(officer, "hear", served_on="2026-11-10", service="By official exchange")
    read_everything(head, case, at)
    walk.by(head, "determine", reason="拖欠工程款", decision_number="琼营商认〔2026〕1号", head="陈明")
    walk.by(head, "put-in-force", served_on="2026-11-24", service="By official exchange")
    assert walk.entry().state == "in-force"
    walk.by(head, "repaired", reason="欠款已经付清")
    assert entry_of_case(case.pk) == walk.entry()
    assert walk.entry().state == "removed"


def test_two_officers_with_the_same_page_do_not_both_act(walk: DoneAt, at: datetime) -> None:
    walk.by(OFFICER, "served", served_on="2026-11-24", service="By post")
    with pytest.raises(Exception, match="version"):
        act(
            actor=OFFICER,
            at=at,
            case_id=walk.case_id,
            act_id="taken-down",
            version=1,
            reason="x",
            fields={"heard_on": "2026-11-24"},
        )
