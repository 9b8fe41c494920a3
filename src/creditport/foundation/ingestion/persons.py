"""Personal fields of records: sealed, each for its record's key."""

from __future__ import annotations

import pyarrow as pa

from creditport.kernel.crypto.keys import DataKeys
from creditport.kernel.crypto.sealing import seal_each

RECORD_CONTEXT = b"foundation.record:"


def seal_many(data_keys: DataKeys, keys: pa.ChunkedArray, plain: pa.ChunkedArray) -> pa.Array:
    """Personal fields of many records, each sealed for its record's key; null where a record has none."""
    given = plain.is_valid()
    count = len(plain) - plain.null_count
    pairs = zip(plain.filter(given).to_pylist(), keys.filter(given).to_pylist(), strict=True)
    values = ((text.encode(), RECORD_CONTEXT + key.encode()) for text, key in pairs)
    sealed = list(seal_each(data_keys, values, count))
    if count == len(plain):
        return pa.array(sealed, pa.binary())
    places = iter(sealed)
    return pa.array([next(places) if there else None for there in given.to_pylist()], pa.binary())
