"""Why repair refuses. Nothing was changed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditport.consequences.repair.eligibility import Eligibility


class RepairRefusedError(Exception):
    """The repair cannot be asked for or granted so. `words` is for people."""

    words: str | Promise = _("This repair is not possible as things stand.")


class NoSuchRecordError(RepairRefusedError):
    """There is no adverse record of that key with a subject."""

    words = _("There is no record of this kind that could be repaired.")


class NotOpenError(RepairRefusedError):
    """The record may not be repaired today; `eligibility` says why and when."""

    words = _("The rules do not let this record be repaired today.")

    def __init__(self, eligibility: Eligibility) -> None:
        self.eligibility = eligibility
        super().__init__(str(eligibility.standing))


class DocumentsMissingError(RepairRefusedError):
    """A document that is asked for is missing; `missing` names what."""

    words = _("Something that is asked for was not handed in.")

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(", ".join(missing))


class NeverMoreThanTwoError(RepairRefusedError):
    """Somebody handed in more than is asked, or what nobody may ask for."""

    words = _("At most two documents are asked for: the proof that duties were performed, and the commitment.")


class NothingToProtectError(RepairRefusedError):
    """The subject is protected already, or the ruling lies in the future."""

    words = _("The subject is protected already, or the ruling bears a day that has not come.")
