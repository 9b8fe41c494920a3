"""Acts on the store as a whole; single documents are kept by the act that receives them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from creditport.kernel.audit.actions import record_act
from creditport.kernel.crypto.keys import data_keys
from creditport.kernel.documents.store import seal_anew, sealed_before
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind


def seal_documents_anew(*, actor: Actor, at: datetime, progress: Callable[[int, int], None]) -> int:
    """Seal with the newest data key every document that an older one sealed; one killed in between is simply repeated.

    `progress` is told how many are done, of how many. Returns how many were sealed anew.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermittedError(f"{actor.name} may not seal documents anew")
    number = data_keys(settings.HOME).newest
    waiting = list(sealed_before(number))
    if not waiting:
        return 0
    details = {"key": number, "documents": len(waiting)}
    record_act(actor=actor, at=at, act="key.seal-anew", object_kind="data-key", object_id=str(number), details=details)
    for done, name in enumerate(waiting, start=1):
        seal_anew(name)
        progress(done, len(waiting))
    return len(waiting)
