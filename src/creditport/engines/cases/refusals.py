"""Why the engine refuses. Each says what is wrong and what to do; nothing was changed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CaseRefusedError(Exception):
    """The act cannot be done so. `words` is for people, in their language."""

    words: str | Promise = _("This cannot be done to the case as it stands.")


class ConcurrentActError(CaseRefusedError):
    """Somebody acted on the case since it was read."""

    words = _("Somebody else acted on this case in the meantime. Read it again and decide anew.")


class AlreadyOpenError(CaseRefusedError):
    """There is an open case of this type about the same thing; `case_id` names it."""

    words = _("A case about this is open already; everything goes into that one.")

    def __init__(self, case_id: int) -> None:
        self.case_id = case_id
        super().__init__(f"case {case_id} is open already")


class UnknownActError(CaseRefusedError):
    """The case type has no such act at this step."""

    words = _("This step of the case does not have that act. Read the case again.")


class ReasonMissingError(CaseRefusedError):
    """The act needs a reason."""

    words = _("Give the reason: it is kept with the case, and the subject reads it.")


class FieldMissingError(CaseRefusedError):
    """A field is missing, unknown, or not a day; `field` names it."""

    words = _("Something that the case needs is missing or cannot be read.")

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"field {field} is missing, unknown or malformed")


class EvidenceUnreadError(CaseRefusedError):
    """The officer has not opened every document yet."""

    words = _("Open every document of the case first; a decision is made on the evidence.")


class TooEarlyError(CaseRefusedError):
    """The time of the step has not run out yet."""

    words = _("The time that this step gives has not run out yet.")


class NotYetError(FieldMissingError):
    """A day that lies in the future is given for something that has happened."""

    words = _("The day given has not come yet. Give the day on which it happened.")


class DocumentRefusedError(CaseRefusedError):
    """The document is of the wrong kind or too large."""

    words = _("This document is not accepted: use PDF, JPEG or PNG within the size that the form names.")


class DocumentMissingError(CaseRefusedError):
    """A document that the case needs was not handed in; `kind` names it."""

    words = _("A document that the case needs is missing.")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"document {kind} is missing")


class NoPauseLeftError(CaseRefusedError):
    """The pack allows no further suspension or extension, or not for so long."""

    words = _("The rules allow no further suspension or extension of this case, or not for so long.")


class ClockStateError(CaseRefusedError):
    """The clock stands still already, or runs already, or the case is closed."""

    words = _("The clock of this case is not in the state that this needs. Read the case again.")
