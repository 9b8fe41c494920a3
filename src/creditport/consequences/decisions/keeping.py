"""How decisions are written: each with its line in the access log, one by one statement, many by COPY."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from creditport.kernel.statements.prepared import prepared_rows
from creditport.kernel.statements.statements import statement

_TOPIC = "consequences.decisions"
_COLUMNS = (
    'id, subject_id, scenario, purpose, "case", batch, asked_at, actor_kind, actor_name, agency, rules, snapshot, '
    "facts, facts_digest, answer, answer_digest"
)


def keep_one(asked: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    """Write a decision and its line in the access log, neither without the other."""
    prepared_rows("default", _TOPIC, "keep_decision", {**asked, **row})


def keep_many(asked: Mapping[str, Any], batch: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for many, inside the transaction of the action."""
    who = (asked["at"], asked["actor_kind"], asked["actor_name"], asked["agency"])
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY consequences_decision ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                about = (row["id"], row["subject"], asked["scenario"], asked["purpose"], asked["case"], batch)
                kept = (row["facts"], row["facts_digest"], row["answer"], row["answer_digest"])
                copy.write_row((*about, *who, row["rules"], row["snapshot"], *kept))
        cursor.execute(statement(_TOPIC, "log_batch"), {**asked, "ids": [row["id"] for row in rows]})
