"""Compares the platform's copy of a record with the row that its source sent."""

from __future__ import annotations

from creditport.consequences.objections.choices import Comparison
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.queries import RecordVersion

_FROM_SOURCE = {Cause.REPORTED, Cause.AMENDED, Cause.WITHDRAWN}


def compare(versions: tuple[RecordVersion, ...], field: str) -> tuple[Comparison, object, object]:
    """Whether what we show is what the source last sent: the answer, our value, and the source's.

    The last version that came from the source holds its row as it was checked; later versions are the platform's own.
    """
    sent = [version for version in versions if version.cause in _FROM_SOURCE]
    if not versions or not sent:
        return Comparison.UNKNOWN, "", ""
    ours, theirs = versions[-1].content, sent[-1].content
    if not field:
        return (Comparison.EQUAL if ours == theirs else Comparison.DIFFERS), "", ""
    mine, source = ours.get(field, ""), theirs.get(field, "")
    return (Comparison.EQUAL if mine == source else Comparison.DIFFERS), mine, source
