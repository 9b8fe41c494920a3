"""Files and functions stay small. What is larger is listed with its size, and may only shrink."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.contracts.sources import ROOT, rules, tracked

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_CLASS = 250


def _python() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_400_lines() -> None:
    allowed = rules()["ratchet"]
    long = {}
    for path in _python():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > int(allowed.get(_name(path), LONGEST_FILE)):
            long[_name(path)] = lines
    assert long == {}


def test_no_function_is_longer_than_50_lines_and_no_class_than_250() -> None:
    allowed = rules()["ratchet"]
    long = {}
    for path in _python():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                limit = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
                name = f"{_name(path)}:{node.name}"
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > int(allowed.get(name, limit)):
                    long[name] = lines
    assert long == {}
