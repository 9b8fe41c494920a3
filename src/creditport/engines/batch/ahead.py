"""Runs the steps of a pipeline in threads of their own, a little ahead of whoever uses their results."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Queue
from time import monotonic
from typing import Generic, TypeVar

Made = TypeVar("Made")
_BEHIND = 10  # as `nice` counts
_PATIENCE = 60.0  # seconds; a step ends with the result it is making


@dataclass(frozen=True, slots=True)
class _Made(Generic[Made]):
    result: Made


@dataclass(frozen=True, slots=True)
class _Ended:
    error: BaseException | None = None


class _Maker(threading.Thread, Generic[Made]):
    """Makes results until there are no more, it fails, or nobody wants them."""

    def __init__(self, make: Callable[[], Iterable[Made]], depth: int) -> None:
        super().__init__(daemon=True)
        self._make = make
        self._unwanted = threading.Event()
        self._made: Queue[_Made[Made] | _Ended] = Queue(depth)

    def run(self) -> None:
        try:
            for result in self._make():
                if self._unwanted.is_set():
                    return
                self._made.put(_Made(result))
        except BaseException as error:
            self._made.put(_Ended(error))
        else:
            self._made.put(_Ended())

    def results(self) -> Iterator[Made]:
        while isinstance(made := self._made.get(), _Made):
            yield made.result
        if made.error is not None:
            raise made.error

    def give_up(self) -> None:
        """Let the thread end, whatever it has made."""
        self._unwanted.set()
        until = monotonic() + _PATIENCE
        while self.is_alive() and monotonic() < until:
            while not self._made.empty():  # it may wait for a place, also after it was told
                self._made.get_nowait()
            self.join(0.01)


@contextmanager
def ahead(make: Callable[[], Iterable[Made]], depth: int = 1) -> Iterator[Iterator[Made]]:
    """The results of `make`, up to `depth` of them made before they are asked for. Its error is raised here.

    Leaving the block ends the thread, also when not all results were used.
    """
    maker = _Maker(make, depth)
    maker.start()
    try:
        yield maker.results()
    finally:
        maker.give_up()


def side_by_side(tasks: Iterable[Callable[[], Made]], threads: int) -> Iterator[Made]:
    """The results of tasks, in the order of the tasks; so many of them are worked on at a time.

    The threads stand behind all others: whoever uses the results, and the database, have the cores first.
    """
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(threads, initializer=_stand_behind) as pool:
        for task in tasks:
            waiting.append(pool.submit(task))
            if len(waiting) >= threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _stand_behind() -> None:
    """Lower the priority of this thread; on Linux alone a thread has one of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _BEHIND)
