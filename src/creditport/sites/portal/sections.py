"""The sections of a subject's page, in their order: who it is, good things, permits, adverse things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from creditport.foundation.publicity.queries import PublicRecord, public_records, record_counts
from creditport.sites.portal import labels
from creditport.sites.portal.lines import Line, line

FIRST = 20  # lines of one item on the page at once; more are a click away
PAGE = 50
WHOLE = 200  # up to so many records are read in one query

SECTIONS: tuple[tuple[str, object, tuple[str, ...]], ...] = (
    (
        "basics",
        _("Basic information"),
        (
            "enterprise-registration",
            "individual-business-registration",
            "institution-registration",
            "social-organisation-registration",
            "government-body-registration",
        ),
    ),
    ("honours", pgettext_lazy("section", "Honours"), ("honour",)),
    ("commitments", _("Commitments and contracts"), ("commitment", "contract-performance")),
    ("licences", _("Licences and qualifications"), ("licence", "professional-qualification")),
    ("penalties", _("Administrative penalties"), ("penalty",)),
    ("lists", _("Lists"), ("serious-list-entry", "abnormal-list-entry", "enforcement-defaulter")),
    ("voluntary", _("Provided by the subject itself"), ("voluntary-information",)),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one catalogue item: those shown, how many there are, where the next ones begin."""

    item: str
    label: str
    total: int
    lines: tuple[Line, ...]
    next_offset: int | None

    @property
    def shown(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    label: object
    total: int
    groups: tuple[Group, ...]


def sections_of(subject_id: int, *, name: str, today: date) -> tuple[Section, ...]:
    """Every section of a subject's page, the empty ones too: nothing to show is an answer."""
    records = public_records(subject_id, limit=WHOLE)
    if len(records) < WHOLE:
        groups = _groups_of_whole(records, name=name, today=today)
    else:
        groups = _groups_of_parts(subject_id, record_counts(subject_id), name=name, today=today)
    sections = tuple(_section(anchor, label, items, groups) for anchor, label, items in SECTIONS)
    placed = {item for _anchor, _label, items in SECTIONS for item in items}
    others = tuple(item for item in groups if item not in placed)
    return (*sections, _section("other", _("Other information"), others, groups)) if others else sections


def more_lines(subject_id: int, item: str, offset: int, *, name: str, today: date) -> Group:
    """The next lines of one item, for a subject with many."""
    records = public_records(subject_id, item=item, limit=PAGE, offset=offset)
    total = record_counts(subject_id).get(item, 0)
    return _group(item, records, total=total, shown_before=offset, name=name, today=today)


def _section(anchor: str, label: object, items: tuple[str, ...], groups: Mapping[str, Group]) -> Section:
    found = tuple(groups[item] for item in items if item in groups)
    return Section(anchor=anchor, label=label, total=sum(group.total for group in found), groups=found)


def _groups_of_whole(records: Sequence[PublicRecord], *, name: str, today: date) -> dict[str, Group]:
    by_item: dict[str, list[PublicRecord]] = {}
    for record in records:
        by_item.setdefault(record.item, []).append(record)
    return {
        item: _group(item, found[:FIRST], total=len(found), shown_before=0, name=name, today=today)
        for item, found in by_item.items()
    }


def _groups_of_parts(subject_id: int, counts: Mapping[str, int], *, name: str, today: date) -> dict[str, Group]:
    return {
        item: _group(
            item,
            public_records(subject_id, item=item, limit=FIRST),
            total=total,
            shown_before=0,
            name=name,
            today=today,
        )
        for item, total in counts.items()
    }


def _group(
    item: str, records: Sequence[PublicRecord], *, total: int, shown_before: int, name: str, today: date
) -> Group:
    last = shown_before + len(records)
    return Group(
        item=item,
        label=labels.item_name(item),
        total=total,
        lines=tuple(line(record, today=today, subject_name=name) for record in records),
        next_offset=last if records and last < total else None,
    )
