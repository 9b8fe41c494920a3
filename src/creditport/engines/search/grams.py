"""Pairs of neighbouring characters as 32-bit integers, so that an ordinary array index finds two characters.

gram(a, b) = (a * 52000 + b) mod 2147483647, where a and b are the Unicode numbers of the two characters of a
*normalised* name. For a below 41,298 and b below 52,000, which covers Latin and all common Chinese characters, the
numbers never collide; beyond, a collision only costs a comparison, for every hit is compared with the name itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from creditport.engines.search.spelling import duckdb_normalise, normalise

MULTIPLIER = 52_000
MODULUS = 2_147_483_647


def gram(first: str, second: str) -> int:
    """The number of one pair of characters."""
    return (ord(first) * MULTIPLIER + ord(second)) % MODULUS


def grams_of_normal(normal: str) -> list[int]:
    """The pairs of a name that is normalised already, in order; a pair that recurs comes again."""
    return [gram(first, second) for first, second in pairwise(normal)]


def grams(text: str) -> list[int]:
    """The pairs of a name or of a question, in order; empty for fewer than two characters."""
    return grams_of_normal(normalise(text))


def grams_of(names: Iterable[str]) -> list[list[int]]:
    """`grams` of each name."""
    return [grams(name) for name in names]


def duckdb_grams(column: str) -> str:
    """The same as `grams`, as a DuckDB expression over a text column: INTEGER[]."""
    normal = duckdb_normalise(column)
    codes = f"list_transform(string_split({normal}, ''), lambda c: unicode(c))"
    pair = f"(CAST(pair[1] AS BIGINT) * {MULTIPLIER} + pair[2]) % {MODULUS}"
    pairs = f"list_transform(list_zip(codes, codes[2:], true), lambda pair: CAST({pair} AS INTEGER))"
    return f"(SELECT {pairs} FROM (SELECT {codes} AS codes))"


def postgres_grams(normal: str) -> str:
    """The same as `grams_of_normal`, as a PostgreSQL expression over an already normalised text column."""
    first = f"ascii(substr({normal}, place, 1))::bigint"
    second = f"ascii(substr({normal}, place + 1, 1))"
    return (
        f"ARRAY(SELECT (({first} * {MULTIPLIER} + {second}) % {MODULUS})::int "
        f"FROM generate_series(1, length({normal}) - 1) AS place ORDER BY place)"
    )
