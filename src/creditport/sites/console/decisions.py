"""`creditport decisions`: make a decision again, ask for one subject or a file, chain decisions into the audit log."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from creditport.consequences.decisions.actions import (
    Decided,
    Done,
    Question,
    decide,
    decide_many,
    seal_decisions,
)
from creditport.consequences.decisions.deciding import BUCKETS
from creditport.consequences.decisions.queries import Replay, replay
from creditport.consequences.measures.queries import UnknownRulesError
from creditport.consequences.measures.tasks import have_rules
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM
from creditport.sites.console.errors import CommandError

app = typer.Typer(no_args_is_help=True, help="信用核查决定 · Decisions: what applied to whom, and why.")
_out = Console(highlight=False, soft_wrap=True)

Scenario = Annotated[str, typer.Option(help="应用场景 · Scenario, such as public-resource-trading")]
Purpose = Annotated[str, typer.Option(help="查询目的 · Purpose, such as credit-check")]
Case = Annotated[str, typer.Option(help="业务编号 · Number of your own case")]
_NOTHING = ("",) * len(BUCKETS)
_IN_MEMORY = 8 * 1024 * 1024
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.callback()
def _with_rules() -> None:
    have_rules()


@app.command("replay")
def replay_decision(decision: str, as_json: AsJson = False) -> None:
    """Make a decision again from the facts and rules of its moment; ends with 1 if the answer is another."""
    result = _replayed(decision)
    _out.print(_as_json(result) if as_json else _as_text(result), markup=False)
    raise typer.Exit(0 if result.equal else 1)


@app.command("check")
def check_one(subject: str, scenario: Scenario, purpose: Purpose = "credit-check", case: Case = "") -> None:
    """What applies to the subject with this code; the question and the answer are kept. Prints JSON."""
    question = Question(scenario=scenario, purpose=purpose, case=case)
    decided = decide(actor=SYSTEM, at=now(), subject=subject, question=question)
    _out.print(json.dumps({"decision": str(decided.id), **decided.said}, ensure_ascii=False), markup=False)


@app.command("check-file")
def check_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="每行一个代码 · One code a line")],
    scenario: Scenario,
    purpose: Purpose = "credit-check",
    case: Case = "",
) -> None:
    """The same for a file of many codes; writes one line of CSV for each of them."""
    question = Question(scenario=scenario, purpose=purpose, case=case)
    # Lines wait in a file until the decisions are kept: nobody shall read an answer that was taken back.
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["uscc", "decision", *BUCKETS])
        with _bar() as moved:

            def told(decided: Sequence[Decided], done: Done) -> None:
                writer.writerows(map(_line, decided))
                moved(done)

            checked = decide_many(actor=SYSTEM, at=now(), subjects=_codes(file), question=question, told=told)
        writer.writerows([code, "", *("" for _ in BUCKETS)] for code in checked.unknown)
        lines.seek(0)
        copyfileobj(lines, sys.stdout)


def _line(decided: Decided) -> list[str]:
    applies = decided.answer.applies
    named = (" ".join(each.measure for each in applies if each.effect == effect) for effect in BUCKETS)
    return [decided.uscc, str(decided.id), *(named if applies else _NOTHING)]


@contextmanager
def _bar() -> Iterator[Callable[[Done], None]]:
    """How far a file is, on standard error."""
    columns = (TextColumn("信用核查 · Checking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done: progress.update(task, completed=done.codes, total=done.of)


@app.command("seal")
def seal() -> None:
    """Chain the decisions made since the last seal into the audit log."""
    sealed = seal_decisions(actor=SYSTEM, at=now())
    _out.print(f"已封存 · Sealed: {sealed.decisions} {sealed.digest}")


def _codes(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8-sig") as lines:
        for line in lines:
            if code := line.strip().split(",")[0].strip().upper():
                yield code


def _replayed(decision: str) -> Replay:
    try:
        result = replay(UUID(decision), on=civil_day(now()))
    except ValueError:
        result = None
    except UnknownRulesError as missing:
        raise CommandError(
            zh=f"没有保存第 {missing} 版规则，无法重做该决定", en=f"the rules of version {missing} are not kept"
        ) from None
    if result is None:
        raise CommandError(zh=f"没有编号为 {decision} 的决定", en=f"there is no decision {decision}")
    return result


def _as_json(result: Replay) -> str:
    return json.dumps(
        {
            "decision": str(result.decision),
            "equal": result.equal,
            "facts_equal": result.facts_equal,
            "answer_equal": result.answer_equal,
            "rules": result.rules,
            "rules_today": result.rules_today,
            "differs_today": [
                {"measure": each.measure, "then": each.then, "today": each.today} for each in result.differs_today
            ],
        }
    )


def _as_text(result: Replay) -> str:
    zh = "一致" if result.equal else "不一致"
    en = "the same" if result.equal else "different"
    lines = [f"按当时的事实和规则重做：{zh} · Made again from its facts and rules: {en}"]
    lines += [f"  {each.measure}: {each.then or '—'} → {each.today or '—'}" for each in result.differs_today]
    if not result.differs_today:
        lines.append("今天结论相同 · Today says the same")
    return "\n".join(lines)
