"""Personal fields of records, sealed anew: read from the table, opened, sealed with the newest key, compared."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import connections

from creditport.foundation.ingestion.persons import RECORD_CONTEXT
from creditport.kernel.crypto.keys import DataKeys, data_keys
from creditport.kernel.crypto.sealing import SealBrokenError, seal, unseal, value_head
from creditport.kernel.statements.statements import statement

OWNER = "owner"  # the application's role cannot change a version
_STEP = 1_000


def waiting(keys: DataKeys) -> int:
    """How many versions have personal fields that an older key sealed."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement("foundation.records", "sealed_before"), {"head": value_head(keys.newest)})
        return int(cursor.fetchone()[0])


def in_steps() -> Iterator[int]:
    """Seal them anew, a thousand in a transaction; yields how many each changed. Begun again, it goes on."""
    keys, last = data_keys(settings.HOME), 0
    while True:
        values: dict[str, bytes | int] = {"head": value_head(keys.newest), "last": last, "step": _STEP}
        with connections[OWNER].cursor() as cursor:
            cursor.execute(statement("foundation.records", "next_sealed_before"), values)
            found = cursor.fetchall()
            if not found:
                return
            olds = [bytes(sealed) for _, _, sealed in found]
            news = [_anew(keys, str(key), old) for (_, key, _), old in zip(found, olds, strict=True)]
            ids = [id for id, _, _ in found]
            cursor.execute("SELECT creditport_seal_records_anew(%s, %s, %s)", [ids, olds, news])
            changed = int(cursor.fetchone()[0])
        last = ids[-1]
        yield changed


def _anew(keys: DataKeys, key: str, sealed: bytes) -> bytes:
    context = RECORD_CONTEXT + key.encode()
    plain = unseal(keys, sealed, context)
    anew = seal(keys, plain, context)
    if unseal(keys, anew, context) != plain:
        raise SealBrokenError
    return anew
