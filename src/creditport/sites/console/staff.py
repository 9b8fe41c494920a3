"""`creditport staff`: accounts of staff, and the only way to make operators and auditors."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from django.core.exceptions import ValidationError
from rich.console import Console
from rich.table import Table

from creditport.kernel.clock.clock import now
from creditport.kernel.identity import actions
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.queries import staff_managed_by
from creditport.sites.console.errors import CommandError

app = typer.Typer(no_args_is_help=True, help="工作人员账号 · Accounts of staff.")
_out = Console(highlight=False, soft_wrap=True)

Username = Annotated[str, typer.Argument(help="账号名 · Account name")]
Agency = Annotated[str | None, typer.Option(help="机构标识 · Agency id, for reporters and managers")]


def _password(from_input: bool) -> str:
    """Never from the command's own words, which other users of the machine can read."""
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("密码 · Password", hide_input=True, confirmation_prompt=True))


@app.command()
def create(
    username: Username,
    role: Annotated[Role, typer.Option(help="角色 · Role")],
    name: Annotated[str, typer.Option(help="姓名 · Name as colleagues read it")] = "",
    agency: Agency = None,
    password_from_input: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读密码 · Read the password from standard input")
    ] = False,
) -> None:
    """Make an account."""
    password = _password(password_from_input)
    try:
        actions.create_staff(
            actor=SYSTEM, at=now(), username=username, name=name, role=role, agency=agency, password=password
        )
    except actions.StaffError as refused:
        raise CommandError(zh=f"账号未建立：{refused}", en=f"no account was made: {refused}") from None
    except ValidationError as refused:
        said = " ".join(refused.messages)
        raise CommandError(zh=f"密码不合要求：{said}", en=f"the password is too weak: {said}") from None
    _out.print(f"已建立 · Made: {username}")


@app.command()
def role(username: Username, role: Annotated[Role, typer.Argument(help="角色 · Role")], agency: Agency = None) -> None:
    """Give another role or agency."""
    try:
        actions.change_role(actor=SYSTEM, at=now(), username=username, role=role, agency=agency)
    except actions.StaffError as refused:
        raise CommandError(zh=f"角色未改变：{refused}", en=f"the role was not changed: {refused}") from None
    _out.print(f"已改为 · Now: {username} {role.value}")


@app.command()
def suspend(username: Username, reason: Annotated[str, typer.Option(help="原因 · Reason")]) -> None:
    """Close an account at once."""
    actions.suspend_staff(actor=SYSTEM, at=now(), username=username, reason=reason)
    _out.print(f"已停用 · Closed: {username}")


@app.command()
def restore(username: Username) -> None:
    """Open a closed account again."""
    actions.restore_staff(actor=SYSTEM, at=now(), username=username)
    _out.print(f"已恢复 · Open again: {username}")


@app.command("list")
def list_accounts() -> None:
    """Show every account."""
    table = Table("账号 · Account", "姓名 · Name", "角色 · Role", "机构 · Agency", "状态 · State")
    members = staff_managed_by(SYSTEM)
    for member in members:
        state = "启用 · open" if member.active else "停用 · closed"
        table.add_row(member.username, member.name, member.role.value, member.agency, state)
    _out.print(table)
    _out.print(f"{len(members)} / {len(members)}")
