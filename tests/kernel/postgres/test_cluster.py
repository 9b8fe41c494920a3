"""The embedded server: reached by nobody else, shared by processes, gone with the last of them."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from creditport.kernel.postgres import binaries, cluster
from creditport.kernel.postgres.account import server_account
from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.establishing import superuser_url
from creditport.kernel.postgres.layout import SOCKET_PATH_LIMIT, Layout

AS_ROOT = os.geteuid() == 0
USER = """
import sys, time
from pathlib import Path
from creditport.kernel.postgres.cluster import ensure_running
print(ensure_running(Path(sys.argv[1]), throwaway=True), flush=True)
time.sleep(600)
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    cluster.release(tmp_path / "home")
    cluster.stop(tmp_path / "home")


def server_processes(home: Path) -> list[int]:
    """Every process of this home's server, keeper included."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            inside = Path(entry / "cwd").resolve() == (home / "postgres" / "data").resolve()
            keeps = (
                str(home).encode() in (entry / "cmdline").read_bytes() and b"keeper" in (entry / "cmdline").read_bytes()
            )
        except OSError:
            continue
        if inside or keeps:
            found.append(int(entry.name))
    return found


def until(condition: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])


def start_user(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the server."""
    user = subprocess.Popen([sys.executable, "-c", USER, str(home)], stdout=subprocess.PIPE, text=True)
    assert user.stdout is not None
    assert user.stdout.readline().startswith("postgresql://")
    return user


def test_it_answers_in_utf8_and_splits_chinese_into_trigrams(home: Path) -> None:
    with psycopg.connect(cluster.ensure_running(home, throwaway=True)) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute(
            "SELECT current_setting('server_encoding'), cardinality(show_trgm('海南科技'))"
        ).fetchone()
    assert row == ("UTF8", 5)


def test_the_application_is_no_superuser(home: Path) -> None:
    with psycopg.connect(cluster.ensure_running(home, throwaway=True)) as connection:
        row = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == ("creditport", False, False)


def test_nobody_gets_in_without_the_password(home: Path) -> None:
    url = cluster.ensure_running(home, throwaway=True)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace("creditport:", "creditport:wrong", 1))
    with psycopg.connect(superuser_url(Layout(home))) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW password_encryption").fetchone() == ("scram-sha-256",)


def test_what_it_keeps_is_closed_to_others(home: Path) -> None:
    cluster.ensure_running(home, throwaway=True)
    layout = Layout(home)
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (layout.data, layout.run, layout.url, layout.superuser)
    }
    assert modes == {"data": 0o700, "run": 0o700, "url": 0o600, "superuser": 0o600}


@pytest.mark.skipif(not AS_ROOT, reason="only root changes users")
def test_root_gives_it_a_user_of_its_own_even_under_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    try:
        cluster.ensure_running(home, throwaway=True)
        assert Path(f"/proc/{postmaster(home)}").stat().st_uid == server_account(home / "postgres" / "data").uid
        assert Path(f"/proc/{postmaster(home)}").stat().st_uid not in {0, 65534}
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        cluster.release(home)
    assert server_processes(home) == []


@pytest.mark.skipif(not AS_ROOT, reason="only root changes users")
def test_programs_that_its_user_cannot_read_are_copied_to_a_place_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(binaries.wheel_folder(), closed / "pginstall", symlinks=True)
    monkeypatch.setattr(binaries, "wheel_folder", lambda: closed / "pginstall")
    layout = Layout(tmp_path / "home")
    try:
        found = binaries.usable_binaries(layout, server_account(layout.data))
        assert found.root == layout.outside / "software"
        assert binaries.major_version(found) == 18
    finally:
        shutil.rmtree(layout.outside)


def test_a_long_path_gets_a_short_one_for_its_socket(tmp_path: Path) -> None:
    home = tmp_path / ("x" * 100)
    try:
        url = cluster.ensure_running(home, throwaway=True)
        assert len(str(Layout(home).run)) < SOCKET_PATH_LIMIT
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        cluster.release(home)
    assert not Layout(home).outside.exists()


def test_the_last_one_out_ends_it(home: Path) -> None:
    user = start_user(home)
    cluster.ensure_running(home, throwaway=True)
    user.kill()
    user.wait()
    time.sleep(0.5)
    assert cluster.is_running(home)
    cluster.release(home)
    assert server_processes(home) == []


def test_a_killed_user_leaves_no_process_behind(home: Path) -> None:
    user = start_user(home)
    user.kill()
    user.wait()
    until(lambda: server_processes(home) == [])


def test_a_killed_server_comes_back_with_what_it_acknowledged(home: Path) -> None:
    url = cluster.ensure_running(home)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed = postmaster(home)
    os.kill(killed, signal.SIGKILL)
    begun = time.monotonic()

    def back() -> bool:
        try:
            with psycopg.connect(url) as connection:
                return connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        except psycopg.OperationalError:
            return False

    until(back)
    assert time.monotonic() - begun < 10
    assert postmaster(home) != killed


def test_a_killed_keeper_takes_its_server_along_and_is_replaced(home: Path) -> None:
    cluster.ensure_running(home, throwaway=True)
    os.kill(int(Layout(home).keeper_lock.read_text()), signal.SIGKILL)
    until(lambda: server_processes(home) == [])
    with psycopg.connect(cluster.ensure_running(home, throwaway=True)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_stale_pid_file_that_names_another_process_is_dropped(home: Path) -> None:
    cluster.ensure_running(home, throwaway=True)
    cluster.release(home)
    (home / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with psycopg.connect(cluster.ensure_running(home, throwaway=True)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_another_major_version_is_refused_untouched(home: Path) -> None:
    cluster.ensure_running(home, throwaway=True)
    cluster.release(home)
    version = home / "postgres" / "data" / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(PostgresError, match="made by PostgreSQL 15") as refused:
        cluster.ensure_running(home, throwaway=True)
    assert "PostgreSQL 15" in refused.value.zh
    assert version.read_text() == "15\n"


def test_it_stays_without_users_when_asked_to(home: Path) -> None:
    cluster.stay(home)
    cluster.release(home)
    time.sleep(0.5)
    assert cluster.is_running(home)
    assert cluster.stop(home)
    assert server_processes(home) == []
