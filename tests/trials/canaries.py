"""Invented persons whose numbers and names are sent through every channel and column, and files that carry them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import orjson

from tests.factories.penalties import HEADERS, SOUND, penalty_file
from tests.trials.hostile import workbook

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FAMILIES = ("钟离", "仉督", "亓官", "濮阳", "澹台", "东门", "羊舌", "微生")
_GIVEN = "歌笙翀嫣骞昶琬珩"
PERSONAL = HEADERS | {
    "person_document_kind": "证件类型",
    "person_document_number": "证件号码",
    "legal_representative": "法定代表人",
    "legal_representative_document_number": "法定代表人证件号码",
    "note": "备注",
    "case_title": "案件名称",
}


def resident_number(sequence: int, *, born: str = "19870412") -> str:
    """A number that no resident has: a region of Hainan that does not exist, with the right check character."""
    body = f"460199{born}{sequence:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def wide(number: str) -> str:
    """The number in full-width characters."""
    return "".join(chr(ord(character) + 0xFEE0) for character in number)


@dataclass(frozen=True, slots=True)
class Canary:
    """A person that exists in this trial only, and the way in which it was sent."""

    way: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One file and who is in it."""

    content: bytes
    canaries: tuple[Canary, ...]
    filename: str = "file"


class Aviary:
    """Makes canaries, each used once, and the files that carry them."""

    def __init__(self) -> None:
        self.made = 0

    def one(self, way: str) -> Canary:
        place = self.made
        self.made += 1
        name = _FAMILIES[place % 8] + _GIVEN[place // 8 % 8] + _GIVEN[(place * 3 + 1) % 8] + _GIVEN[place % 7]
        return Canary(way, name, resident_number(100 + place))

    def person(self, bird: Canary, **changes: str) -> dict[str, str]:
        """A penalty of a natural person, as it should be sent."""
        person = {
            "party_kind": "自然人",
            "party_name": bird.name,
            "party_code": "",
            "person_document_kind": "身份证",
            "person_document_number": bird.number,
            "document_number": f"琼市监处罚〔2026〕{bird.number[-4:-1]}号",
        }
        return person | changes

    def files(self) -> Iterator[Sent]:
        csv, gb18030, xlsx, jsonl = (self.one(way) for way in ("csv", "gb18030", "xlsx", "jsonl"))
        yield Sent(personal_file([self.person(csv)]), (csv,))
        yield Sent(personal_file([self.person(gb18030)]).decode().encode("gb18030"), (gb18030,))
        yield Sent(personal_workbook([self.person(xlsx)]), (xlsx,))
        yield Sent(lines([self.person(jsonl)]), (jsonl,))
        yield self._rows()
        yield from self._bad_lines()
        named, again = self.one("file name"), self.one("file name by interface")
        yield Sent(penalty_file([{}]), (named,), f"{named.number[:6]} {named.number[6:]}处罚.csv")
        yield Sent(penalty_file([{}]), (again,), f"{again.number}.csv")

    def _rows(self) -> Sent:
        """Rows that are faulty, doubtful, or have a number in a column where none belongs."""
        faulty, doubtful, boss, small = (self.one(way) for way in ("faulty", "doubtful", "legal person", "lower case"))
        company = {"legal_representative": boss.name, "legal_representative_document_number": boss.number}
        rows = [
            self.person(faulty, decided_on="2031-01-01"),
            self.person(doubtful, party_name=f"{doubtful.name}，"),
            {**company, "document_number": "法人1号"},
            {"facts": f"身份证{small.number.lower()}。", "document_number": "小写1号"},
        ]
        birds = [faulty, doubtful, boss, small]
        for way, spelled in SPELLINGS.items():
            bird = self.one(way)
            rows.append({"document_number": f"{way}号", "facts": f"当事人身份证号{spelled(bird.number)}，现住海口。"})
            birds.append(bird)
        for way, spelled in WRITTEN.items():
            bird = self.one(way)
            bird = replace(bird, number=spelled(bird.number))
            rows.append({"document_number": f"{way}号", "facts": f"当事人身份证号{bird.number}，现住海口。"})
            birds.append(bird)
        for field in TEXT:
            alone, within = self.one(f"number as {field}"), self.one(f"number within {field}")
            rows.append({"document_number": f"{alone.way}号", field: alone.number})
            told = f"当事人{within.name}（身份证号：{within.number}）"
            rows.append(self.person(within, **{field: told}))
            birds += [alone, within]
        return Sent(personal_file(rows), tuple(birds))

    def _bad_lines(self) -> Iterator[Sent]:
        sound = penalty_file([{}])
        short, torn, split, odd = (self.one(way) for way in ("too few cells", "open quote", "quotes", "wrong bytes"))
        text = f'{short.name},{short.number}\n"a"{split.name}"b,{split.number},c"\n"{torn.name},{torn.number}\n'
        yield Sent(sound + text.encode() + sound, (short, torn, split))
        yield Sent(sound + f"{odd.name},{odd.number},".encode() + b"\xff\xfe\n" + sound * 40, (odd,))
        unknown = self.one("unknown column")
        yield Sent(sound.replace(b"\r\n", f",{unknown.number}\r\n".encode()), (unknown,))
        broken = self.one("broken json")
        line = f'{{"{HEADERS["party_name"]}": "{broken.name}", "证件号码": "{broken.number}"\n'
        yield Sent(lines([{}]) + line.encode(), (broken,))
        loose = self.one("no table")
        yield Sent(f"{loose.name} {loose.number}\n".encode() * 5, (loose,))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "full width": wide,
    "beside letters": lambda number: f"ID{number}号",
    "in quotes": lambda number: f"“{number}”",
}
WRITTEN: dict[str, Callable[[str], str]] = {  # the number itself is written so
    "in groups": lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    "in fours": lambda number: " ".join(number[place : place + 4] for place in range(0, 18, 4)),
    "with hyphens": lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
    "half in full width": lambda number: wide(number[:6]) + number[6:],
    "mistyped": lambda number: number[:17] + ("1" if number[17] == "0" else "0"),
    "of 15 digits": lambda number: number[:6] + number[8:17],
    "of a passport": lambda number: f"（护照E{number[9:17]}）",
}
TEXT = (
    "party_code", "party_name", "document_number", "facts", "note", "penalty_content", "case_title", "legal_basis",
    "violation_type", "agency_code", "source_code", "agency_name", "categories", "fine_amount",
)  # fmt: skip


def personal_file(rows: list[dict[str, str]]) -> bytes:
    """Like `penalty_file`, with the columns of persons."""
    if not any(set(row) - set(HEADERS) for row in rows):
        return penalty_file(rows)
    text = [",".join(PERSONAL.values())]
    text += [",".join(f'"{({**SOUND, **row}).get(field, "")}"' for field in PERSONAL) for row in rows]
    return "\r\n".join([*text, ""]).encode()


def personal_workbook(rows: list[dict[str, str]]) -> bytes:
    filled: list[list[object]] = [[{**SOUND, **row}.get(field, "") for field in PERSONAL] for row in rows]
    return workbook([list(PERSONAL.values()), *filled])


def lines(rows: list[dict[str, str]]) -> bytes:
    return b"".join(
        orjson.dumps({PERSONAL[field]: value for field, value in ({**SOUND, **row}).items()}) + b"\n" for row in rows
    )
