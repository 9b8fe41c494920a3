"""What the database refuses, as an exception that says why in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from creditport.kernel.statements.statements import rows

_BREAK = "。 "


class RefusedError(Exception):
    """Law and rules do not allow it. `code` for programs, `zh` and `en` for people. Nothing was changed."""

    def __init__(self, *, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en


def refusal_called(code: str) -> RefusedError:
    """The refusal of that code, with the database's own text: for pages that say why something stopped."""
    ((text,),) = rows("default", "SELECT creditport_refusal_text(%(code)s)", {"code": code})
    zh, _, en = str(text).partition(_BREAK)
    return RefusedError(code=code, zh=f"{zh}。", en=en)


@contextmanager
def refused_by_law() -> Iterator[None]:
    """A transaction in which a refusal of the gate becomes a RefusedError with the database's own text."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: IntegrityError) -> RefusedError | None:
    said = getattr(error.__cause__, "diag", None)
    if said is None or said.sqlstate != "23000":
        return None
    zh, _, en = (said.message_primary or "").partition(_BREAK)
    return RefusedError(code=said.message_detail or "", zh=f"{zh}。", en=en)
