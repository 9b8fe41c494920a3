"""What a state looks like: being on a list of honours is good, being taken off it is not."""

from __future__ import annotations

import pytest

from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import ListKind
from creditport.sites.office.names import entry_tone


def a_list_of(kind: ListKind) -> str:
    return next(id for id, versions in packs().list_versions.items() if versions[-1].kind is kind)


@pytest.mark.parametrize(
    ("kind", "state", "tone"),
    [
        (ListKind.SERIOUS, EntryState.IN_FORCE, "serious"),
        (ListKind.SERIOUS, EntryState.REMOVED, "good"),
        (ListKind.SERIOUS, EntryState.PROPOSED, "minor"),
        (ListKind.HONOURS, EntryState.IN_FORCE, "good"),
        (ListKind.HONOURS, EntryState.REMOVED, "minor"),
        (ListKind.WHITELIST, EntryState.IN_FORCE, "good"),
    ],
)
def test_the_tone_of_an_entry(kind: ListKind, state: EntryState, tone: str) -> None:
    assert entry_tone(ListEntry(list_id=a_list_of(kind), state=state)) == tone


def test_an_entry_of_a_list_that_is_gone_is_still_told() -> None:
    assert entry_tone(ListEntry(list_id="no-longer-declared", state=EntryState.IN_FORCE)) == "serious"
