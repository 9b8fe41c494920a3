"""What people read: translated throughout, and never a word that the law has left behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.extract import extract_from_file

from tests.contracts.sources import PACKAGE, ROOT, tracked

_FORBIDDEN = "黑" + "名单"
_KEYWORDS = {"gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "_": None}
_TAG = re.compile(r"""\{%\s*(?:translate|trans)\s+(?:"([^"]+)"|'([^']+)')""")


def _catalogues() -> list[Path]:
    return [path for path in tracked("src/**/*.po") if path.suffix == ".po"]


@pytest.mark.parametrize("path", _catalogues(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_message_is_translated(path: Path) -> None:
    with path.open("rb") as source:
        catalogue = pofile.read_po(source)
    missing = [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)]
    assert missing == []


def _known() -> set[str]:
    known: set[str] = set()
    for path in _catalogues():
        with path.open("rb") as source:
            for message in pofile.read_po(source):
                known.update([message.id] if isinstance(message.id, str) else [str(one) for one in message.id])
    return known


def test_every_text_in_the_code_is_in_a_catalogue() -> None:
    known, missing = _known(), []
    for path in tracked("src/creditport/*.py", "src/creditport/**/*.py"):
        for line, message, _comments, _context in extract_from_file("python", str(path), keywords=_KEYWORDS):
            first = message[0] if isinstance(message, tuple) else message
            if first not in known:
                missing.append(f"{path.relative_to(ROOT)}:{line} {first}")
    assert missing == []


def test_every_text_in_a_template_is_in_a_catalogue() -> None:
    known, missing = _known(), []
    for path in tracked("src/creditport/**/*.html", "src/creditport/**/*.txt"):
        for found in _TAG.finditer(path.read_text(encoding="utf-8")):
            text = found[1] or found[2]
            if text not in known:
                missing.append(f"{path.relative_to(ROOT)} {text}")
    assert missing == []


def test_the_old_word_for_serious_lists_is_nowhere() -> None:
    patterns = ("src/**/*.html", "src/**/*.txt", "src/**/*.po", "src/**/*.py", "frontend/**/*.js", "packs/**/*.yml")
    found = [str(path.relative_to(ROOT)) for path in tracked(*patterns) if _FORBIDDEN in path.read_text("utf-8")]
    assert found == []
