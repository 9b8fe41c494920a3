"""Making a new cluster: whole or absent."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from creditport.kernel.postgres.account import Account, becoming, maker_account
from creditport.kernel.postgres.binaries import Binaries, major_version
from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.layout import Layout

SUPERUSER = "postgres"
HERE = "/proc/self/cwd"  # the data folder, reached without rights on the folders above it


def write_private(path: Path, text: str) -> None:
    """Replace a file that only the application may read, in one step."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def make_cluster(layout: Layout, binaries: Binaries, account: Account) -> None:
    """Make the cluster in a folder beside its place and rename it, so that an interrupted attempt leaves nothing."""
    shutil.rmtree(layout.draft, ignore_errors=True)
    layout.draft.mkdir(mode=0o700)
    maker = maker_account(account)
    maker.owns(layout.draft)
    password = secrets.token_urlsafe(24)
    write_private(layout.superuser, password)
    _initdb(layout, binaries, maker, password)
    account.owns_tree(layout.draft)
    layout.draft.rename(layout.data)


def _initdb(layout: Layout, binaries: Binaries, maker: Account, password: str) -> None:
    """Run initdb; the password goes through anonymous memory, never through a file or an argument."""
    memory = os.memfd_create("password")
    os.write(memory, password.encode())
    command = [
        str(binaries.program("initdb")),
        f"--pgdata={HERE}",
        f"--username={SUPERUSER}",
        f"--pwfile=/proc/self/fd/{memory}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--no-sync",
    ]
    try:
        made = subprocess.run(
            command,
            cwd=layout.draft,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            pass_fds=(memory,),
            preexec_fn=becoming(maker, parent_death=signal.SIGKILL),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    finally:
        os.close(memory)
    if made.returncode != 0:
        said = (made.stderr or made.stdout).strip()
        raise PostgresError(
            zh=f"无法在 {layout.root} 建立内置数据库：{said}",
            en=f"The embedded database cannot be made in {layout.root}: {said}",
        )
    subprocess.run(["/bin/sync", "-f", str(layout.draft)], check=False)


def check_version(layout: Layout, binaries: Binaries) -> None:
    """Refuse a cluster made by another major version: it would not start, and must not be touched."""
    made_by = int((layout.data / "PG_VERSION").read_text().strip())
    ours = major_version(binaries)
    if made_by != ours:
        raise PostgresError(
            zh=f"{layout.data} 中的数据由 PostgreSQL {made_by} 建立，而现在的程序是 PostgreSQL {ours}。"
            "数据未作任何改动。"
            f"请用原来的版本导出（pg_dump），把 {layout.root} 改名保存，启动后再导入；见 docs/operations。",
            en=f"The data in {layout.data} were made by PostgreSQL {made_by}, but the programs here are PostgreSQL "
            f"{ours}. Nothing was changed. Dump them with the former version (pg_dump), rename {layout.root}, "
            "start again and restore the dump; see docs/operations.",
        )
