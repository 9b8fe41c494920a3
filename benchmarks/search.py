"""The search over two million names, through the interface: every class of question with its limit.

Each class is asked one question after the other on one kept connection; then some hot questions ten times each, for
a plan that turns bad after a few executions shows only then. Last, questions of all classes come as users send them:
at random instants, 50 a second (four million a day), whether earlier ones were answered or not.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from benchmarks.figures import Bound, Figure, say, tell
from benchmarks.names import FORMER_EACH, fill, made_names
from benchmarks.serve import served
from creditport.engines.search.initials import initials
from creditport.engines.search.sounds import may_be_meant, syllables
from creditport.engines.search.spelling import normalise

PORT = 8933
COUNT = int(os.environ.get("BENCH_NAMES", "2000000"))
ASKED = 300
A_SECOND, SECONDS = 50, 20
FREQUENT = [
    "海南",
    "科技",
    "有限",
    "公司",
    "海口",
    "三亚",
    "贸易",
    "实业",
    "投资",
    "商贸",
    "管理",
    "有限公司",
    "海南省",
]
HOT = ["海南", "科技", "椰风", "公司", "有限公司", "hnkj", "椰", "9146", "海南椰风实业有限公司", "海" * 30]


class Asker:
    """Questions over one kept connection, timed."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def milliseconds(self, question: str) -> float:
        begun = time.perf_counter()
        self._connection.request("GET", f"/api/v1/subjects?q={quote(question)}&limit=20")
        answer = self._connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1000
        if answer.status != 200 or "items" not in json.loads(body):
            raise SystemExit(f"{question!r} was answered {answer.status}: {body[:200]!r}")
        return took


def _parts(names: list[str], length: int, chosen: random.Random) -> list[str]:
    """Parts of that length out of names, as people type them."""
    spelled = [normalise(name) for name in chosen.sample(names, ASKED * 2)]
    fitting = [name for name in spelled if len(name) > length][:ASKED]
    return [name[place : place + length] for name in fitting for place in [chosen.randrange(len(name) - length)]]


def _chinese(name: str) -> str:
    return "".join(character for character in name if syllables(character))


def _misheard(name: str, chosen: random.Random) -> str:
    """Five characters of a name, one of them another that sounds or looks alike."""
    part = _chinese(name)[1:6]
    place = chosen.randrange(len(part))
    return part[:place] + chosen.choice(may_be_meant(part[place])) + part[place + 1 :]


def _classes(names: list[str]) -> dict[str, list[str]]:
    chosen = random.Random(7)
    some = chosen.sample(names, ASKED)
    characters = sorted({character for name in some for character in normalise(name)})
    return {
        "two characters": _parts(names, 2, chosen),
        "three characters": _parts(names, 3, chosen),
        "four characters": _parts(names, 4, chosen),
        "full name": some,
        "very frequent pairs": FREQUENT * 8,
        "random pairs": ["".join(chosen.choices(characters, k=2)) for _ in range(ASKED)],
        "one character": [name[0] for name in some[:100]],
        "former name": [names[place] for place in chosen.sample(range(0, len(names), FORMER_EACH), ASKED)],
        "a character misheard": [_misheard(name, chosen) for name in some],
        "full pinyin": ["".join(syllables(each)[0] for each in _chinese(name)[:4]) for name in some],
        "pinyin initials": [initials(name)[: chosen.randint(3, 8)] for name in some],
        "code": [f"9146{place % 9973:04d}{500_000_000 + place:010d}"[: chosen.choice((8, 18))] for place in range(100)],
    }


def _figures_of(label: str, times: list[float]) -> list[Figure]:
    ordered = sorted(times)
    half, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99) - 1]
    return [
        tell(Figure(name=f"search, {label}: half under", measured=half, bound=Bound.AT_MOST, limit=5, unit="ms")),
        tell(Figure(name=f"search, {label}: 99 % under", measured=most, bound=Bound.AT_MOST, limit=50, unit="ms")),
    ]


def _hot(ask: Callable[[str], float]) -> Figure:
    worst = max(ask(question) for question in HOT for _ in range(10))
    name = "search, hot questions ten times each: slowest"
    return tell(Figure(name=name, measured=worst, bound=Bound.AT_MOST, limit=50, unit="ms"))


def _as_users_ask(questions: list[str]) -> list[Figure]:
    """Each question at its instant, from many connections; a late answer counts from when it was due."""
    chosen = random.Random(11)
    own = threading.local()

    def ask(due: float, question: str) -> float:
        asker = own.asker = getattr(own, "asker", None) or Asker(PORT)
        asker.milliseconds(question)
        return (time.perf_counter() - due) * 1000

    asked, due = [], time.perf_counter()
    with ThreadPoolExecutor(32) as users:
        for _ in range(A_SECOND * SECONDS):
            due += chosen.expovariate(A_SECOND)
            time.sleep(max(0.0, due - time.perf_counter()))
            asked.append(users.submit(ask, due, chosen.choice(questions)))
    return _figures_of(f"all classes at {A_SECOND} a second", [answer.result() for answer in asked])


def measure(url: str, folder: Path) -> list[Figure]:
    """All figures of the search."""
    begun = time.perf_counter()
    names = made_names(COUNT)
    fill(url, names, folder)
    say(f"{len(names):,} names in {time.perf_counter() - begun:.0f} s")
    os.environ["CREDITPORT_RATE_LIMIT"] = "0"
    serve = [str(Path(sys.executable).parent / "creditport"), "serve", "--port", str(PORT)]
    figures: list[Figure] = []
    with served(serve, PORT, "/healthz"):
        asker = Asker(PORT)
        for question in [*HOT, "耶风"] * 8:  # every process and thread of the server has its connection and its tables
            Asker(PORT).milliseconds(question)
        classes = _classes(names)
        for label, questions in classes.items():
            figures += _figures_of(label, [asker.milliseconds(question) for question in questions])
        figures.append(_hot(asker.milliseconds))
        figures += _as_users_ask([question for questions in classes.values() for question in questions])
    return figures
