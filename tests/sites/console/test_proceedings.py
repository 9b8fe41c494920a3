"""`creditport proceedings FILE [--json]`: no row is lost, each bad one is answered, sent again nothing changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import now
from creditport.sites.console.errors import CommandError
from creditport.sites.console.proceedings import app
from creditport.subjects.register.models import Subject
from tests.factories.records import draft, write
from tests.factories.repairs import FOR_LONG, fined_restaurant

pytestmark = pytest.mark.django_db
HEADER = (
    "统一社会信用代码,决定文书号,标识,程序,复议机关或者法院,案号,受理或者立案日期,决定或者裁判内容,文书编号,文书日期"
)


@pytest.fixture
def fined() -> tuple[Subject, Record]:
    return fined_restaurant(now(), public_until=FOR_LONG)


def report(path: Path, content: bytes) -> Any:
    path.write_bytes(content)
    done = CliRunner().invoke(app, [str(path), "--json"])
    assert done.exit_code == 0, done.exception
    said = json.loads(done.stdout)
    assert said["received"] == said["accepted"] + said["unchanged"] + said["rejected"]
    assert len(said["problems"]) == said["rejected"]
    assert all(each["reason"] and each["remedy"] and each["en"]["remedy"] for each in said["problems"])
    return said


def rows(fined: tuple[Subject, Record]) -> list[str]:
    subject, record = fined
    document = f"{subject.uscc},{record.content['document_number']},"
    key = f",,{record.key}"
    return [
        f"{document},行政诉讼,海口市中级人民法院,（2026）琼01行初45号,2026年3月9日,,,",
        f"{key},行政诉讼,海口市中级人民法院,（2026）琼01行初45号,20260309,停止执行,之一,2026/3/20",
        f"{key},行政诉讼,海口市中级人民法院,（2026）琼01行初45号,2026-03-10,,,",  # another day
        f"{key},上诉,海口市中级人民法院,9,2026-03-10,,,",
        f"{key},行政诉讼,,9,2026-03-10,,,",
        f"{key},行政诉讼,某法院,9,去年,,,",
        f"{key},行政诉讼,某法院,9,2026-02-30,,,",
        f"{key},行政诉讼,某法院,9,2099-01-01,,,",
        f"{key},行政诉讼,某法院,9,2026-03-10,恢复执行,1,2026-03-11",  # was never suspended: not even noted
        f"{document}9,行政诉讼,某法院,9,2026-03-10,,,",  # no such record
        "a,b",
        f'{key},行政诉讼,"某法院,9,2026-03-10,,,',
    ]


def test_every_row_is_answered_and_a_second_time_changes_nothing(fined: tuple[Subject, Record], tmp_path: Path) -> None:
    content = "\n".join([HEADER, *rows(fined)]).encode("gb18030")
    said = report(tmp_path / "a.csv", content)
    assert (said["received"], said["accepted"], said["unchanged"], said["rejected"]) == (12, 2, 0, 10)
    assert {each["row"]: each["code"] for each in said["problems"]} == {
        3: "noted-otherwise",
        4: "code-unknown",
        5: "required-missing",
        6: "date-unreadable",
        7: "date-impossible",
        8: "not-yet",
        9: "not-suspended",
        10: "nothing-contested",
        11: "line-columns",
        12: "line-quotes",
    }
    assert (Proceeding.objects.count(), ProceedingEvent.objects.count()) == (1, 1)
    assert public_records(fined[0].pk) == ()
    again = report(tmp_path / "b.csv", content)
    assert (again["accepted"], again["unchanged"], again["rejected"]) == (0, 2, 10)
    assert (Proceeding.objects.count(), ProceedingEvent.objects.count()) == (1, 1)


def test_lines_of_json_to_the_end_of_the_proceeding(fined: tuple[Subject, Record], tmp_path: Path) -> None:
    filing = {
        "id": str(fined[1].key),
        "kind": "reconsideration",
        "body": "海南省人民政府",
        "reference": "琼府复〔2026〕12号",
        "filed_on": "2026-03-09",
    }
    course = [
        {"act": act, "ruling": str(number), "ruled_on": "2026-04-01"}
        for number, act in enumerate(("suspended", "resumed", "annulled", "suspended"))
    ]
    lines = [json.dumps({**filing, **each}) for each in course] + ["{", ""]
    said = report(tmp_path / "a.jsonl", "\n".join(lines).encode())
    assert [(each["row"], each["code"]) for each in said["problems"]] == [(5, "line-json"), (4, "proceeding-ended")]
    assert said["accepted"] == 3
    assert list(ProceedingEvent.objects.order_by("id").values_list("result", flat=True)) == ["", "", "annulled"]
    assert Record.objects.filter(key=fined[1].key).latest("version").state == "withdrawn"


def test_one_document_of_several_records_is_asked_for_the_record(fined: tuple[Subject, Record], tmp_path: Path) -> None:
    write(draft(fined[0].pk), at=now())
    said = report(tmp_path / "a.csv", "\n".join([HEADER, rows(fined)[0]]).encode())
    assert said["problems"][0]["code"] == "several-acts"
    assert "标识" in said["problems"][0]["remedy"]


def test_what_is_no_table_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name\nx\n", encoding="utf-8")
    done = CliRunner().invoke(app, [str(path), "--json"])
    assert isinstance(done.exception, CommandError)
    assert done.stdout == ""


def test_words_for_people(fined: tuple[Subject, Record], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEADER, *rows(fined)[:3]]), encoding="utf-8")
    said = CliRunner().invoke(app, [str(path)]).stdout
    assert "登记 · accepted: 2" in said
    assert "     3  该案号已经登记" in said
