"""What can go wrong with the database, said in both languages with the remedy."""

from __future__ import annotations


class PostgresError(Exception):
    """The database cannot be used. `zh` and `en` say what happened, why, and what to do next."""

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
