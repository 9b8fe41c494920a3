"""Every write is an act: by whom and when is passed in, and the audit log is told."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from creditport.foundation.records.choices import Cause
from creditport.sites.office.acts import ACT_NAMES
from tests.contracts.sources import PACKAGE

# Public functions of an `actions.py` that are no act of their own, each with its reason.
NO_ACT = {
    "kernel.audit.actions.record_act": "this is the log",
    "engines.cases.actions.announce_opened": "the end of opening a case, which is on record",
    "consequences.decisions.actions.decide": "in a table of its own, sealed into the log",
    "consequences.decisions.actions.decide_by_id": "in the same table, and sealed likewise",
    "kernel.apikeys.actions.note_call": "the memory of a call whose act is on record",
    "consequences.notices.actions.manifest_digest": "a calculation over the notices of a pack",
    "foundation.records.actions.in_turn": "a lock",
    "foundation.exchange.actions.note_reading": "this is a log: who was handed what of the feed",
    "foundation.publicity.actions.count_figures": "derived figures, counted anew; no record changes",
    "subjects.register.actions.flush_names": "care of an index; no name changes",
    "foundation.ingestion.actions.resume": "applies what waits; each application is an act of its own",
}


def _files() -> list[Path]:
    return sorted(PACKAGE.rglob("actions.py"))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _imported(path: Path) -> dict[str, str]:
    """Names that come from another `actions.py`, as full names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name: f"{node.module.removeprefix('creditport.')}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".actions")
        for alias in node.names
    }


def _calls() -> dict[str, set[str]]:
    """Which function of an `actions.py` calls which, by full name."""
    graph: dict[str, set[str]] = {}
    for path in _files():
        module, functions, imported = _module(path), _functions(path), _imported(path)
        for name, node in functions.items():
            called = {
                inner.func.id
                for inner in ast.walk(node)
                if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
            }
            graph[f"{module}.{name}"] = {
                imported.get(each, f"{module}.{each}") for each in called if each in imported or each in functions
            }
    return graph


def _reaches_the_log(name: str, graph: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> bool:
    if name == "kernel.audit.actions.record_act":
        return True
    return any(_reaches_the_log(each, graph, seen | {name}) for each in graph.get(name, set()) - seen)


def _public() -> list[str]:
    return [f"{_module(path)}.{name}" for path in _files() for name in _functions(path) if not name.startswith("_")]


@pytest.mark.parametrize("name", _public())
def test_every_action_is_audited(name: str) -> None:
    assert name in NO_ACT or _reaches_the_log(name, _calls()), "call record_act, or list the function with its reason"


def test_nothing_is_excused_that_does_not_exist() -> None:
    assert set(NO_ACT) - set(_public()) == set()


@pytest.mark.parametrize("path", _files(), ids=_module)
def test_an_act_takes_who_and_when_by_keyword(path: Path) -> None:
    wrong = []
    for name, node in _functions(path).items():
        keywords = {argument.arg for argument in node.args.kwonlyargs}
        if name.startswith("_") or f"{_module(path)}.{name}" in NO_ACT:
            continue
        if node.args.args or node.args.posonlyargs or not {"actor", "at"} <= keywords:
            wrong.append(name)
    assert wrong == []


_ACT = re.compile(r"(?!kernel|engines|subjects|foundation|consequences)[a-z]+(-[a-z]+)*\.(?!csv)[a-z]+(-[a-z]+)*")


def _acts() -> set[str]:
    """Every `topic.verb` in the actions; chapters and files look alike and are left out."""
    found = {f"record.{cause}" for cause in Cause}
    for path in _files():
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
        found |= {text for text in texts if _ACT.fullmatch(text)}
    return found


def test_every_act_has_its_words_for_the_auditor() -> None:
    assert _acts() - set(ACT_NAMES) == set()
