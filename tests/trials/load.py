"""Mixed load on an installation: submissions by interface and by command line, and a note of what was acknowledged."""

from __future__ import annotations

import json
import random
import subprocess
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.factories.penalties import penalty_file
from tests.trials.installation import AGENCY, Installation

_LARGE = 4_000  # rows, of more bytes than are applied at once


@dataclass(slots=True)
class Acknowledged:
    """What the platform said it had: by reference, how many rows it said it had written (None: not yet)."""

    written: dict[str, int | None] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)  # answers that are neither a yes nor "try again"


class Load:
    """Sends until `stop`. What is sent by interface is sent again with its key until it is acknowledged."""

    def __init__(self, installation: Installation, chance: random.Random, folder: Path) -> None:
        self.installation = installation
        self.acknowledged = Acknowledged()
        self.ingesting: subprocess.Popen[str] | None = None
        self._chance = chance
        self._folder = folder
        self._number = count(1)
        self._stopped = threading.Event()
        workers = (self._by_interface, self._by_command)
        self._threads = [threading.Thread(target=work, daemon=True) for work in workers]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(120)

    def file(self, rows: int) -> tuple[int, bytes]:
        """A file of so many sound penalties that no other file has, and its number."""
        number = next(self._number)
        return number, penalty_file([{"document_number": f"琼监罚〔2026〕{number}-{row}号"} for row in range(rows)])

    def _by_interface(self) -> None:
        while not self._stopped.is_set():
            rows = _LARGE if self._chance.random() < 0.02 else self._chance.randint(1, 40)
            number, content = self.file(rows)
            while not self.send(number, content) and not self._stopped.wait(0.1):
                pass
            self._stopped.wait(self._chance.uniform(0, 1))

    def send(self, number: int, content: bytes, *, key: str = "") -> bool:
        """One call; True once it is acknowledged (or refused for good, which is noted)."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.installation.port}/api/v1/submissions?item=penalty",
            data=content,
            headers={
                "Authorization": f"Bearer {key or self.installation.key}",
                "Content-Type": "text/csv",
                "Idempotency-Key": f"trial-{number}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                told = json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code < 500:
                self.acknowledged.refused.append(f"{error.code} {error.read()[:300]!r}")
            return error.code < 500
        except (OSError, ValueError, urllib.error.URLError):
            return False
        self.acknowledged.written[told["submission"]] = told["accepted"] if told["state"] == "applied" else None
        return True

    def _by_command(self) -> None:
        while not self._stopped.is_set():
            number, content = self.file(self._chance.randint(1, 200))
            path = self._folder / f"{number}.csv"
            path.write_bytes(content)
            self.ingesting = self.installation.start(
                "ingest", str(path), "--item", "penalty", "--agency", AGENCY, "--json", quiet=False
            )
            out, _ = self.ingesting.communicate(timeout=120)
            if self.ingesting.returncode == 0:
                told = json.loads(out)
                self.acknowledged.written[told["submission"]] = told["accepted"]
            path.unlink()
            self._stopped.wait(self._chance.uniform(0, 4))
