"""A seeded double-publicity penalty file of any size: 20 columns, 5 % of rows with planted faults of 12 kinds.

The oracle says how many rows of each kind were planted, so that a run can be held to it exactly.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from creditport.subjects.identifiers.uscc import check_character

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEADERS = (
    "行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)", "法定代表人", "行政处罚决定书文号",
    "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额（万元）",
    "没收违法所得、没收非法财物的金额（万元）", "处罚决定日期", "处罚有效期", "公示截止期", "处罚机关",
    "处罚机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码", "备注",
)  # fmt: skip
FAULT_KINDS = (
    "name-missing", "check-digit", "person-number", "code-malformed", "date-impossible", "date-future",
    "category-unknown", "fine-missing", "fine-negative", "document-missing", "document-too-long", "duplicate",
)  # fmt: skip
ONE_FAULT_EVERY = 20  # 5 %


@dataclass(frozen=True, slots=True)
class PenaltyFile:
    """The file and what was planted in it."""

    path: Path
    rows: int
    planted: dict[str, int]


def company_codes(number: int, seed: int) -> list[str]:
    """Codes with right check characters, in the old division codes of Hainan's registrars."""
    source = random.Random(seed)
    codes: dict[str, None] = {}
    while len(codes) < number:
        body = "91" + source.choice(("460100", "460200", "469003", "469027", "460300")) + "MA5"
        body += "".join(source.choice(ALPHABET) for _ in range(6))
        codes.setdefault(body + check_character(body))
    return list(codes)


def person_numbers(number: int, seed: int) -> list[str]:
    """Invented resident numbers with right check characters."""
    source = random.Random(seed)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    made = []
    for _ in range(number):
        birth = f"{source.randint(1950, 2005)}{source.randint(1, 12):02d}{source.randint(1, 28):02d}"
        body = f"46000{source.randint(1, 7)}{birth}{source.randint(0, 999):03d}"
        total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
        made.append(body + "10X98765432"[total % 11])
    return made


# A fault is planted in every twentieth row, the kinds take turns; few companies have many records, many have few.
SQL = """
CREATE TABLE base AS
SELECT i,
       CASE WHEN i % 20 = 7 THEN (i // 20) % 12 END AS fault,
       (hash(i * 2654435761) % 1000003) / 1000003.0 AS u
FROM (SELECT range AS i FROM range(getvariable('rows')));
CREATE TABLE drawn AS
SELECT b.*, c.code, c.name, p.number AS person,
       date '2024-01-01' + CAST(hash(i, 1) % 1000 AS INTEGER) AS decided,
       round(0.05 + (hash(i, 2) % 4000) / 100.0, 2) AS fine
FROM base b
JOIN company c ON c.n = CAST(floor(pow(u, 1.8) * getvariable('companies')) AS BIGINT)
LEFT JOIN person p ON b.fault = 2 AND p.n = (b.i // 240) % getvariable('persons')
ORDER BY i;
"""

