"""What is wrong in a pack: file, line, what it is, why it matters and what to do, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of one pack file. `line` counts from 1; 0 says the file as a whole."""

    file: str
    line: int
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.zh}\n    {self.en}"


class PackFaultsError(Exception):
    """The packs do not load. `faults` names every fault found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.faults)
