"""Sample sign-ins of the demo: one person for each role, with passwords of this installation alone."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from creditport.kernel.identity.actions import create_staff, open_account, reset_password
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User


@dataclass(frozen=True, slots=True)
class SignIn:
    """What is printed for a visitor of the demo."""

    username: str
    password: str
    name: str
    role: Role | None  # None: acts for a business, by a mandate
    agency: str | None


_PEOPLE = (
    ("lin.xiaomei", "林晓梅", Role.REPORTER, "hainan-market-regulation"),
    ("zhou.li", "周立", Role.AGENCY_MANAGER, "hainan-market-regulation"),
    ("wu.haisheng", "吴海生", Role.PLATFORM_OPERATOR, None),
    ("chen.jing", "陈静", Role.AUDITOR, None),
    ("wang.zhiqiang", "王志强", None, None),
    ("yehai.fudao", "海口椰海信用服务中心", None, None),
)


def sample_sign_ins(path: Path) -> tuple[SignIn, ...]:
    """The sign-ins of this installation; the passwords are made at the first call and kept, readable by us alone."""
    passwords = dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
    missing = [username for username, *_rest in _PEOPLE if username not in passwords]
    if missing:
        passwords |= {username: f"Yefeng-{secrets.token_hex(4)}" for username in missing}
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(passwords, file)
    return tuple(SignIn(username, passwords[username], name, role, agency) for username, name, role, agency in _PEOPLE)


def have_accounts(sign_ins: Sequence[SignIn], at: datetime) -> None:
    """Make the accounts that are missing; give those that exist the printed password."""
    known = {user.username: user for user in User.objects.filter(username__in=[each.username for each in sign_ins])}
    for each in sign_ins:
        if each.username not in known and each.role is None:
            open_account(actor=SYSTEM, at=at, username=each.username, name=each.name, password=each.password)
        elif each.username not in known and each.role is not None:
            create_staff(
                actor=SYSTEM,
                at=at,
                username=each.username,
                name=each.name,
                role=each.role,
                agency=each.agency,
                password=each.password,
            )
        elif not known[each.username].check_password(each.password):
            reset_password(actor=SYSTEM, at=at, username=each.username, password=each.password)
