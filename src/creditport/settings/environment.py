"""Typed readers of the environment. A wrong value stops the start and says what to write instead."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from creditport.kernel.postgres.location import installation_home


class SettingError(Exception):
    """A setting has a value that cannot be used."""


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    lowered = raw.lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is {raw!r}: write 1 or 0")


def one_of(name: str, default: str, choices: Collection[str]) -> str:
    """One of the choices, in capitals."""
    raw = (os.environ.get(name) or default).upper()
    if raw not in choices:
        raise SettingError(f"{name} is {raw!r}: write one of {', '.join(choices)}")
    return raw


def number(name: str, default: int) -> int:
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        return int(raw)
    except ValueError:
        raise SettingError(f"{name} is {raw!r}: write a whole number") from None


def home() -> Path:
    """`CREDITPORT_HOME`: the folder that holds all state."""
    return installation_home()
