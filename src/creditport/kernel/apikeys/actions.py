"""Giving out and ending keys; noting a call that must not be done twice."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from creditport.kernel.apikeys.access import may_manage_keys
from creditport.kernel.apikeys.models import ApiKey, KeyedCall
from creditport.kernel.apikeys.queries import MARK, key_digest
from creditport.kernel.audit.actions import record_act
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs


def give_key(*, actor: Actor, at: datetime, agency: str, label: str) -> str:
    """A new key for a system of this agency. The returned text is shown once and kept nowhere."""
    _require(actor, agency)
    if agency not in packs().agencies:
        raise LookupError(f"no pack declares the agency {agency!r}")
    prefix = secrets.token_hex(4)
    text = f"{MARK}_{prefix}_{secrets.token_hex(32)}"
    with transaction.atomic():
        key = ApiKey.objects.create(
            agency=agency,
            label=label[:100],
            prefix=prefix,
            digest=key_digest(text),
            created_at=at,
            created_by=actor.name,
        )
        _record(actor, at, "api-key.give", key)
    return text


def end_key(*, actor: Actor, at: datetime, prefix: str) -> None:
    """The key opens nothing any more. Ending an ended key changes nothing."""
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().get(prefix=prefix)
        _require(actor, key.agency)
        if key.ended_at is not None:
            return
        key.ended_at = at
        key.save(update_fields=["ended_at"])
        _record(actor, at, "api-key.end", key)


def note_call(*, at: datetime, key_id: int, idempotency_key: str, digest: str, reference: str) -> None:
    """Remember what a call did; inside the transaction of what it did."""
    KeyedCall.objects.create(key_id=key_id, idempotency_key=idempotency_key, digest=digest, reference=reference, at=at)


def _require(actor: Actor, agency: str) -> None:
    if not may_manage_keys(actor, agency):
        raise NotPermittedError(f"{actor.name} may not manage the keys of {agency}")


def _record(actor: Actor, at: datetime, act: str, key: ApiKey) -> None:
    details = {"agency": key.agency, "label": key.label}
    record_act(actor=actor, at=at, act=act, object_kind="api-key", object_id=key.prefix, details=details)
