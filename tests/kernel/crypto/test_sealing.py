"""Sealed values and files bear the number of their key; older keys stay readable, and what was sealed without one."""

from __future__ import annotations

import io
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from creditport.kernel.crypto.keys import DataKeys, data_keys, make_data_key
from creditport.kernel.crypto.sealing import (
    CHUNK,
    SealBrokenError,
    file_head,
    seal,
    seal_each,
    seal_stream,
    unseal,
    unseal_stream,
    value_head,
)

CONTEXT = b"table:row"


def test_a_new_key_seals_and_the_old_one_still_reads(tmp_path: Path) -> None:
    old = data_keys(tmp_path)
    assert (old.newest, dict(old.by_number)) == (1, {1: (tmp_path / "keys" / "data").read_bytes()})
    before = seal(old, "王妦".encode(), CONTEXT)
    assert make_data_key(tmp_path) == 2
    keys = data_keys(tmp_path)
    after = seal(keys, "王妦".encode(), CONTEXT)
    assert (keys.newest, set(keys.by_number)) == (2, {1, 2})
    assert before.startswith(value_head(1)) and after.startswith(value_head(2))
    assert unseal(keys, before, CONTEXT) == unseal(keys, after, CONTEXT) == "王妦".encode()
    with pytest.raises(SealBrokenError):
        unseal(old, after, CONTEXT)
    assert (tmp_path / "keys" / "data-2").stat().st_mode & 0o777 == 0o600


def test_what_was_sealed_before_keys_had_numbers_is_read_by_the_first() -> None:
    keys = DataKeys({1: secrets.token_bytes(32), 2: secrets.token_bytes(32)})
    for nonce in (secrets.token_bytes(12), value_head(2) + bytes(8), value_head(9) + bytes(8)):
        unnumbered = nonce + AESGCM(keys.by_number[1]).encrypt(nonce, b"plain", CONTEXT)
        assert unseal(keys, unnumbered, CONTEXT) == b"plain"


@pytest.mark.parametrize("place", [0, 2, 3, 5, 20, -1])
def test_one_changed_byte_is_noticed(place: int) -> None:
    keys = DataKeys({1: secrets.token_bytes(32), 2: secrets.token_bytes(32)})
    sealed = bytearray(seal(keys, b"plain", CONTEXT))
    sealed[place] ^= 1
    with pytest.raises(SealBrokenError):
        unseal(keys, bytes(sealed), CONTEXT)


@pytest.mark.parametrize("sealed", [b"", b"CK", value_head(1), value_head(1) + bytes(27)])
def test_what_is_too_short_is_no_sealed_value(sealed: bytes) -> None:
    with pytest.raises(SealBrokenError):
        unseal(DataKeys({1: secrets.token_bytes(32)}), sealed, CONTEXT)


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
def test_files_of_older_keys_are_read(size: int) -> None:
    first, plain = secrets.token_bytes(32), secrets.token_bytes(size)
    target = io.BytesIO()
    assert b"".join(seal_stream(DataKeys({1: first}), io.BytesIO(plain), target)) == plain
    keys = DataKeys({1: first, 2: secrets.token_bytes(32)})
    assert target.getvalue().startswith(file_head(1))
    assert b"".join(unseal_stream(keys, io.BytesIO(target.getvalue()))) == plain
    claimed = file_head(2) + target.getvalue()[len(file_head(1)) :]
    with pytest.raises(SealBrokenError):
        list(unseal_stream(keys, io.BytesIO(claimed)))


def test_a_file_without_a_number_is_read_by_the_first_key() -> None:
    key, prefix = secrets.token_bytes(32), secrets.token_bytes(7)
    sealed = AESGCM(key).encrypt(prefix + (0).to_bytes(4) + b"\x01", b"plain", b"CPS1")
    keys = DataKeys({1: key, 2: secrets.token_bytes(32)})
    assert b"".join(unseal_stream(keys, io.BytesIO(b"CPS1" + prefix + sealed))) == b"plain"


def test_a_first_key_that_was_taken_away_is_not_made_again(tmp_path: Path) -> None:
    data_keys(tmp_path)
    make_data_key(tmp_path)
    (tmp_path / "keys" / "data").unlink()
    assert set(data_keys(tmp_path).by_number) == {2}
    assert not (tmp_path / "keys" / "data").exists()


def test_keys_do_not_show_in_text(tmp_path: Path) -> None:
    keys = data_keys(tmp_path)
    assert repr(keys) == str(keys) == f"{keys!r}" == "DataKeys(…)"


def test_values_sealed_together_are_opened_one_by_one() -> None:
    keys = DataKeys({1: secrets.token_bytes(32), 2: secrets.token_bytes(32)})
    values = [(f"value {number}".encode(), f"row {number}".encode()) for number in range(5)]
    sealed = list(seal_each(keys, values, 5))
    assert [unseal(keys, one, context) for one, (_, context) in zip(sealed, values, strict=True)] == [
        plain for plain, _ in values
    ]
    assert len({one[4:16] for one in sealed}) == 5  # no nonce twice
    with pytest.raises(SealBrokenError):
        unseal(keys, sealed[0], values[1][1])
    with pytest.raises(ValueError, match="zip"):
        list(seal_each(keys, values, 4))
