"""One supervisor answers for all processes: they end with it, and a fallen one is started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).parent / "creditport")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """True if a web process answers, whatever it says."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def get(port: int, path: str) -> str:
    """An answer, over a connection of its own."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def processes(mark: str) -> dict[int, str]:
    """Living processes whose environment carries this mark, with their commands."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "environ").read_bytes():
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
    return found


def until(condition: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


class Served:
    """A `creditport serve` of this test."""

    def __init__(self, home: Path, database_url: str, *, by_make: bool = False, workers: int = 1) -> None:
        self.port = free_port()
        self.mark = f"CREDITPORT_TEST_MARK={self.port}"
        command = [COMMAND, "serve", "--port", str(self.port), "--workers", str(workers)]
        if by_make:
            (home / "Makefile").write_text(f"serve:\n\t@exec {' '.join(command)}\n")
            command = ["make", "-s", "-C", str(home), "serve"]
        environ = os.environ | {"CREDITPORT_HOME": str(home), "CREDITPORT_DATABASE_URL": database_url}
        environ |= {"CREDITPORT_TEST_MARK": str(self.port)}
        self.started = subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        until(lambda: answers(self.port) or self.started.poll() is not None)

    def find(self, part: str) -> int:
        """The oldest process of ours with this in its command."""
        return min(number for number, command in processes(self.mark).items() if part in command)

    def end(self, number: signal.Signals) -> int:
        self.started.send_signal(number)
        return self.started.wait(30)

    def clear(self) -> None:
        for number in processes(self.mark):
            os.kill(number, signal.SIGKILL)
        self.started.wait(10)


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all, so that static files are gathered once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def serve(shared_home: Path, database_url: str) -> Iterator[Callable[..., Served]]:
    served: list[Served] = []

    def start(*, by_make: bool = False, workers: int = 1) -> Served:
        served.append(Served(shared_home, database_url, by_make=by_make, workers=workers))
        return served[-1]

    yield start
    for each in served:
        each.clear()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_all_processes(serve: Callable[..., Served], number: signal.Signals) -> None:
    served = serve()
    assert len(processes(served.mark)) >= 4
    assert served.end(number) == 0
    assert processes(served.mark) == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_to_make_alone_ends_all_processes(serve: Callable[..., Served], number: signal.Signals) -> None:
    served = serve(by_make=True)
    served.end(number)
    until(lambda: processes(served.mark) == {})


def test_a_killed_supervisor_takes_its_children_along(serve: Callable[..., Served]) -> None:
    served = serve()
    served.started.kill()
    served.started.wait(10)
    until(lambda: processes(served.mark) == {})


@pytest.mark.parametrize("part", ["granian", "console.main work"])
def test_a_killed_process_is_started_again(serve: Callable[..., Served], part: str) -> None:
    served = serve()
    time.sleep(2)
    killed = served.find(part)
    os.kill(killed, signal.SIGKILL)
    until(lambda: any(part in command and number != killed for number, command in processes(served.mark).items()))
    until(lambda: answers(served.port))


def test_every_web_process_tells_the_figures_of_all(serve: Callable[..., Served], shared_home: Path) -> None:
    served = serve(workers=2)
    calls, folder = 0, shared_home / "metrics" / str(served.port)

    def both_have_answered() -> bool:
        nonlocal calls
        get(served.port, "/api/v1/catalogue")
        calls += 1
        return len(list(folder.glob("counter_*.db"))) == 2 and calls >= 20

    until(both_have_answered)
    line = f'creditport_api_calls_total{{route="list_items",status="200"}} {calls}.0'
    assert all(line in get(served.port, "/metrics") for _ in range(20))


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        environ = os.environ | {"CREDITPORT_HOME": str(tmp_path)}
        said = subprocess.run(
            [COMMAND, "serve", "--port", str(port)], env=environ, capture_output=True, text=True, timeout=60
        )
    assert said.returncode == 1
    assert f"不能在 127.0.0.1:{port} 提供服务" in said.stderr
    assert f"PORT={port + 1}" in said.stderr
    assert "Traceback" not in said.stderr + said.stdout
