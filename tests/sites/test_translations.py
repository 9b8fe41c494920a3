"""Chinese texts: complete, and the same English has the same Chinese wherever it stands (the files are merged)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "creditport"
FILES = sorted(SOURCE.glob("**/locale/zh_Hans/LC_MESSAGES/django.po"))
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="zh_Hans") if message.id]


def english(message: Message) -> tuple[str, str]:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def chinese(message: Message) -> str:
    string = message.string or ""
    return string if isinstance(string, str) else string[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-5])
def test_every_text_has_its_chinese(path: Path) -> None:
    assert [english(message) for message in messages(path) if not chinese(message)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-5])
def test_the_places_for_values_are_the_same(path: Path) -> None:
    differing = [
        english(message)
        for message in messages(path)
        if set(PLACES.findall(english(message)[1])) != set(PLACES.findall(chinese(message)))
    ]
    assert differing == []


def test_one_english_text_has_one_chinese_text() -> None:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in FILES:
        for message in messages(path):
            found[english(message)].add(chinese(message))
    assert {key: texts for key, texts in found.items() if len(texts) > 1} == {}
