"""An installation of a trial's own: its home, its embedded PostgreSQL, its sites and its worker, as processes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests.sites.console.test_serve import COMMAND, answers, free_port, processes

AGENCY = "hainan-market-regulation"
OTHER = "hainan-finance"


class Installation:
    """Served until `end`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.mark = f"CREDITPORT_TEST_MARK={self.port}"
        self.environ = {name: value for name, value in os.environ.items() if name != "CREDITPORT_DATABASE_URL"}
        self.environ |= {"CREDITPORT_HOME": str(home), "CREDITPORT_TEST_MARK": str(self.port)}
        self.run("migrate", "--quiet")
        self.key, self.other_key = self._key(AGENCY), self._key(OTHER)
        self.served = self.start("serve", "--port", str(self.port), "--workers", "2", "--threads", "2")
        until(lambda: answers(self.port) and bool(self.found("console.main work")), 90)

    def _key(self, agency: str) -> str:
        return self.run("keys", "give", "--agency", agency, "--label", "trial").strip().splitlines()[-1]

    def start(self, *words: str, quiet: bool = True) -> subprocess.Popen[str]:
        out = subprocess.DEVNULL if quiet else subprocess.PIPE
        return subprocess.Popen(
            [COMMAND, *words],
            env=self.environ,
            stdout=out,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [COMMAND, *words], env=self.environ, capture_output=True, text=True, timeout=300, check=True
        )
        return done.stdout

    def python(self, code: str) -> str:
        """Run a few lines with this installation's Django."""
        begun = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'creditport.settings.django'; django.setup()"
        done = subprocess.run(
            [sys.executable, "-c", f"{begun}\n{code}"], env=self.environ, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def connect(self) -> psycopg.Connection[tuple[int, ...]]:
        """The database as its owner, without the application."""
        return psycopg.connect((self.home / "postgres" / "url").read_text().strip(), autocommit=True)

    def found(self, part: str) -> list[int]:
        """Numbers of this installation's processes with this in their command, oldest first."""
        return sorted(number for number, command in processes(self.mark).items() if part in command)

    # -- what may be killed ---------------------------------------------------------------------------------------

    def web(self) -> list[int]:
        """The web server: it alone has both the port and the name in its command."""
        return [number for number in self.found("granian") if parent(number) == self.served.pid]

    def web_workers(self) -> list[int]:
        return [number for number in processes(self.mark) if parent(number) in self.web()]

    def worker(self) -> list[int]:
        return self.found("console.main work")

    def postmaster(self) -> list[int]:
        try:
            return [int((self.home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])]
        except (OSError, ValueError, IndexError):
            return []

    def backends(self) -> list[int]:
        """Children of the database server, whatever they do."""
        return [number for number in numbers() if parent(number) in self.postmaster()]

    def kill(self, kind: str, chance: random.Random) -> bool:
        """kill -9 one process of this kind; False if there was none."""
        found: Callable[[], list[int]] = getattr(self, kind)
        there = found()
        if not there:
            return False
        try:
            os.kill(chance.choice(there), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def end(self) -> None:
        self.served.send_signal(signal.SIGTERM)
        try:
            self.served.wait(40)
        finally:
            for number in processes(self.mark):
                os.kill(number, signal.SIGKILL)
            from creditport.kernel.postgres import cluster

            cluster.stop(self.home)


def numbers() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def parent(number: int) -> int:
    """The number of a process's parent; 0 if it is gone."""
    try:
        return int((Path("/proc") / str(number) / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def until(condition: Callable[[], bool], seconds: float) -> float:
    """Wait until something holds; returns how long that took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() < begun + seconds, f"it did not happen within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun
