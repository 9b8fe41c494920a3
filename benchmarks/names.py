"""Two million names of firms, as a province has them: short names of the corpus between places, trades and forms."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa

from creditport.engines.search.grams import duckdb_grams
from creditport.engines.search.initials import register_initials

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "names" / "company_short_names.txt"
_PLACES = ["海南"] * 45 + ["海口"] * 15 + ["三亚"] * 10 + ["海南省"] * 5 + [""] * 9
_PLACES += ["琼海", "文昌", "儋州", "万宁", "澄迈", "陵水", "东方", "洋浦"] * 2
_TRADES = ["科技", "贸易", "实业", "投资", "建筑工程", "旅游", "农业开发", "网络科技", "文化传媒", "商贸", "物业服务"]
_TRADES += ["餐饮管理", "医药", "国际贸易", "房地产开发", "供应链管理", "信息技术", ""]
_FORMS = ["有限公司"] * 70 + ["有限责任公司"] * 6 + ["（有限合伙）"] * 8 + ["合伙企业（有限合伙）"] * 4
_FORMS += ["股份有限公司", "集团有限公司", "专业合作社", "有限公司海口分公司", "有限公司三亚分公司"]
_FORMS += ["工作室", "商行", "经营部", "协会"]
_SYLLABLES = "华海天金宏泰瑞丰盛达鑫源恒诚信德安康利民兴旺嘉禾亿通远航博雅椰风南洋明珠蓝湾绿洲云帆星河"


def made_names(count: int, *, seed: int = 20261124) -> list[str]:
    """That many names, the same in each run; former names are among them."""
    chosen = random.Random(seed)
    shorts = _short_names(chosen)
    pick = chosen.choice
    return [pick(_PLACES) + pick(shorts) + pick(_TRADES) + pick(_FORMS) for _ in range(count)]


def _short_names(chosen: random.Random) -> list[str]:
    if CORPUS.exists():
        return [line for line in CORPUS.read_text(encoding="utf-8-sig").splitlines()[3:] if line]
    return ["".join(chosen.choices(_SYLLABLES, k=chosen.choice((2, 2, 3, 4)))) for _ in range(200_000)]


_COLUMNS = {
    "subjects_subject": "id, kind, uscc, name, county_code, county_source, status, changed_at",
    "subjects_subjectname": "subject_id, name, kind, grams, initials",
}
_FIRST_ID = 500_000_000
FORMER_EACH = 20  # every twentieth name is a former one of the next subject
_INDEXES = ("subjects_name_grams", "subjects_name_normal", "subjects_name_initials")


def fill(url: str, names: list[str], folder: Path) -> None:
    """Put the names into the register of an empty database, indexes after the rows, as a restore does."""
    with psycopg.connect(url) as connection:
        if connection.execute(f"SELECT 1 FROM subjects_subject WHERE id >= {_FIRST_ID} LIMIT 1").fetchone():
            return  # filled by an earlier run
    lines = _lines(names, folder)
    with psycopg.connect(url, autocommit=True) as connection:
        made = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY (%s)", [list(_INDEXES)]
        ).fetchall()
        for name, _ in made:
            connection.execute(f"DROP INDEX {name}")
        for table, columns in _COLUMNS.items():
            _copy(connection, f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)", lines[table])
        for _, definition in made:
            connection.execute(definition)
        for table in _COLUMNS:
            connection.execute(f"VACUUM ANALYZE {table}")


def _copy(connection: psycopg.Connection[tuple[object, ...]], sql: str, lines: Path) -> None:
    with connection.cursor().copy(sql) as copy, lines.open("rb") as file:
        while block := file.read(1 << 20):
            copy.write(block)


def _lines(names: list[str], folder: Path) -> dict[str, Path]:
    """CSV files of subjects (codes that are no real ones) and of their names."""
    session = duckdb.connect()
    register_initials(session)
    session.register("made", pa.table({"id": pa.array(range(_FIRST_ID, _FIRST_ID + len(names))), "name": names}))
    code = "'9146' || lpad(CAST(id % 9973 AS VARCHAR), 4, '0') || lpad(CAST(id AS VARCHAR), 10, '0')"
    pairs = f"'{{' || array_to_string({duckdb_grams('name')}, ',') || '}}'"
    former = f"(id - {_FIRST_ID}) % {FORMER_EACH} = 0"
    bearer = f"CASE WHEN {former} THEN id + 1 ELSE id END, name, CASE WHEN {former} THEN 'former' ELSE 'current' END"
    basics = f"id, 'enterprise', {code}, name, '460100', 'address', 'active', '2026-11-24T09:00:00+08'"
    selected = {
        "subjects_subject": f"{basics} FROM made WHERE NOT ({former})",
        "subjects_subjectname": f"{bearer}, {pairs}, initials(name) FROM made",
    }
    files = {}
    for table, columns in selected.items():
        files[table] = folder / f"{table}.csv"
        session.execute(f"COPY (SELECT {columns}) TO '{files[table]}' (HEADER false)")
    return files
