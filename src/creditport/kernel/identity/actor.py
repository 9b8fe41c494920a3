"""The one who acts: passed to every action, written to every audit entry."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.identity.choices import ActorKind, Role


class NotPermittedError(Exception):
    """The actor may not do this. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, for which agency (pack id). `name` is the account name, never a person's."""

    kind: ActorKind
    name: str
    role: Role | None = None
    agency: str | None = None

    def acts_for(self, agency: str) -> bool:
        """True for staff of that agency, the platform's operators and the system itself."""
        if self.kind is ActorKind.SYSTEM or self.role == Role.PLATFORM_OPERATOR:
            return True
        return self.kind is ActorKind.STAFF and self.agency == agency


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="system")
PUBLIC = Actor(kind=ActorKind.PUBLIC, name="public")
