"""What a command says when it cannot go on."""

from __future__ import annotations


class CommandError(Exception):
    """A command cannot go on; `zh` and `en` say what happened, why, and what to do next."""

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
