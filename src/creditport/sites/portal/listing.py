"""Records of many subjects as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creditport.foundation.publicity.queries import ListedRecord
from creditport.sites.portal import labels
from creditport.sites.portal.lines import Line, line


@dataclass(frozen=True, slots=True)
class Row:
    """One record in a list, with the subject it is about."""

    name: str
    code: str
    uscc: str
    county: str
    line: Line


def subject_code(uscc: str | None, subject_id: int) -> str:
    """What names a subject in an address: its code, or a number of ours where it has none."""
    return uscc or f"no-{subject_id}"


def rows(listed: Sequence[ListedRecord], *, today: date) -> tuple[Row, ...]:
    """The records as rows."""
    return tuple(
        Row(
            name=each.name,
            code=subject_code(each.uscc, each.record.subject_id),
            uscc=each.uscc or "",
            county=labels.county_name(each.county_code),
            line=line(each.record, today=today),
        )
        for each in listed
    )
