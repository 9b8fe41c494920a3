"""A step of a pipeline in its own thread: in order, bounded, its errors raised where its results are used."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from creditport.engines.batch.ahead import ahead, side_by_side


def test_results_come_in_order() -> None:
    with ahead(lambda: range(100), depth=3) as results:
        assert list(results) == list(range(100))


def test_an_error_is_raised_after_the_results_before_it() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    with ahead(failing) as results:
        assert next(results) == 1
        with pytest.raises(ValueError, match="broken"):
            next(results)


def test_leaving_early_ends_the_thread() -> None:
    made: list[int] = []

    def endless() -> Iterator[int]:
        number = 0
        while True:
            made.append(number)
            yield number
            number += 1

    before = threading.active_count()
    with ahead(endless) as results:
        assert next(results) == 0
    assert threading.active_count() == before
    assert len(made) < 10


def test_tasks_side_by_side_come_back_in_order() -> None:
    both = threading.Barrier(2, timeout=10)

    def task(number: int) -> int:
        both.wait()  # passes only if two tasks are at work
        return number

    assert list(side_by_side((partial(task, number) for number in range(10)), 2)) == list(range(10))
