"""The one who acts: passed to every action, written to every audit entry."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.identity.choices import ActorKind, Role


class NotPermittedError(Exception):
    """The actor may not do this. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, for which agency (pack id). `name` is the account name, never a person's.

    `subject` is the subject for which an account of a subject or of a counselling body acts; whoever makes such an
    actor has looked at the mandate in this very request.
    """

    kind: ActorKind
    name: str
    role: Role | None = None
    agency: str | None = None
    subject: int | None = None
    by_key: bool = False  # a system that acts by its agency's key, and no person

    def acts_for(self, agency: str) -> bool:
        """True for staff of that agency, the platform's operators and the system itself."""
        if self.kind is ActorKind.SYSTEM or self.role == Role.PLATFORM_OPERATOR:
            return True
        return self.kind is ActorKind.STAFF and self.agency == agency

    def stands_for(self, subject_id: int | None) -> bool:
        """True for one who acts for that subject, itself or by mandate."""
        own = self.kind in {ActorKind.SUBJECT, ActorKind.COUNSEL}
        return own and subject_id is not None and self.subject == subject_id


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="system")
PUBLIC = Actor(kind=ActorKind.PUBLIC, name="public")
