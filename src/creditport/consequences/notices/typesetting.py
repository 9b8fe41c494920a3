"""Sets documents as PDF with Typst: layouts from the packs, letters from wheels, nothing of the machine or the net."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from creditport.kernel.packs.registry import packs

_LETTERS = ("cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold")


class LettersMissingError(RuntimeError):
    """The wheels with the letters are not installed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A layout and what it is to say."""

    layout: str
    data: dict[str, Any]


def typeset(sheets: Sequence[Sheet], at: datetime) -> bytes:
    """One PDF of these sheets, each beginning on a page of its own. The same values give the same bytes."""
    texts = [f'#import "/{sheet.layout}": document-of as set-{number}\n' for number, sheet in enumerate(sheets)] + [
        f'#set-{number}(json(bytes(sys.inputs.at("sheet-{number}"))))\n' for number, _ in enumerate(sheets)
    ]
    compiler = typst.Compiler(root=_layouts(packs().version), font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(
        "".join(texts).encode(),
        format="pdf",
        sys_inputs={f"sheet-{n}": json.dumps(sheet.data, ensure_ascii=False) for n, sheet in enumerate(sheets)},
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_letters(name)) for name in _LETTERS]
    )


def _letters(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise LettersMissingError(f"install the wheel {package}: without it no document can be set")
    return Path(found.origin).parent


@lru_cache(maxsize=4)
def _layouts(version: str) -> Path:
    """The layouts of all packs in one folder of this installation, so that they can import each other."""
    home: Path = settings.HOME
    folder = home / "layouts" / version
    if folder.is_dir():
        return folder
    draft = folder.with_name(f"{version}.{secrets.token_hex(4)}")
    draft.mkdir(parents=True)
    for name, text in packs().layouts.items():
        (draft / name).write_text(text, encoding="utf-8")
    try:
        os.rename(draft, folder)  # noqa: PTH104 - another process may have been quicker
    except OSError:
        if not folder.is_dir():
            raise
    return folder
