"""Why an objection cannot be filed or decided so. Nothing was changed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ObjectionRefusedError(Exception):
    """The objection cannot be filed or decided so. `words` is for people."""

    words: str | Promise = _("This objection cannot be filed as it stands.")


class NotTheirsError(ObjectionRefusedError):
    """There is no such item of this subject."""

    words = _("There is no such item about this subject.")


class SourceMustAmendError(ObjectionRefusedError):
    """The field decides severity or dates: the source sends the amended row, and everything is reckoned anew."""

    words = _(
        "This field decides how long the record shows. Send the amended row as usual: dates and severity are reckoned "
        "anew from it. Then record the outcome without a value."
    )


class NotRepeatedError(ObjectionRefusedError):
    """An objection may be closed with reference to earlier ones only if there were some, and nothing new came."""

    words = _("This can be closed as repeated only after earlier objections of the same kind that were not upheld.")
