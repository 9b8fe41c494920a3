"""The log is whole, or `verify` names the first entry that is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from creditport.kernel.audit.actions import record_act
from creditport.kernel.audit.chain import START, Anchor, Link, digest_of, fault_of
from creditport.kernel.audit.choices import ChainFault
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.audit.queries import EntryFilter, entries, verify
from creditport.kernel.identity.actor import SYSTEM

AT = datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC)


def on_an_empty_log(test: Callable[..., None]) -> Callable[..., None]:
    """With both aliases, on a log that is empty: the start of the platform writes to it too."""
    marked = pytest.mark.usefixtures("empty_log")(test)
    on_both: Callable[..., None] = pytest.mark.django_db(databases=["default", "owner"], transaction=True)(marked)
    return on_both


@pytest.fixture
def empty_log(transactional_db: None) -> None:
    _as_owner(
        "TRUNCATE kernel_auditentry",
        "UPDATE kernel_audithead SET entries = 0, digest = decode(repeat('00', 32), 'hex')",
    )


def _write(number: int) -> list[AuditEntry]:
    return [
        record_act(
            actor=SYSTEM,
            at=AT,
            act="submission.receive",
            object_kind="submission",
            object_id=f"S{n}",
            details={"digest": "é" * n, "rows": n, "名": "海南"},
        )
        for n in range(1, number + 1)
    ]


def _as_owner(*statements: str) -> None:
    """What only someone who owns the database can do: switch the triggers off and write."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_auditentry DISABLE TRIGGER ALL")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE kernel_auditentry ENABLE TRIGGER ALL")


@on_an_empty_log
def test_entries_are_numbered_and_linked() -> None:
    first, second = _write(2)
    stored = list(AuditEntry.objects.order_by("id"))
    assert [entry.id for entry in stored] == [1, 2] == [first.id, second.id]
    assert bytes(stored[0].previous) == START
    assert bytes(stored[1].previous) == bytes(stored[0].digest)
    result = verify()
    assert (result.sound, result.entries) == (True, 2)
    assert result.head == Anchor(2, bytes(stored[1].digest))


@on_an_empty_log
def test_an_empty_log_is_whole() -> None:
    assert verify().head == Anchor(0, START)
    assert verify().sound


@on_an_empty_log
@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor_kind = 'staff'",
        "actor_name = 'systen'",
        "agency = 'x'",
        "act = 'submission.receivf'",
        "object_kind = 'Submission'",
        "object_id = object_id || ' '",
        "details = jsonb_set(details, '{rows}', '4')",
        "details = details || '{\"extra\": null}'",
        "digest = set_byte(digest, 31, get_byte(digest, 31) # 1)",
        "previous = set_byte(previous, 0, get_byte(previous, 0) # 128)",
    ],
)
def test_any_change_of_an_entry_is_found(change: str) -> None:
    _write(5)
    _as_owner(f"UPDATE kernel_auditentry SET {change} WHERE id = 3")
    result = verify()
    assert (result.sound, result.first_broken) == (False, 3)
    assert result.head.entry == 2


@on_an_empty_log
@pytest.mark.parametrize("gone", [1, 3])
def test_a_deleted_entry_is_found(gone: int) -> None:
    _write(5)
    _as_owner(f"DELETE FROM kernel_auditentry WHERE id = {gone}")
    assert (verify().first_broken, verify().fault) == (gone, ChainFault.MISSING)


@on_an_empty_log
def test_a_cut_tail_is_found_even_with_its_head() -> None:
    _write(5)
    _as_owner("DELETE FROM kernel_auditentry WHERE id = 5")
    assert (verify().first_broken, verify().fault) == (5, ChainFault.TAIL)


@on_an_empty_log
def test_swapped_entries_are_found() -> None:
    _write(5)
    _as_owner(
        "UPDATE kernel_auditentry SET id = -1 WHERE id = 2",
        "UPDATE kernel_auditentry SET id = 2 WHERE id = 4",
        "UPDATE kernel_auditentry SET id = 4 WHERE id = -1",
    )
    assert (verify().first_broken, verify().fault) == (2, ChainFault.UNLINKED)


@on_an_empty_log
@pytest.mark.parametrize("number", [-7, 6])
def test_an_entry_outside_the_chain_is_found(number: int) -> None:
    _write(5)
    _as_owner(
        "INSERT INTO kernel_auditentry SELECT " + str(number) + ", at, actor_kind, actor_name, agency, act,"
        " object_kind, object_id, details, previous, digest FROM kernel_auditentry WHERE id = 5"
    )
    assert verify().fault is ChainFault.TAIL


@on_an_empty_log
def test_a_rewritten_chain_is_found_by_a_head_noted_outside() -> None:
    """With the owner's rights every digest can be made to fit again; the noted head cannot."""
    _write(5)
    noted = verify().head
    _as_owner(
        "DELETE FROM kernel_auditentry WHERE id >= 4",
        "UPDATE kernel_audithead SET entries = 3, digest = (SELECT digest FROM kernel_auditentry WHERE id = 3)",
    )
    assert verify().sound
    assert verify(noted=noted).fault is ChainFault.ANCHOR
    _write(3)
    assert verify().sound
    assert (verify(noted=noted).first_broken, verify(noted=noted).fault) == (5, ChainFault.ANCHOR)


@on_an_empty_log
@pytest.mark.parametrize("alias", ["default", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_auditentry SET actor_name = 'x'",
        "DELETE FROM kernel_auditentry",
        "TRUNCATE kernel_auditentry",
    ],
)
def test_the_database_refuses_change_to_every_role(alias: str, statement: str) -> None:
    _write(1)
    with pytest.raises(DatabaseError), transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement)
    assert verify().sound


@on_an_empty_log
def test_the_application_cannot_move_the_head() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE kernel_audithead SET entries = 0")


@on_an_empty_log
def test_an_act_that_fails_leaves_no_entry_and_no_gap() -> None:
    _write(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        _write(1)
        raise RuntimeError
    _write(1)
    assert [entry.id for entry in AuditEntry.objects.order_by("id")] == [1, 2]
    assert verify().sound


@on_an_empty_log
def test_entries_narrow_by_what_is_named() -> None:
    _write(3)
    assert [entry.object_id for entry in entries(EntryFilter())] == ["S3", "S2", "S1"]
    assert [entry.object_id for entry in entries(EntryFilter(object_id="S2"))] == ["S2"]
    assert not entries(EntryFilter(actor="nobody"))
    assert not entries(EntryFilter(since=datetime(2026, 11, 25, tzinfo=UTC)))


texts = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)


@given(parts=st.lists(texts, min_size=9, max_size=9), place=st.integers(0, 8), changed=texts)
def test_a_link_fits_only_its_own_text(parts: list[str], place: int, changed: str) -> None:
    """Any other canonical text breaks the link."""
    link = Link(1, START, digest_of(START, tuple(parts)), tuple(parts))
    before = Anchor(0, START)
    assert fault_of(link, before=before, noted=None) is None
    other = [*parts[:place], changed, *parts[place + 1 :]]
    if "\x1f".join(other) != "\x1f".join(parts):
        forged = Link(1, START, link.digest, tuple(other))
        assert fault_of(forged, before=before, noted=None) is ChainFault.ALTERED


def test_an_anchor_is_read_as_it_is_printed() -> None:
    anchor = Anchor(12, bytes(range(32)))
    assert Anchor.parse(f" {anchor}\n") == anchor


@pytest.mark.parametrize("wrong", ["", "12", "0:" + "00" * 32, "3:00", "x:" + "00" * 32])
def test_a_wrong_anchor_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        Anchor.parse(wrong)
