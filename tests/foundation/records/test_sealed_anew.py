"""After a rotation everything is sealed anew, nothing else changes, and nobody but this act may do it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from creditport.foundation.ingestion.persons import RECORD_CONTEXT
from creditport.foundation.records import resealing
from creditport.foundation.records.actions import seal_records_anew
from creditport.foundation.records.models import Record
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.crypto.actions import rotate_data_key
from creditport.kernel.crypto.keys import data_keys
from creditport.kernel.crypto.sealing import file_head, unseal, value_head
from creditport.kernel.documents.actions import seal_documents_anew
from creditport.kernel.documents.store import keep, open_plain, sealed_before
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from creditport.settings.environment import home
from creditport.subjects.persons.actions import open_access, seal_persons_anew
from creditport.subjects.persons.identity import Identity
from creditport.subjects.persons.models import AccessOpening, Person
from creditport.subjects.persons.queries import find, identity_of
from tests.factories.people import LIN_XIAOMEI
from tests.foundation.ingestion.sending import AT, csv_of, row, sent

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public", "owner"])
NUMBER = "110102199101010078"
PERSON = {"行政相对人名称": "张三丰", "行政相对人类别": "自然人", "证件类型": "身份证", "证件号码": NUMBER}


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    """The keys of this test's rotations go away again: other tests seal with the first."""
    yield
    for path in (home() / "keys").glob("data-*"):
        path.unlink()


def quiet(*_numbers: int) -> None:
    """Nobody watches."""


def three_records() -> None:
    code = "行政相对人代码_1(统一社会信用代码)"
    sent(csv_of(row(), row(行政处罚决定书文号="2号"), row(**PERSON, **{code: "", "行政处罚决定书文号": "3号"})))
    assert Record.objects.filter(sealed__isnull=False).count() == 3


def opened() -> list[object]:
    keys = data_keys(home())
    return [
        json.loads(unseal(keys, bytes(record.sealed or b""), RECORD_CONTEXT + str(record.key).encode()))
        for record in Record.objects.order_by("id")
    ]


def heads() -> set[bytes]:
    return {bytes(record.sealed or b"")[:4] for record in Record.objects.all()}


def without_sealed() -> list[dict[str, object]]:
    every = [field.name for field in Record._meta.fields if field.name != "sealed"]
    return list(Record.objects.order_by("id").values(*every))


def test_records_are_sealed_anew_and_nothing_else_changes() -> None:
    three_records()
    plain, rest = opened(), without_sealed()
    assert rotate_data_key(actor=SYSTEM, at=AT) == 2
    assert heads() == {value_head(1)}
    told: list[tuple[int, int]] = []
    assert seal_records_anew(actor=SYSTEM, at=AT, progress=lambda done, total: told.append((done, total))) == 3
    assert (heads(), opened(), without_sealed(), told) == ({value_head(2)}, plain, rest, [(3, 3)])
    assert seal_records_anew(actor=SYSTEM, at=AT, progress=quiet) == 0
    acts = AuditEntry.objects.filter(act__startswith="key.").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["key.rotate", "key.seal-anew"]
    (home() / "keys" / "data").rename(home() / "keys" / "aside")
    try:
        assert opened() == plain  # the old key is needed no longer
    finally:
        (home() / "keys" / "aside").rename(home() / "keys" / "data")


def test_stopped_in_the_middle_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    three_records()
    plain = opened()
    rotate_data_key(actor=SYSTEM, at=AT)
    monkeypatch.setattr(resealing, "_STEP", 1)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seal_records_anew(actor=SYSTEM, at=AT, progress=stop)
    assert heads() == {value_head(1), value_head(2)} and opened() == plain
    assert seal_records_anew(actor=SYSTEM, at=AT, progress=quiet) == 1
    assert heads() == {value_head(2)} and opened() == plain


ON = "SELECT set_config('creditport.sealing_anew', 'on', false)"
LONGER = "decode('434b0002', 'hex') || sealed"
CHANGES = {
    "without the function": f"UPDATE foundation_record SET sealed = {LONGER}",
    "another column": f"{ON}; UPDATE foundation_record SET sealed = {LONGER}, reason = 'x'",
    "another length": f"{ON}; UPDATE foundation_record SET sealed = {LONGER} || decode('00', 'hex')",
    "without a mark": f"{ON}; UPDATE foundation_record SET sealed = decode('0000', 'hex') || substring(sealed FROM 3)",
    "taken away": f"{ON}; UPDATE foundation_record SET sealed = NULL",
    "another column alone": f"{ON}; UPDATE foundation_record SET shown = true",
    "deletion": f"{ON}; DELETE FROM foundation_record",
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_may_change_nothing_else(change: str, database_url: str) -> None:
    three_records()
    with (
        psycopg.connect(database_url) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        owner.execute(CHANGES[change])


def test_the_application_may_not_at_all(database_url: str) -> None:
    three_records()
    for act in (f"{ON}; UPDATE foundation_record SET sealed = {LONGER}",
                "SELECT creditport_seal_records_anew('{1}', '{a}', '{b}')"):  # fmt: skip
        with psycopg.connect(database_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege, match="denied"):
            app.execute("SET ROLE creditport_app")
            app.execute(act)


def test_persons_are_sealed_anew_under_a_purpose() -> None:
    three_records()
    rotate_data_key(actor=SYSTEM, at=AT)
    assert seal_persons_anew(actor=SYSTEM, at=AT, progress=quiet) == 1
    assert seal_persons_anew(actor=SYSTEM, at=AT, progress=quiet) == 0
    with open_access(actor=SYSTEM, at=AT, purpose="ingestion", basis="x"):
        subject = find("resident-identity-card", NUMBER)
        assert subject is not None
        assert identity_of(subject) == Identity("张三丰", "resident-identity-card", NUMBER)
        assert bytes(Person.objects.get().sealed).startswith(value_head(2))
        assert AccessOpening.objects.filter(purpose="ingestion").exists()


def test_documents_are_sealed_anew(tmp_path: Path) -> None:
    kept = [keep(io.BytesIO(content), AT.date()).name for content in (b"", b"one", b"x" * 3_000_000)]
    rotate_data_key(actor=SYSTEM, at=AT)
    assert set(kept) <= set(sealed_before(2))
    assert seal_documents_anew(actor=SYSTEM, at=AT, progress=quiet) >= 3
    assert list(sealed_before(2)) == []
    for name, content in zip(kept, (b"", b"one", b"x" * 3_000_000), strict=True):
        assert (home() / "documents" / name).read_bytes().startswith(file_head(2))
        assert open_plain(name).read() == content
    for path in (home() / "documents").rglob("*"):
        if path.is_file():
            path.unlink()  # the other tests' first key does not open them


def test_only_the_machines_own_command_line_may() -> None:
    acts: tuple[Callable[[], int], ...] = (
        lambda: rotate_data_key(actor=LIN_XIAOMEI, at=AT),
        lambda: seal_records_anew(actor=LIN_XIAOMEI, at=AT, progress=quiet),
        lambda: seal_persons_anew(actor=LIN_XIAOMEI, at=AT, progress=quiet),
        lambda: seal_documents_anew(actor=LIN_XIAOMEI, at=AT, progress=quiet),
    )
    for act in acts:
        with pytest.raises(NotPermittedError):
            act()
    assert data_keys(home()).newest == 1