ROW = """
SELECT
  CASE WHEN fault = 0 THEN '' ELSE name END,
  '法人及非法人组织',
  CASE fault WHEN 1 THEN left(code, 17) || (CASE WHEN right(code, 1) = '0' THEN '1' ELSE '0' END)
             WHEN 2 THEN person WHEN 3 THEN left(code, 12) ELSE code END,
  '王' || chr(CAST(19968 + hash(i, 3) % 3000 AS INTEGER)),
  CASE fault WHEN 9 THEN '' WHEN 10 THEN repeat('琼市监处罚', 40) || i
             ELSE '琼市监处罚〔' || year(decided) || '〕' || i || '号' END,
  ['广告违法行为', '食品安全违法行为', '无照经营', '价格违法行为', '产品质量违法行为'][1 + CAST(hash(i, 4) % 5 AS INTEGER)],
  '经查，当事人于' || strftime(decided - 40, '%Y年%m月%d日') || '在经营场所实施了违法行为，违反了有关法律规定，事实清楚，证据确凿。编号' || i,
  '《中华人民共和国广告法》第五十五条第一款',
  CASE WHEN fault = 6 THEN '罚抄' WHEN fault IN (7, 8) THEN '罚款'
       ELSE ['罚款', '警告', '罚款;没收违法所得', '罚款', '责令停产停业'][1 + CAST(hash(i, 5) % 5 AS INTEGER)] END,
  '罚款' || CAST(fine * 10000 AS INTEGER) || '元，责令改正违法行为',
  CASE fault WHEN 7 THEN '' WHEN 8 THEN '-' || fine ELSE CAST(fine AS VARCHAR) END,
  CASE WHEN coalesce(fault, -1) NOT IN (6, 7, 8) AND hash(i, 5) % 5 = 2 THEN '0.35' ELSE '0' END,
  CASE fault WHEN 4 THEN '2026/02/30' WHEN 5 THEN '2031/05/06' ELSE strftime(decided, '%Y/%m/%d') END,
  '2099/12/31', '', '海南省市场监督管理局', getvariable('agency_code'), '海南省市场监督管理局', getvariable('agency_code'),
  ''
"""


def write_penalty_file(path: Path, *, rows: int, agency_code: str, seed: int = 20261124) -> PenaltyFile:
    """Write the file; a duplicate repeats the row before it to the letter."""
    companies = max(rows // 5, 100)
    with duckdb.connect() as connection:
        codes = company_codes(companies, seed)
        connection.execute("CREATE TABLE company (n BIGINT, code VARCHAR, name VARCHAR)")
        connection.execute(
            "INSERT INTO company SELECT n - 1, code, '海南' || chr(CAST(19968 + hash(n) % 6000 AS INTEGER))"
            " || chr(CAST(19968 + hash(n, 7) % 6000 AS INTEGER)) || '贸易有限公司' || ''"
            " FROM (SELECT unnest(range(1, len($1) + 1)) AS n, unnest($1) AS code)",
            [codes],
        )
        persons = person_numbers(5000, seed)
        connection.execute("CREATE TABLE person (n BIGINT, number VARCHAR)")
        connection.execute(
            "INSERT INTO person SELECT n - 1, number FROM"
            " (SELECT unnest(range(1, len($1) + 1)) AS n, unnest($1) AS number)",
            [persons],
        )
        for name, value in (("rows", rows), ("companies", companies), ("persons", 5000)):
            connection.execute(f"SET VARIABLE {name} = {value}")
        connection.execute(f"SET VARIABLE agency_code = '{agency_code}'")
        for sql in SQL.split(";"):
            if sql.strip():
                connection.execute(sql)
        _write(connection, path)
        planted = dict(
            connection.execute("SELECT fault, count(*) FROM drawn WHERE fault IS NOT NULL GROUP BY 1").fetchall()
        )
    return PenaltyFile(path, rows, {FAULT_KINDS[kind]: number for kind, number in sorted(planted.items())})


def _write(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """A duplicate takes the columns of the row before it; row 7 of each twenty is never the first."""
    connection.execute(
        """CREATE VIEW written AS
           SELECT s.* EXCLUDE (fault), CASE WHEN d.fault = 11 THEN NULL ELSE d.fault END AS fault, d.i AS place
           FROM drawn d JOIN drawn s ON s.i = CASE WHEN d.fault = 11 THEN d.i - 1 ELSE d.i END"""
    )
    body = path.with_suffix(".body")
    connection.execute(
        f"COPY (SELECT * EXCLUDE (place) FROM ({ROW}, place FROM written) AS t ORDER BY place)"
        f" TO '{body}' (HEADER false)"
    )
    with path.open("wb") as target, body.open("rb") as source:
        target.write((",".join(HEADERS) + "\n").encode())
        shutil.copyfileobj(source, target, 1 << 20)
    body.unlink()
