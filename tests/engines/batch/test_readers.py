"""Files as agencies send them: every line is a row or is accounted for."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from creditport.engines.batch import tables
from creditport.engines.batch.readers import open_table
from creditport.engines.batch.tables import LONGEST_LINE, BadLine, LineFault, TableFault, TableFaultError

KNOWN = {"名称", "代码", "日期", "备注"}
HEADER = "名称,代码,日期,备注\n"
DAY = datetime(2022, 5, 16)  # noqa: DTZ001 - a sheet knows no time zone


@dataclass(frozen=True)
class Read:
    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    bad: list[BadLine]
    blank: int
    hidden: int
    formulas: int


def read(path: Path, folder: Path) -> Read:
    table = open_table(path, KNOWN.__contains__)
    rows: list[tuple[int, list[str]]] = []
    bad: list[BadLine] = []
    for part in table.parts(folder):
        bad += part.bad
        with part.path.open(encoding="utf-8", newline="") as file:
            rows += [(int(row[0]), row[1:]) for row in csv.reader(file)]
    tally = table.tally
    assert (tally.rows, tally.bad) == (len(rows), len(bad))
    return Read(table.header.cells, rows, bad, tally.blank, tally.hidden, tally.formulas)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_separators_and_line_ends(tmp_path: Path, encoding: str, separator: str, ending: str) -> None:
    lines = [["名称", "代码", "日期", "备注"], ["海南𠮷公司", "1", "2022", "㐀"], ["乙", "2", "2023", ""]]
    text = ending.join(separator.join(line) for line in lines) + ending
    found = read(written(tmp_path, text.encode(encoding)), tmp_path)
    assert found.header == ("名称", "代码", "日期", "备注")
    assert found.rows == [(1, ["海南𠮷公司", "1", "2022", "㐀"]), (2, ["乙", "2", "2023", ""])]
    assert found.bad == []


def test_malformed_lines_are_bad_lines_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = (
        HEADER + '甲,1,2,3\n乙,1,2\n丙,1,2,3,4\n"丁,1,2,3\n戊,1,2,3\n"己,己",1,2,3\n\n庚,"多\n行",2,3\n辛,a"b"c,2,3\n'
    )
    found = read(written(tmp_path, text.encode()), tmp_path)
    assert [(line.number, line.fault, line.found) for line in found.bad] == [
        (2, LineFault.COLUMNS, 3),
        (3, LineFault.COLUMNS, 5),
        (4, LineFault.QUOTES, 0),
    ]
    assert found.rows == [
        (1, ["甲", "1", "2", "3"]),
        (5, ["戊", "1", "2", "3"]),
        (6, ["己,己", "1", "2", "3"]),
        (8, ["庚", "多\n行", "2", "3"]),
        (9, ["辛", 'a"b"c', "2", "3"]),
    ]
    assert found.blank == 1


def test_a_quote_that_never_closes_spoils_its_own_line_only(tmp_path: Path) -> None:
    rows = "".join(f"公司{n},{n},2,3\n" for n in range(500))
    found = read(written(tmp_path, (HEADER + '"破,1,2,3\n' + rows).encode()), tmp_path)
    assert [(line.number, line.fault) for line in found.bad] == [(1, LineFault.QUOTES)]
    assert [number for number, _ in found.rows] == list(range(2, 502))


def test_bytes_that_are_no_characters(tmp_path: Path) -> None:
    rows = "".join(f"公司{n},{n},2,3\n" for n in range(300)).encode()
    found = read(written(tmp_path, HEADER.encode() + b"\xff\xfe\xfa,1,2,3\n" + rows), tmp_path)
    assert [(line.number, line.fault) for line in found.bad] == [(1, LineFault.ENCODING)]
    assert len(found.rows) == 300


def test_header_below_a_title(tmp_path: Path) -> None:
    found = read(written(tmp_path, ("行政处罚信息表,,,\n" + HEADER + "甲,1,2,3\n").encode()), tmp_path)
    assert found.rows == [(1, ["甲", "1", "2", "3"])]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", TableFault.EMPTY),
        (b"\n\n \n", TableFault.EMPTY),
        (b"hello\nworld\n", TableFault.NOT_A_TABLE),
        (b"%PDF-1.7 ...", TableFault.NOT_A_TABLE),
        (b"\x00\x01\x02\x03" * 400, TableFault.NOT_A_TABLE),
        (b"PK\x03\x04 broken", TableFault.BROKEN),
        (bytes(range(128, 256)) * 20, TableFault.ENCODING),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, fault: TableFault) -> None:
    with pytest.raises(TableFaultError) as refused:
        read(written(tmp_path, content), tmp_path)
    assert refused.value.fault is fault


TOO_LONG = "违" * (LONGEST_LINE // 3 + 1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("times", [1, 20])  # within one chunk of the file, and over many
def test_a_line_that_is_too_long_spoils_itself_only(tmp_path: Path, encoding: str, ending: str, times: int) -> None:
    lines = ["名称,代码,日期,备注", "甲,1,2,3", f"{TOO_LONG * times},1,2,3", "乙,1,2,3", TOO_LONG * times]
    found = read(written(tmp_path, ending.join(lines).encode(encoding)), tmp_path)
    assert found.rows == [(1, ["甲", "1", "2", "3"]), (3, ["乙", "1", "2", "3"])]
    assert [(line.number, line.fault, line.text[:3]) for line in found.bad] == [
        (2, LineFault.LONG, "违违违"),
        (4, LineFault.LONG, "违违违"),
    ]


def test_json_that_is_too_long_or_too_deep(tmp_path: Path) -> None:
    deep = "[" * 400 + "]" * 400
    lines = ['{"名称":"甲"}', f'{{"名称":"{TOO_LONG}"}}', f'{{"名称":{deep}}}', '{"名称":[["乙"],"丙"]}']
    found = read(written(tmp_path, "\n".join(lines).encode()), tmp_path)
    assert found.rows == [(1, ["甲"]), (4, ['["乙"];丙'])]
    assert [(line.number, line.fault) for line in found.bad] == [(2, LineFault.LONG), (3, LineFault.JSON)]


def test_json_lines_with_too_many_keys_are_refused(tmp_path: Path) -> None:
    lines = "".join(f'{{"名称":"甲","k{number}":1}}\n' for number in range(600))
    with pytest.raises(TableFaultError) as refused:
        read(written(tmp_path, lines.encode()), tmp_path)
    assert refused.value.fault is TableFault.TOO_LARGE


def test_a_row_of_a_workbook_that_is_too_long(tmp_path: Path) -> None:
    texts = "".join(f'<c t="inlineStr"><is><t>{TOO_LONG}</t></is></c>' for _ in range(2))
    rows = [f'<row><c t="inlineStr"><is><t>{text}</t></is></c>{more}</row>' for text, more in
            (("名称", ""), ("甲", texts), ("乙", ""))]  # fmt: skip
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    head = '<c t="inlineStr"><is><t>代码</t></is></c><c t="inlineStr"><is><t>备注</t></is></c>'
    sheet = sheet.replace("</row>", head + "</row>", 1)
    found = read(written(tmp_path, _with_sheet(workbook([["名称"]]), sheet.encode())), tmp_path)
    assert found.rows == [(2, ["乙", "", ""])]
    assert [(line.number, line.fault, line.text[:3]) for line in found.bad] == [(1, LineFault.LONG, "甲,违")]


def test_bad_lines_come_in_parts_of_a_bounded_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PART_BYTES", 100_000)
    table = open_table(written(tmp_path, (HEADER + "a,b\n" * 2000).encode()), KNOWN.__contains__)
    parts = list(table.parts(tmp_path))
    assert max(len(part.bad) for part in parts) < 200
    assert [line.number for part in parts for line in part.bad] == list(range(1, 2001))
    assert table.tally.bad == 2000


def test_json_lines(tmp_path: Path) -> None:
    text = '{"名称":"甲","代码":1,"备注":["a","b"]}\n{"名称":"乙"\n\n[1]\n{"代码":"2","日期":null,"名称":"丙"}\n'
    found = read(written(tmp_path, text.encode()), tmp_path)
    assert found.header == ("名称", "代码", "备注", "日期")
    assert found.rows == [(1, ["甲", "1", "a;b", ""]), (5, ["丙", "2", "", ""])]
    assert [(line.number, line.fault) for line in found.bad] == [(2, LineFault.JSON), (4, LineFault.JSON)]
    assert found.blank == 1


def workbook(rows: list[list[object]], *, epoch_1904: bool = False, hidden: tuple[int, ...] = ()) -> bytes:
    book = Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook_cells_read_as_typed(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["名称", "代码", "日期", "备注"],
        ["甲", 20220516, DAY, 0.03],
        [None, None, None, None],
        ["乙", "007", date(2022, 5, 17), "=cmd|' /C calc'!A0"],
    ]
    found = read(written(tmp_path, workbook(rows, hidden=(2,))), tmp_path)
    assert found.rows[0] == (1, ["甲", "20220516", "2022-05-16", "0.03"])
    assert (found.rows[1][0], found.rows[1][1][:3]) == (3, ["乙", "007", "2022-05-17"])
    assert (found.blank, found.hidden, found.formulas) == (1, 1, 1)


def test_days_of_1904_workbooks(tmp_path: Path) -> None:
    rows: list[list[object]] = [["名称", "日期"], ["甲", DAY]]
    assert read(written(tmp_path, workbook(rows, epoch_1904=True)), tmp_path).rows == [(1, ["甲", "2022-05-16"])]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _with_sheet(book: bytes, sheet: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = sheet if entry.filename == "xl/worksheets/sheet1.xml" else source.read(entry)
            target.writestr(entry.filename, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1">' + b" " * (300 * 1024 * 1024) + b"</row>",
    ],
    ids=["far corner", "zip bomb"],
)
def test_workbooks_that_unfold_too_far_are_refused(tmp_path: Path, body: bytes) -> None:
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN.encode(), body)
    content = _with_sheet(workbook([["名称"]]), sheet)
    with pytest.raises(TableFaultError) as refused:
        read(written(tmp_path, content), tmp_path)
    assert refused.value.fault is TableFault.TOO_LARGE


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffd"), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(TEXTS, min_size=4, max_size=4), max_size=30))
def test_any_well_formed_file_comes_back_whole(tmp_path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["名称", "代码", "日期", "备注"], *rows])
    found = read(written(tmp_path, out.getvalue().encode()), tmp_path)
    kept = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    assert found.rows == kept
    assert found.bad == []
    assert found.blank == len(rows) - len(kept)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text('ab,"\n公', max_size=20), max_size=30))
def test_any_bytes_are_accounted_for(tmp_path: Path, lines: list[str]) -> None:
    content = (HEADER + "\n".join(lines) + "\n").encode()
    found = read(written(tmp_path, content), tmp_path)
    numbers = sorted([number for number, _ in found.rows] + [line.number for line in found.bad])
    last = len(found.rows) + len(found.bad) + found.blank
    assert len(set(numbers)) == len(numbers)
    assert all(1 <= number <= last for number in numbers)
