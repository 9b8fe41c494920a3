"""Files of penalties as an agency sends them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

HEADERS = {
    "party_name": "行政相对人名称",
    "party_kind": "行政相对人类别",
    "party_code": "行政相对人代码_1(统一社会信用代码)",
    "document_number": "行政处罚决定书文号",
    "violation_type": "违法行为类型",
    "facts": "违法事实",
    "legal_basis": "处罚依据",
    "categories": "处罚类别",
    "penalty_content": "处罚内容",
    "fine_amount": "罚款金额（万元）",
    "decided_on": "处罚决定日期",
    "agency_name": "处罚机关",
    "agency_code": "处罚机关统一社会信用代码",
    "source_name": "数据来源单位",
    "source_code": "数据来源单位统一社会信用代码",
}
SOUND = {
    "party_name": "海南椰风贸易有限公司",
    "party_kind": "法人及非法人组织",
    "party_code": "91460000MA5T3K7X8B",
    "document_number": "琼市监处罚〔2026〕15号",
    "violation_type": "广告违法行为",
    "facts": "当事人在其网店发布含有虚假内容的广告",
    "legal_basis": "《中华人民共和国广告法》第五十五条第一款",
    "categories": "罚款",
    "penalty_content": "罚款20000元",
    "fine_amount": "2",
    "decided_on": "2026-11-16",
    "agency_name": "海南省市场监督管理局",
    "agency_code": "11460000730090124Y",
    "source_name": "海南省市场监督管理局",
    "source_code": "11460000730090124Y",
}


def penalty_file(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A CSV in UTF-8; each row is the sound one with these cells changed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADERS.values())
    for row in rows:
        writer.writerow({**SOUND, **row}[field] for field in HEADERS)
    return text.getvalue().encode("utf-8-sig")
