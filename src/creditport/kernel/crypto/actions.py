"""Acts on the installation's keys."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from creditport.kernel.audit.actions import record_act
from creditport.kernel.crypto.keys import make_data_key
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind


def rotate_data_key(*, actor: Actor, at: datetime) -> int:
    """Make a new data key. What is sealed from now on is sealed with it; what was sealed before stays readable.

    For whoever has the machine's command line. The number of the new key; the key itself is in its file alone.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermittedError(f"{actor.name} may not make keys")
    number = make_data_key(settings.HOME)
    record_act(actor=actor, at=at, act="key.rotate", object_kind="data-key", object_id=str(number))
    return number
