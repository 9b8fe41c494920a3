"""The mark "disputed" and a court's protection stand on every public answer from the next request on."""

from __future__ import annotations

import csv
from datetime import datetime

import pytest
from django.test import Client

from creditport.consequences.objections.actions import Disputed, file_objection
from creditport.consequences.objections.choices import Disputable
from creditport.engines.cases.actions import CaseAbout, act, open_case
from tests.factories.cases import OPERATOR, owner_of, pdf, read_everything
from tests.factories.repairs import FOR_LONG, fined_restaurant

pytestmark = pytest.mark.django_db
CODE = "91460100MA5RFXBU8P"


def test_the_mark_on_page_list_sheet_and_interface(client: Client, at: datetime) -> None:
    subject, record = fined_restaurant(at, public_until=FOR_LONG)

    def answers() -> tuple[bool, bool, bool, bool, bool]:
        page = client.get(f"/subjects/{CODE}/").content.decode()
        listed = client.get("/publicity/penalty/").content.decode()
        sheet = b"".join(client.get("/publicity/penalty/export.csv")).decode("utf-8-sig")
        row = next(csv.DictReader(sheet.splitlines()))
        (told,) = client.get(f"/api/v1/subjects/{CODE}").json()["records"]
        (paged,) = client.get(f"/api/v1/subjects/{CODE}/records").json()["items"]
        return (
            "有异议：正在核查" in page,
            "有异议</span>" in listed,
            bool(row["有异议"]),
            told["disputed"],
            paged["disputed"],
        )

    assert answers() == (False,) * 5
    filed = file_objection(
        actor=owner_of(subject.pk),
        at=at,
        disputed=Disputed(Disputable.RECORD, str(record.key), subject.pk, "document_number"),
        claimed="",
        ground="文号写错",
    )
    assert answers() == (True,) * 5
    act(actor=owner_of(subject.pk), at=at, case_id=filed.case_id, act_id="withdraw", version=1)
    assert answers() == (False,) * 5


def test_the_statement_of_a_firm_in_reorganisation(client: Client, at: datetime) -> None:
    subject, _ = fined_restaurant(at, public_until=FOR_LONG)
    case = open_case(
        actor=owner_of(subject.pk),
        at=at,
        type_id="bankruptcy-protection",
        subject_id=subject.pk,
        about=CaseAbout("subject", str(subject.pk)),
        fields={"court": "海口市中级人民法院", "ruling_number": "（2026）琼01破3号", "ruled_on": "2026-11-20"},
        documents=(pdf("court-ruling"),),
    )
    read_everything(OPERATOR, case, at)
    act(actor=OPERATOR, at=at, case_id=case.pk, act_id="protect", version=1)
    page = client.get(f"/subjects/{CODE}/").content.decode()
    assert "海口市中级人民法院于2026年11月20日以（2026）琼01破3号裁定批准计划" in page
    assert "琼市监处罚〔2026〕1号" not in page
