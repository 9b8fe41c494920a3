"""Runs an expression over a column of texts, as the checks do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

_ENGINE = ibis.duckdb.connect()


def over(values: Sequence[str | None], expression: Callable[[ir.StringValue], ir.Value]) -> list[object]:
    """What the expression makes of each value, in order."""
    table = ibis.memtable(pa.table({"place": list(range(len(values))), "text": pa.array(values, pa.string())}))
    found = table.select(place=table.place, answer=expression(table.text)).order_by("place")
    answers: list[object] = _ENGINE.to_pyarrow(found)["answer"].to_pylist()
    return answers
