"""The one way into the audit log. Called by every action inside its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.actor import Actor


def record_act(
    *,
    actor: Actor,
    at: datetime,
    act: str,
    object_kind: str,
    object_id: str | int,
    details: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Write that `actor` did `act` on an object at `at`; commits with the act itself or not at all.

    `act` is `topic.verb`, such as `submission.receive`. `details` holds what a reader of the log needs and
    JSON can carry; never a personal identifier. The database chains the entry to the one before.
    """
    return AuditEntry.objects.create(
        at=at,
        actor_kind=str(actor.kind),
        actor_name=actor.name,
        agency=actor.agency or "",
        act=act,
        object_kind=object_kind,
        object_id=str(object_id),
        details=dict(details or {}),
        previous=b"",
        digest=b"",
    )
