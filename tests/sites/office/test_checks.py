"""The page that asks what applies: one subject, a file, a wrong code."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditport.consequences.decisions.models import Decision
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.choices import Role
from tests.factories.consequences import enter, procurement_draft
from tests.factories.records import make_subject
from tests.factories.staff import MARKET, signed_in, staff

pytestmark = pytest.mark.django_db
USCC = "91460100MA5RFXBU8P"
ASKED = {"subject": "91 460100 MA5RFXBU8 P", "scenario": "procurement", "purpose": "credit-check", "case": "CG-7"}


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in(staff("wu.duoxian", Role.REPORTER, MARKET))


def test_the_answer_stands_on_the_page_with_its_article(officer: Client) -> None:
    enter(procurement_draft(make_subject(at=now()).pk), at=now())
    page = officer.post("/office/checks/", ASKED).content.decode()
    assert "禁止参加政府采购活动" in page
    assert "《中华人民共和国政府采购法》第七十七条" in page
    assert Decision.objects.get().case == "CG-7"


def test_where_nothing_applies_the_page_says_what_that_means(officer: Client) -> None:
    make_subject(at=now())
    page = officer.post("/office/checks/", ASKED).content.decode()
    assert "该场景下没有适用的措施" in page
    assert "属于初次违法" in page


def test_an_unknown_code_is_told_beside_its_field(officer: Client) -> None:
    answer = officer.post("/office/checks/", ASKED)
    assert answer.status_code == 422
    assert "没有使用该统一社会信用代码的信用主体" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_file_comes_back_as_a_sheet(officer: Client) -> None:
    enter(procurement_draft(make_subject(at=now()).pk), at=now())
    codes = f"统一社会信用代码\n{USCC}\n91460300MA5T0CCC3L\n".encode()
    asked = {"file-scenario": "procurement", "file-purpose": "credit-check", "file-case": "CG-8"}
    answer = officer.post("/office/checks/file/", {**asked, "file-file": SimpleUploadedFile("codes.csv", codes)})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"{USCC},海口椰风餐饮有限公司,禁止参加政府采购活动,")
    assert lines[2].startswith("91460300MA5T0CCC3L,没有使用该代码的信用主体")
