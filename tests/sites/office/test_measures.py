"""An officer applies a measure, sees what it stands on, says what came of it, ends it; without a basis nothing goes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

import pytest
from django.test import Client

from creditport.consequences.lists.actions import pause_entries
from creditport.consequences.lists.models import HeldListing, ListEntry
from creditport.consequences.measures.actions import apply_measure
from creditport.consequences.measures.choices import MeasureState
from creditport.consequences.measures.models import MeasureApplication, MeasureEvent
from creditport.consequences.measures.queries import states_today
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.kernel.packs.registry import packs
from tests.factories.consequences import PROCUREMENT, bar_from_procurement, enter, load_rules_of, procurement_draft
from tests.factories.records import draft, make_subject, write
from tests.factories.staff import MARKET, signed_in, staff

pytestmark = pytest.mark.django_db
FINANCE = "hainan-finance"
USCC = "91460100MA5RFXBU8P"
BAR = "bar-government-procurement|government-procurement-law|第七十七条"


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("wu.duoxian", Role.REPORTER, FINANCE))


@pytest.fixture
def entry() -> ListEntry:
    return enter(procurement_draft(make_subject(at=now()).pk), at=now())


def _applied(entry: ListEntry) -> MeasureApplication:
    wanted = bar_from_procurement(entry, starts_on=civil_day(now()))
    return apply_measure(actor=SYSTEM, at=now(), agency=FINANCE, wanted=wanted)


def _repealed() -> None:
    """The law of procurement, repealed this morning."""
    registry = packs()
    law = registry.instruments[PROCUREMENT].model_copy(update={"in_force_until": civil_day(now())})
    instruments = MappingProxyType({**registry.instruments, PROCUREMENT: law})
    load_rules_of(replace(registry, instruments=instruments, version="repealed-today"))


def _form(**changed: str) -> dict[str, str]:
    today = civil_day(now())
    form = {
        "choice": BAR,
        "document_number": "琼财采禁〔2026〕3号",
        "proportion": "串通中标金额大，较轻措施不足以防止再犯",
        "starts_on": today.isoformat(),
        "until": today.replace(year=today.year + 1).isoformat(),
    }
    return {**form, **changed}


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_from_the_subject_to_the_measure_and_its_end(finance: Client, entry: ListEntry) -> None:
    grounds = text(finance, f"/office/measures/apply/?subject={USCC}")
    assert f"?ground=entry-{entry.pk}" in grounds and "政府采购严重违法失信行为记录名单" in grounds
    path = f"/office/measures/apply/?ground=entry-{entry.pk}"
    offered = text(finance, path)
    assert f'value="{BAR}"' in offered
    answer = finance.post(path, _form())
    applied = MeasureApplication.objects.get()
    assert answer["Location"] == f"/office/measures/{applied.pk}/"
    assert (applied.agency, applied.applied_by, applied.list_entry_id) == (FINANCE, "wu.duoxian", entry.pk)
    page = text(finance, answer["Location"])
    assert "《中华人民共和国政府采购法》第七十七条" in page and "实施中" in page and "法律" in page
    assert "禁止参加政府采购活动" in text(finance, f"/office/lists/{entry.pk}/")
    finance.post(f"{answer['Location']}feedback/", {"text": "已在 HNZB-2026-31 号招标中排除"})
    assert "已在 HNZB-2026-31 号招标中排除" in text(finance, answer["Location"])
    assert finance.post(f"{answer['Location']}end/", {"reason": ""}).status_code == 422
    finance.post(f"{answer['Location']}end/", {"reason": "禁止期限经复议缩短，今日届满"})
    assert "已终止" in text(finance, answer["Location"])
    again = finance.post(f"{answer['Location']}end/", {"reason": "再终止一次"}, follow=True).content.decode()
    assert "该措施已经终止" in again
    assert list(MeasureEvent.objects.order_by("id").values_list("act", flat=True)) == ["feedback", "ended"]


def test_a_record_carries_what_its_severity_carries(finance: Client) -> None:
    subject = make_subject(at=now())
    one = draft(subject.pk)
    write(one, at=now())
    grounds = text(finance, f"/office/measures/apply/?subject={USCC}")
    assert f"?ground=record-{one.key}" in grounds
    assert BAR not in text(finance, f"/office/measures/apply/?ground=record-{one.key}")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"choice": ""}, "请选择措施及其所依据的条款"),
        ({"choice": "bar-government-procurement|migrant-wages-regulation|第四十八条"}, "不得实施"),
        ({"proportion": ""}, "请说明为何较轻的措施不足以达到目的"),
        ({"document_number": "  "}, "请填写据以实施的决定文号"),
        ({"until": "2020-01-01"}, "止期应晚于起期"),
    ],
    ids=["none", "no-basis", "unreasoned", "without-number", "term"],
)
def test_what_the_law_does_not_carry_comes_back_in_words(
    changed: dict[str, str], words: str, finance: Client, entry: ListEntry
) -> None:
    answer = finance.post(f"/office/measures/apply/?ground=entry-{entry.pk}", _form(**changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not MeasureApplication.objects.exists()


def test_a_dead_basis_is_refused_even_where_the_page_still_offered_it(finance: Client, entry: ListEntry) -> None:
    _repealed()
    answer = finance.post(f"/office/measures/apply/?ground=entry-{entry.pk}", _form())
    assert answer.status_code == 422
    assert "所引条款当日已经失效，不得以此实施。" in answer.content.decode()
    assert not MeasureApplication.objects.exists()


def test_nothing_can_stand_on_an_entry_that_ended(finance: Client, entry: ListEntry) -> None:
    ListEntry.objects.filter(pk=entry.pk).update(state="removed", version=2)
    answer = finance.get(f"/office/measures/apply/?ground=entry-{entry.pk}", follow=True)
    assert "该项已不在有效状态" in answer.content.decode()
    assert "没有可据以实施措施的事项" in text(finance, f"/office/measures/apply/?subject={USCC}")


def test_an_unknown_code_comes_back(finance: Client) -> None:
    assert "没有使用该代码的主体" in text(finance, "/office/measures/apply/?subject=91460100MA5RFXBU8Q", status=422)
    for wrong in ("entry-x", "entry-99", "record-x", f"record-{uuid4()}", "x"):
        assert finance.get(f"/office/measures/apply/?ground={wrong}").status_code == 302


def test_the_agency_reads_what_stopped_since_when_and_why(finance: Client, entry: ListEntry) -> None:
    applied = _applied(entry)
    assert "没有停止的措施" in text(finance, "/office/measures/stopped/")
    _repealed()
    page = text(finance, "/office/measures/stopped/")
    assert "禁止参加政府采购活动" in page and "琼财采禁〔2026〕3号" in page
    assert "所引条款当日已经失效" in page
    today = civil_day(now())
    since = f"{today.year}年{today.month}月{today.day}日"
    assert f'data-label="停止日期"><time datetime="{today.isoformat()}">{since}</time>' in page
    assert "有 1 项措施因依据失效已停止" in text(finance, "/office/measures/")
    assert "依据失效，已停止" in text(finance, f"/office/measures/{applied.pk}/")


def test_another_agencys_measures_do_not_exist(entry: ListEntry) -> None:
    applied = _applied(entry)
    _repealed()
    other = signed_in(staff("someone.else", Role.REPORTER, MARKET))
    text(other, f"/office/measures/{applied.pk}/", status=404)
    assert other.post(f"/office/measures/{applied.pk}/end/", {"reason": "x"}).status_code == 404
    assert "没有停止的措施" in text(other, "/office/measures/stopped/")
    assert "没有实施的措施" in text(other, "/office/measures/")
    auditor = signed_in(staff("chen.jing", Role.AUDITOR))
    assert "终止措施" not in text(auditor, f"/office/measures/{applied.pk}/")


def test_held_reports_say_whom_they_are_about_and_what_is_missing(finance: Client) -> None:
    record = write(draft(make_subject(at=now()).pk), at=now())
    HeldListing.objects.create(
        record_id=record.pk,
        record_key=record.key,
        submission_id=1,
        agency=FINANCE,
        list_id="wage-arrears",
        missing=["notice", "head"],
        held_at=now(),
    )
    page = text(finance, "/office/lists/held/")
    assert "缺少告知书送达日期" in page and "缺少作出决定的负责人" in page
    assert "海口椰风餐饮有限公司" in page
    assert f'<a href="/office/records/{record.key}/">琼市监处罚〔2026〕1号</a>' in page
    assert "有 1 项报送的列入因证据不全被搁置" in text(finance, "/office/lists/")
    other = signed_in(staff("someone.else", Role.REPORTER, MARKET))
    assert "没有搁置的列入" in text(other, "/office/lists/held/")


def test_a_measure_rests_with_the_entry_it_stands_on(finance: Client, entry: ListEntry) -> None:
    """It is not said to have lost its ground: entry and measure may be taken up again."""
    applied = _applied(entry)
    pause_entries(actor=SYSTEM, at=now(), subject_id=entry.subject_id, reason="裁定停止执行")
    assert states_today([applied.pk])[applied.pk].state is MeasureState.PAUSED
    page = text(finance, f"/en/office/measures/{applied.pk}/")
    assert "Paused" in page and "no longer in force" not in page
    assert "it rests by the word of a court or an authority" in text(finance, f"/en/office/lists/{entry.pk}/")


def test_an_operator_stands_in_for_a_named_agency(entry: ListEntry) -> None:
    operator = signed_in(staff("fu.hai", Role.PLATFORM_OPERATOR))
    path = f"/office/measures/apply/?ground=entry-{entry.pk}"
    assert operator.post(path, _form()).status_code == 422
    assert operator.post(path, _form(agency=FINANCE)).status_code == 302
    assert MeasureApplication.objects.get().agency == FINANCE
