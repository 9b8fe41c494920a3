"""Who may report, and for whom."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

_REPORTING = {Role.REPORTER, Role.AGENCY_MANAGER}


def may_report_for(actor: Actor, agency: str) -> bool:
    """Reporters and managers of the agency, the platform's operators, and the system itself."""
    if actor.kind is ActorKind.STAFF and actor.role not in {*_REPORTING, Role.PLATFORM_OPERATOR}:
        return False
    return actor.acts_for(agency)
