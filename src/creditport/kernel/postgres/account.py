"""The account that runs the embedded PostgreSQL, which refuses to run as root.

A user other than root runs it as himself. Root runs it as a user number of its own that belongs to nobody else (an
account `creditport`, where the machine has one), so that no other daemon shares it as it would share `nobody`.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from creditport.kernel.postgres.errors import PostgresError

_ACCOUNT = "creditport"
_OWN_NUMBER = 60743  # in 60706-61183, which systemd's allocation of user numbers leaves unused
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """User and group number; `switches` says that they differ from those of this process."""

    uid: int
    gid: int
    switches: bool

    def owns(self, path: Path) -> None:
        """Give one folder or file of ours to this account."""
        if self.switches:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def owns_tree(self, path: Path) -> None:
        """Give a folder of ours with all it holds to this account."""
        if self.switches:
            self.owns(path)
            for folder, folders, files in os.walk(path):
                for name in (*folders, *files):
                    self.owns(Path(folder) / name)


def server_account(data: Path) -> Account:
    """Who runs the server: the present owner of an existing cluster, so that a restored one keeps its account."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), switches=False)
    if data.exists() and data.stat().st_uid != 0:
        found = data.stat()
        return Account(uid=found.st_uid, gid=found.st_gid, switches=True)
    try:
        entry = pwd.getpwnam(_ACCOUNT)
    except KeyError:
        return Account(uid=_OWN_NUMBER, gid=_OWN_NUMBER, switches=True)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, switches=True)


def maker_account(server: Account) -> Account:
    """Who runs initdb: it insists on a user with a name, so `nobody` makes the cluster where ours has none."""
    try:
        pwd.getpwuid(server.uid)
    except KeyError:
        if not server.switches:
            raise PostgresError(
                zh=f"用户编号 {server.uid} 没有用户名，PostgreSQL 不能为它建立数据库。请在 /etc/passwd 中登记，"
                "或用 CREDITPORT_DATABASE_URL 指定数据库。",
                en=f"User number {server.uid} has no name, and PostgreSQL makes no database for it. Enter it in "
                "/etc/passwd, or name a database in CREDITPORT_DATABASE_URL.",
            ) from None
        entry = pwd.getpwnam("nobody")
        return Account(uid=entry.pw_uid, gid=entry.pw_gid, switches=True)
    return server


def becoming(account: Account, *, parent_death: signal.Signals) -> Callable[[], None]:
    """What a child runs before its program: become this account, and be told when the parent is gone.

    The order matters: the kernel forgets the parent-death signal when the user changes.
    """
    parent = os.getpid()

    def become() -> None:
        if account.switches:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        die_with_parent(parent_death)
        if os.getppid() != parent:
            os._exit(1)

    return become


def die_with_parent(number: signal.Signals) -> None:
    """Ask the kernel to send this process a signal when its parent is gone."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(number))
