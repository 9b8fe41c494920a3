"""Invented persons whose numbers and names are sent through every channel and column, and files that carry them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Canary:
    """A person that exists in this trial only."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One file: which way it went and who is in it."""

    way: str
    content: bytes
    canaries: tuple[Canary, ...]
    item: str = "penalty"


class Aviary:
    """Makes canaries, each used once, and the files that carry them."""

    def __init__(self) -> None:
        self.made: list[Canary] = []

    def one(self) -> Canary:
        place = len(self.made)
        name = _FAMILIES[place % 8] + _GIVEN[place // 8 % 8] + _GIVEN[(place * 3 + 1) % 8] + _GIVEN[place % 7]
        self.made.append(Canary(name, resident_number(100 + place)))
        return self.made[-1]

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
        yield from self._well_sent()
        yield from self._wrong_columns()
        yield from self._bad_lines()

    def _well_sent(self) -> Iterator[Sent]:
        birds = [self.one() for _ in range(4)]
        rows = [self.person(bird) for bird in birds]
        yield Sent("csv", personal_file(rows[:1]), (birds[0],))
        yield Sent("gb18030", personal_file(rows[1:2]).decode().encode("gb18030"), (birds[1],))
        yield Sent("xlsx", personal_workbook(rows[2:3]), (birds[2],))
        yield Sent("jsonl", lines(rows[3:4]), (birds[3],))
        faulty, doubled, boss = self.one(), self.one(), self.one()
        yield Sent("a faulty row", personal_file([self.person(faulty, decided_on="2031-01-01")]), (faulty,))
        yield Sent("a name in doubt", personal_file([self.person(doubled, party_name=f"{doubled.name}，")]), (doubled,))
        company = {"legal_representative": boss.name, "legal_representative_document_number": boss.number}
        yield Sent("a legal representative", personal_file([{**company, "document_number": "法人1号"}]), (boss,))

    def _wrong_columns(self) -> Iterator[Sent]:
        text = ("party_code", "party_name", "document_number", "facts", "note", "penalty_content", "case_title")
        for field in (
            *text,
            "legal_basis",
            "violation_type",
            "agency_code",
            "source_code",
            "categories",
            "fine_amount",
        ):
            bird = self.one()
            yield Sent(f"number in {field}", personal_file([{field: bird.number}]), (bird,))
            bird = self.one()
            told = f"当事人{bird.name}（身份证号：{bird.number}）"
            yield Sent(f"number within {field}", personal_file([self.person(bird, **{field: told})]), (bird,))
        bird = self.one()
        yield Sent("lower case x", personal_file([{"facts": f"身份证{bird.number.lower()}。"}]), (bird,))
        bird = self.one()
        unknown = personal_file([{}]).replace(b"\r\n", f",{bird.number}\r\n".encode())
        yield Sent("an unknown column", unknown, (bird,))

    def _bad_lines(self) -> Iterator[Sent]:
        sound = personal_file([{}])
        for way, told in (
            ("too few cells", "{name},{number}\n"),
            ("open quote", '"{name},{number}\n'),
            ("broken quotes", '"a"{name}"b,{number},c"\n'),
            ("wrong bytes", "{name},{number},\udcff\udcfe\n"),
        ):
            bird = self.one()
            line = told.format(name=bird.name, number=bird.number).encode("utf-8", "surrogateescape")
            yield Sent(way, sound + line, (bird,))
        bird = self.one()
        broken = f'{{"{HEADERS["party_name"]}": "{bird.name}", "证件号码": "{bird.number}"\n'.encode()
        yield Sent("broken json", lines([{}]) + broken, (bird,))
        bird = self.one()
        yield Sent("no table at all", f"{bird.name} {bird.number}\n".encode() * 5, (bird,))


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
