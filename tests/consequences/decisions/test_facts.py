"""The canonical text of facts and answers: decisions of every age are compared by it, so it may never change."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as some

from creditport.consequences.decisions.facts import canonical

_NUMBERS = some.integers(-(2**63), 2**63 - 1)
_TEXTS = some.text(some.characters(exclude_categories=["Cs"]))
_VALUES = some.recursive(
    some.none() | some.booleans() | _NUMBERS | _TEXTS,
    lambda inner: some.lists(inner) | some.dictionaries(_TEXTS, inner),
    max_leaves=20,
)


@given(_VALUES)
def test_equal_values_have_the_text_that_python_itself_would_write(value: object) -> None:
    assert canonical(value) == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_keys_are_sorted_and_nothing_is_escaped_that_need_not_be() -> None:
    assert (
        canonical({"b": "诚信\u2028\x7f", "a": 'say "no"\n\x01'})
        == '{"a":"say \\"no\\"\\n\\u0001","b":"诚信\u2028\x7f"}'
    )
