"""The command `creditport`. Each group of commands is a file beside this one; it is imported when it is called."""

from __future__ import annotations

import enum
import importlib
import os
import sys
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

PROGRAM = "creditport"


class Needs(enum.Enum):
    """What has to be ready before a group's file is imported."""

    NOTHING = enum.auto()
    DJANGO = enum.auto()
    DATABASE = enum.auto()


@dataclass(frozen=True, slots=True)
class Group:
    """A command or group of commands: its name, what it needs, one line for the list."""

    name: str
    needs: Needs
    about: str

    @property
    def module(self) -> str:
        return f"creditport.sites.console.{self.name.replace('-', '_')}"


GROUPS = (
    Group("demo", Needs.DATABASE, "演示省 · Make and serve the demo province"),
    Group("serve", Needs.NOTHING, "运行网站和后台 · Serve the sites and work in the background"),
    Group("migrate", Needs.DATABASE, "建立或更新数据库结构 · Make or update the database's tables"),
    Group("build", Needs.NOTHING, "编译样式、脚本和译文 · Build styles, scripts and translations"),
    Group("db", Needs.NOTHING, "内置数据库 · The embedded database"),
    Group("packs", Needs.DJANGO, "法规与目录包 · The packs of law and catalogue"),
    Group("ingest", Needs.DATABASE, "报送数据文件 · Send a file of records"),
    Group("publicity", Needs.DATABASE, "公示规则 · Rules of publicity"),
    Group("audit", Needs.DATABASE, "审计日志 · The audit log"),
    Group("staff", Needs.DATABASE, "工作人员账号 · Accounts of staff"),
    Group("keys", Needs.DATABASE, "接口密钥与数据密钥 · Keys of the interface, and those that seal personal data"),
    Group("decisions", Needs.DATABASE, "信用核查决定 · Decisions: what applied to whom, and why"),
    Group("conformity", Needs.DATABASE, "公示一致性核对 · Conformity of what a credit agency shows"),
    Group("proceedings", Needs.DATABASE, "行政复议与行政诉讼 · Proceedings about acts, by file"),
    Group("work", Needs.DATABASE, "后台任务 · Background work alone"),
)


def prepare(needs: Needs) -> None:
    """Have the database running and Django set up, as far as they are needed."""
    if needs is Needs.NOTHING:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
    if needs is Needs.DATABASE:
        importlib.import_module("creditport.sites.console.database").have_database()
    importlib.import_module("django").setup()


class LazyGroup(TyperGroup):
    """Lists all groups without importing any; imports the one that is called."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        return [group.name for group in GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        group = next((group for group in GROUPS if group.name == cmd_name), None)
        if group is None:
            return None
        if self._listing:
            return TyperCommand(group.name, help=group.about)
        only_help = "--help" in sys.argv
        prepare(Needs.DJANGO if only_help and group.needs is Needs.DATABASE else group.needs)
        command = typer.main.get_command(importlib.import_module(group.module).app)
        command.name = group.name
        return command

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self._listing = True
        super().format_help(ctx, formatter)


app = typer.Typer(
    name=PROGRAM,
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="CreditPort 诚信港",
)


@app.callback()
def _creditport() -> None:
    """CreditPort 诚信港: 海南自由贸易港公共信用平台 · the public-credit platform of the Hainan Free Trade Port."""


def run() -> None:
    """Entry of the command: errors are said in both languages; a stack trace only goes to the log."""
    try:
        app(prog_name=PROGRAM)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sys.stderr.write(explain(error) + "\n")
        sys.exit(1)


def explain(error: Exception) -> str:
    """What a person reads when a command fails."""
    zh, en = getattr(error, "zh", None), getattr(error, "en", None)
    if isinstance(zh, str) and isinstance(en, str):
        return f"错误：{zh}\nError: {en}"
    if type(error).__name__ in {"SettingError", "NotPermittedError", "PackFaultsError"}:
        return f"错误 · Error: {error}"
    if type(error).__module__.startswith(("django.db", "psycopg")):
        said = (str(error).strip().splitlines() or [""])[0]
        return f"错误：数据库出错：{said}\nError: the database failed: {said}\n{_kept(error)}"
    return f"错误：程序出现意外问题（{type(error).__name__}）。\nError: something unexpected.\n{_kept(error)}"


def _kept(error: Exception) -> str:
    """Write the trace to a file and say where."""
    path = Path(os.environ.get("CREDITPORT_HOME", "var")) / "log" / "console.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {' '.join(sys.argv)}\n")
            log.writelines(traceback.format_exception(error))
    except OSError:
        return ""
    return f"详情 · Details: {path}"


if __name__ == "__main__":
    run()
