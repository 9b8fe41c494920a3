"""Pages of entries and measures lead to what is contested of what they rest on, for officers and for the subject."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from creditport.consequences.measures.actions import apply_measure
from creditport.consequences.proceedings.choices import Contested, Result
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from tests.factories.cases import AGENCY
from tests.factories.consequences import bar_from_procurement
from tests.factories.listed import Listed, listed_firm
from tests.factories.mandates import owner
from tests.factories.proceedings import RECONSIDERED, contest, end, suspend
from tests.factories.records import make_subject
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed() -> Listed:
    return listed_firm(make_subject(at=now()))


@pytest.fixture
def officer() -> Client:
    return signed_in(staff("lin.xiaomei", Role.REPORTER, AGENCY))


@pytest.fixture
def mine(listed: Listed) -> Client:
    return signed_in(owner(listed.subject.pk, now()))


def acts(client: Client, path: str) -> dict[str, tuple[str, str]]:
    """Each act of the section: how it stands, and where its page is."""
    text = client.get(path).content.decode()
    section = text.split("行政复议与行政诉讼</h2>")[1].split("</dl>")[0]
    found = re.findall(r'<dt>(?:<a href="([^"]*)">)?([^<]*)(?:</a>)?</dt><dd>(.*?)</dd>', section)
    return {label: (standing, url) for url, label, standing in found}


FINANCE = "hainan-finance"
NONE = "没有登记的复议或者诉讼"


def test_a_measure_leads_to_everything_that_it_rests_on(listed: Listed, officer: Client) -> None:
    path = f"/office/measures/{listed.measure.pk}/"
    before = acts(officer, path)
    assert {label: standing for label, (standing, _) in before.items()} == dict.fromkeys(
        ("本措施", "所依据的列入", "公示该列入的信息"), NONE
    )
    noted = contest(now(), Contested.RECORD, listed.record.key)
    suspend(now(), contest(now(), Contested.LIST_ENTRY, listed.entry.pk, filing=RECONSIDERED))
    told = acts(officer, path)
    assert told["本措施"][0] == NONE
    assert told["所依据的列入"][0] == "行政复议 · 2026年11月2日 · 停止执行"
    assert told["公示该列入的信息"][0] == "行政诉讼 · 2026年11月9日 · 未结"
    assert "琼01行初45号" in officer.get(told["公示该列入的信息"][1]).content.decode()
    end(now(), noted, Result.UPHELD)
    assert acts(officer, path)["公示该列入的信息"][0] == "行政诉讼 · 2026年11月9日 · 维持原行为"


def test_an_entry_leads_to_itself_and_its_record(listed: Listed, officer: Client) -> None:
    contest(now(), Contested.RECORD, listed.record.key)
    told = acts(officer, f"/office/lists/{listed.entry.pk}/")
    assert list(told) == ["本次列入", "公示该列入的信息"]
    assert told["公示该列入的信息"][0].startswith("行政诉讼")
    for _, url in told.values():
        assert officer.get(url).status_code == 200


def test_a_ground_of_another_agency_is_told_without_its_page(listed: Listed) -> None:
    finance = signed_in(staff("wu.duoxian", Role.REPORTER, FINANCE))
    wanted = bar_from_procurement(listed.entry, starts_on=civil_day(now()))
    measure = apply_measure(actor=SYSTEM, at=now(), agency=FINANCE, wanted=wanted)
    contest(now(), Contested.RECORD, listed.record.key)
    path = f"/office/measures/{measure.pk}/"
    told = acts(finance, path)
    assert told["公示该列入的信息"] == ("行政诉讼 · 2026年11月9日 · 未结", "")
    assert [bool(url) for _, url in told.values()] == [True, False, False]
    auditor = signed_in(staff("chen.jing", Role.AUDITOR))
    assert [auditor.get(url).status_code for _, url in acts(auditor, path).values()] == [200, 200, 200]


def test_the_subject_reads_where_and_what_was_ordered(listed: Listed, mine: Client) -> None:
    suspend(now(), contest(now(), Contested.LIST_ENTRY, listed.entry.pk))
    told = acts(mine, f"/my/{listed.subject.pk}/lists/{listed.entry.pk}/")
    assert told["本次列入"][0] == "行政诉讼 · 2026年11月9日 · 停止执行"
    page = mine.get(told["本次列入"][1]).content.decode()
    assert "海口市中级人民法院" in page
    assert "（2026）琼01行初45号之一" in page
    empty = mine.get(told["公示该列入的信息"][1]).content.decode()
    assert "没有登记的复议或者诉讼" in empty
    assert "请将案号告知该机关" in empty


def test_a_contested_record_is_marked_on_the_own_pages(listed: Listed, mine: Client) -> None:
    path = f"/my/{listed.subject.pk}/"
    link = f"/my/{listed.subject.pk}/contested/record/{listed.record.key}/"
    assert link not in mine.get(path).content.decode()
    noted = contest(now(), Contested.RECORD, listed.record.key)
    assert f'href="{link}">行政诉讼</a>' in mine.get(path).content.decode()
    measure = mine.get(f"/my/{listed.subject.pk}/contested/measure/{listed.measure.pk}/")
    assert measure.status_code == 200
    end(now(), noted, Result.UPHELD)
    assert link not in mine.get(path).content.decode()


def test_nobody_elses_acts_are_told(listed: Listed) -> None:
    other = make_subject(at=now(), name="三亚某公司", uscc="91460200MA5RFXBU8Q")
    stranger = signed_in(owner(other.pk, now()))
    for subject in (other.pk, listed.subject.pk):
        for kind, id in (("record", listed.record.key), ("list-entry", listed.entry.pk), ("nothing", 1)):
            assert stranger.get(f"/my/{subject}/contested/{kind}/{id}/").status_code == 404
