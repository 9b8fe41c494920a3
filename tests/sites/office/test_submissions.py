"""From an agency's file to the record and back: what the office shows at each step, without a browser."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.tasks import apply_submission, queue_apply
from creditport.foundation.records.models import Record
from creditport.foundation.withdrawals.models import Withdrawal
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.choices import Role
from tests.factories.penalties import penalty_file
from tests.factories.staff import MARKET, signed_in, staff
from tests.factories.submissions import submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))


def _send(office: Client, content: bytes, name: str = "处罚.csv", **other: str) -> Submission:
    response = office.post("/office/upload/", {"item": "penalty", "file": SimpleUploadedFile(name, content), **other})
    assert response.status_code == 302, response.content.decode()[:2000]
    sent = Submission.objects.get(reference=response["Location"].split("/")[-2])
    assert sent.state == SubmissionState.RECEIVED
    return sent


def _work(sent: Submission) -> Submission:
    """What the background process does with the queued job."""
    job = ProcrastinateJob.objects.latest("id")
    assert (job.task_name, job.args["submission_id"]) == ("ingestion.apply", sent.pk)
    apply_submission(**job.args)
    sent.refresh_from_db()
    return sent


TWO_FAULTS = [
    {},
    {"document_number": "琼市监处罚〔2026〕16号", "decided_on": "2026-02-30"},
    {"document_number": "", "party_name": "海口海之味餐饮有限公司", "party_code": "91460100MA5T8H2R3Q"},
]


def test_a_file_is_kept_then_checked_then_mended(office: Client) -> None:
    sent = _send(office, penalty_file(TWO_FAULTS))
    waiting = office.get(f"/office/submissions/{sent.reference}/").content.decode()
    assert "文件正在校验" in waiting and f'hx-get="/office/submissions/{sent.reference}/progress/"' in waiting
    assert "HX-Refresh" not in office.get(f"/office/submissions/{sent.reference}/progress/").headers
    _work(sent)
    assert (sent.received, sent.accepted, sent.rejected) == (3, 1, 2)
    assert office.get(f"/office/submissions/{sent.reference}/progress/")["HX-Refresh"] == "true"
    page = office.get(f"/office/submissions/{sent.reference}/").content.decode()
    assert "退回 2 行" in page and "2026-02-30" in page and 'class="sheet__wrong"' in page
    inbox = office.get("/office/").content.decode()
    assert sent.reference in inbox

    sheet = openpyxl.load_workbook(BytesIO(office.get(f"/office/submissions/{sent.reference}/mend.xlsx").content))
    rows = sheet.active
    assert rows is not None and rows.max_row == 3
    headers = [cell.value for cell in rows[1]]
    rows.cell(2, headers.index("处罚决定日期") + 1).value = "2026-11-17"
    rows.cell(3, headers.index("行政处罚决定书文号") + 1).value = "琼市监处罚〔2026〕17号"
    mended = BytesIO()
    sheet.save(mended)

    again = _work(_send(office, mended.getvalue(), name="更正.xlsx", mends=sent.reference))
    assert (again.mends_id, again.received, again.accepted) == (sent.pk, 2, 2)
    assert Record.objects.count() == 3
    assert sent.reference not in office.get("/office/").content.decode()
    assert again.reference in office.get(f"/office/submissions/{sent.reference}/").content.decode()


def test_the_same_file_twice_changes_nothing(office: Client) -> None:
    _work(_send(office, penalty_file([{}])))
    again = _work(_send(office, penalty_file([{}])))
    assert (again.accepted, again.unchanged, Record.objects.count()) == (0, 1, 1)


def test_a_file_that_is_no_table_is_refused_with_the_remedy(office: Client) -> None:
    sent = _work(_send(office, b"PK\x03\x04 not a workbook", name="坏.xlsx"))
    assert sent.state == SubmissionState.REFUSED
    page = office.get(f"/office/submissions/{sent.reference}/").content.decode()
    assert "整个文件被退回" in page
    assert "Traceback" not in page and "Error" not in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"item": "penalty"}, "请选择文件"),
        ({"item": "penalty", "file": SimpleUploadedFile("x.csv", b"")}, "文件为空"),
        ({"item": "penalty", "file": SimpleUploadedFile("x.docx", b"x")}, "无法读取此类文件"),
        ({"item": "no-such-item", "file": SimpleUploadedFile("x.csv", b"x")}, "no-such-item"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field(office: Client, form: dict[str, object], said: str) -> None:
    response = office.post("/office/upload/", form)
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert said in response.content.decode()


def test_the_job_is_queued_once(office: Client) -> None:
    sent = submission(reference="S1", state=SubmissionState.RECEIVED)
    for _ in range(2):
        response = office.post("/office/submissions/S1/resume/")
        assert response.status_code == 302
    queue_apply(sent.pk, "lin.xiaomei")
    assert ProcrastinateJob.objects.count() == 1


def test_another_agencys_submission_cannot_be_mended(office: Client) -> None:
    submission(reference="S1", agency="hainan-finance")
    response = office.post(
        "/office/upload/",
        {"item": "penalty", "file": SimpleUploadedFile("x.csv", penalty_file([{}])), "mends": "S1"},
    )
    assert (response.status_code, Submission.objects.count()) == (404, 1)


def test_a_record_is_withdrawn_by_two_people_with_its_reason(office: Client) -> None:
    _work(_send(office, penalty_file([{}])))
    record = Record.objects.get()
    path = f"/office/records/{record.key}/"
    found = office.get("/office/records/", {"q": "琼市监处罚〔2026〕15号"}).content.decode()
    assert path in found
    form = {"after": "1", "reason": "经复议撤销，琼府复决〔2026〕3号", "sure": "on"}
    assert office.post(f"{path}withdraw/", {**form, "sure": ""}).status_code == 422
    assert office.post(f"{path}withdraw/", {**form, "reason": " "}).status_code == 422
    assert office.post(f"{path}withdraw/", {**form, "after": "7"}).status_code == 422
    assert not Withdrawal.objects.exists()
    assert office.post(f"{path}withdraw/", form).status_code == 302
    assert office.post(f"{path}withdraw/", form).status_code == 422  # it waits already
    assert Record.objects.count() == 1
    page = office.get(path).content.decode()
    assert "等待本机关另一位管理员确认" in page and "提出撤回这条记录" not in page
    assert office.post(f"{path}withdraw/confirm/").status_code == 403

    manager = signed_in(staff("fu.jianguo", Role.AGENCY_MANAGER, MARKET))
    assert form["reason"] in manager.get("/office/").content.decode()
    assert manager.post(f"{path}withdraw/confirm/").status_code == 302
    latest = Record.objects.latest("version")
    assert (latest.version, latest.state, latest.reason, latest.shown) == (2, "withdrawn", form["reason"], False)
    assert list(AuditEntry.objects.order_by("-id").values_list("act", "actor_name")[:2]) == [
        ("withdrawal.confirm", "fu.jianguo"),
        ("record.withdrawn", "fu.jianguo"),
    ]
    page = office.get(path).content.decode()
    assert form["reason"] in page and "提出撤回这条记录" not in page
    assert form["reason"] not in manager.get("/office/").content.decode()


def test_a_proposal_that_is_declined_leaves_the_record_and_says_why(office: Client) -> None:
    _work(_send(office, penalty_file([{}])))
    path = f"/office/records/{Record.objects.get().key}/"
    office.post(f"{path}withdraw/", {"after": "1", "reason": "经复议撤销", "sure": "on"})
    manager = signed_in(staff("fu.jianguo", Role.AGENCY_MANAGER, MARKET))
    manager.post(f"{path}withdraw/decline/", {"reason": ""})
    assert Withdrawal.objects.get().outcome == ""
    manager.post(f"{path}withdraw/decline/", {"reason": "复议维持了决定"})
    page = office.get(path).content.decode()
    assert "fu.jianguo 未同意撤回：复议维持了决定" in page and "提出撤回这条记录" in page
    assert Record.objects.count() == 1
    assert manager.post(f"{path}withdraw/confirm/").status_code == 404


def test_a_record_page_shows_the_term_bar(office: Client) -> None:
    _work(_send(office, penalty_file([{}])))
    record = Record.objects.get()
    assert record.decided_on == date(2026, 11, 16)
    page = office.get(f"/office/records/{record.key}/").content.decode()
    assert "term-bar" in page and "海南椰风贸易有限公司" in page
    assert "法人及非法人组织" in page and "organisation" not in page  # names, not codes
    assert "2026年11月16日" in page and ">2026-11-16<" not in page


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_templates_come_from_the_catalogue(office: Client, form: str) -> None:
    response = office.get(f"/office/templates/penalty.{form}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="penalty.{form}"'
    assert len(response.content) > 300
    assert office.get("/office/templates/no-such-item.csv").status_code == 404
    assert office.get("/office/templates/penalty.exe").status_code == 404


def test_a_list_page_asks_the_database_a_fixed_number_of_times(
    office: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(60):
        submission(reference=f"S{number}")
    for path in ("/office/", "/office/submissions/", "/office/scoreboard/"):
        with django_assert_max_num_queries(9):  # type: ignore[operator]
            assert office.get(path).status_code == 200
