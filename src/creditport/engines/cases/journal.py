"""Writes the history of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from creditport.engines.cases.models import Case, CaseEvent
from creditport.kernel.identity.actor import Actor


def note(
    actor: Actor,
    at: datetime,
    case: Case,
    act: str,
    *,
    from_step: str = "",
    to_step: str = "",
    reason: str = "",
    fields: Mapping[str, str] | None = None,
) -> CaseEvent:
    """Write one event of the case as it stands now, in the transaction of the act itself."""
    return CaseEvent.objects.create(
        case=case,
        version=case.version,
        at=at,
        actor_kind=str(actor.kind),
        actor_name=actor.name,
        agency=actor.agency or "",
        act=act,
        from_step=from_step,
        to_step=to_step,
        due_on=case.due_on,
        reason=reason[:2000],
        fields=dict(fields or {}),
    )
