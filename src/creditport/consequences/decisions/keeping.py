"""How decisions are written: each with its line in the access log, one by one statement, many by COPY."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from creditport.consequences.decisions.facts import plain
from creditport.kernel.statements.prepared import prepared_rows
from creditport.kernel.statements.statements import statement

_TOPIC = "consequences.decisions"
_ASKED = ("scenario", "purpose", "case", "at", "actor_kind", "actor_name", "agency")
_COPY = """
COPY consequences_decision (id, subject_id, batch, scenario, purpose, "case", asked_at, actor_kind, actor_name, agency,
                            rules, snapshot, facts_digest, answer_digest, facts, answer) FROM STDIN"""
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of one decision beside who asked what: its facts and answer as canonical texts, with digests."""

    id: UUID
    subject: int
    rules: str
    snapshot: str
    facts: str
    facts_digest: str
    answer: str
    answer_digest: str


def keep_one(asked: Mapping[str, Any], row: Row) -> None:
    """Write a decision and its line in the access log, neither without the other."""
    prepared_rows("default", _TOPIC, "keep_decision", {**asked, **plain(row)})


def keep_many(asked: Mapping[str, Any], batch: UUID, rows: Iterable[Row]) -> None:
    """The same for many, inside the transaction of the action. The server writes while `rows` is still being made."""
    shared = "".join(f"\t{_field(str(asked[name]))}" for name in _ASKED)
    subjects: list[int] = []
    with connection.cursor() as cursor:
        with cursor.copy(_COPY) as copy:
            for row in rows:
                subjects.append(row.subject)
                own = f"{row.rules}\t{row.snapshot}\t{row.facts_digest}\t{row.answer_digest}\t"
                copy.write(
                    f"{row.id}\t{row.subject}\t{batch}{shared}\t{own}{_field(row.facts)}\t{_field(row.answer)}\n"
                )
        cursor.execute(statement(_TOPIC, "log_batch"), {**asked, "subjects": subjects})


def _field(text: str) -> str:
    """A text as a field of COPY."""
    if _SPECIAL.search(text) is None:
        return text
    return text.translate(_ESCAPED)
