"""Sends files as the story's reporter does."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.kernel.clock.clock import SHANGHAI
from tests.factories.people import LIN_XIAOMEI

AT = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
AGENCY = "hainan-market-regulation"
GOOD = {
    "行政相对人名称": "海南椰风贸易有限公司",
    "行政相对人类别": "法人及非法人组织",
    "行政相对人代码_1(统一社会信用代码)": "91460000MA5TAU21X3",
    "法定代表人": "王妦",
    "行政处罚决定书文号": "琼市监处罚〔2026〕15号",
    "违法行为类型": "广告违法行为",
    "违法事实": "当事人在其网店发布含有虚假内容的广告",
    "处罚依据": "《中华人民共和国广告法》第五十五条第一款",
    "处罚类别": "罚款",
    "处罚内容": "罚款20000元",
    "罚款金额（万元）": "2",
    "处罚决定日期": "2026/11/16",
    "处罚机关": "海南省市场监督管理局",
    "处罚机关统一社会信用代码": "11460000MB1526823W",
    "数据来源单位": "海南省市场监督管理局",
    "数据来源单位统一社会信用代码": "11460000MB1526823W",
    "证件类型": "",
    "证件号码": "",
    "案件名称": "",
    "当前状态": "",
    "撤销原因": "",
    "备注": "",
}


def row(**changes: str) -> dict[str, str]:
    """A sound penalty with some cells changed."""
    assert set(changes) <= set(GOOD), set(changes) - set(GOOD)
    return {**GOOD, **changes}


def csv_of(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(GOOD))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def received(content: bytes, *, item: str = "penalty", agency: str = AGENCY, filename: str = "file.csv") -> Submission:
    return receive(
        actor=LIN_XIAOMEI,
        at=AT,
        item=item,
        agency=agency,
        channel=Channel.PAGE,
        filename=filename,
        stream=io.BytesIO(content),
    )


def sent(content: bytes, *, item: str = "penalty", agency: str = AGENCY) -> Submission:
    return apply(actor=LIN_XIAOMEI, at=AT, submission_id=received(content, item=item, agency=agency).id)


def penalties(*rows: dict[str, str]) -> Submission:
    return sent(csv_of(*rows))


def counts(submission: Submission) -> tuple[int | None, ...]:
    """received, accepted, unchanged, warned, rejected, quarantined"""
    s = submission
    return (s.received, s.accepted, s.unchanged, s.warned, s.rejected, s.quarantined)


def codes(submission: Submission) -> list[tuple[int, str, str]]:
    """Row, field and code of each problem."""
    found = RowProblem.objects.filter(submission_id=submission.id).order_by("row_number", "field", "code")
    return list(found.values_list("row_number", "field", "code"))
