"""Every read of objections: what is disputed now, an objection with its comparison, those of a subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from creditport.consequences.objections.choices import Disputable
from creditport.consequences.objections.models import Objection
from creditport.kernel.statements.statements import rows, statement

ALIAS = "public"


@dataclass(frozen=True, slots=True)
class Dispute:
    """The mark that an item shows as long as an objection to it is in work."""

    about_kind: Disputable
    about_id: str
    subject_id: int
    since: datetime


def public_disputes(subject_id: int) -> tuple[Dispute, ...]:
    """What is disputed of a subject now, as the public role sees it."""
    found = rows(ALIAS, statement("consequences.objections", "disputes"), {"subject": subject_id})
    return tuple(Dispute(Disputable(row[0]), row[1], row[2], row[3]) for row in found)


def disputed_records(subject_ids: Sequence[int]) -> frozenset[str]:
    """Keys of the records of these subjects that are disputed now, as the public role sees them."""
    found = rows(ALIAS, statement("consequences.objections", "disputed_records"), {"subjects": list(subject_ids)})
    return frozenset(row[0] for row in found)


def objections_of(subject_id: int) -> tuple[Objection, ...]:
    """Every objection of a subject, newest first."""
    return tuple(Objection.objects.filter(subject_id=subject_id).order_by("-id"))


def objection_of_case(case_id: int) -> Objection | None:
    """The objection that is worked on as a case."""
    return Objection.objects.filter(case_id=case_id).first()


def earlier_not_upheld(about_kind: str, about_id: str, field: str) -> int:
    """How often the same was disputed and not upheld."""
    found = Objection.objects.filter(about_kind=about_kind, about_id=about_id, field=field, outcome="not-upheld")
    return found.count()


def open_by_item(keys: Sequence[str], about_kind: Disputable = Disputable.RECORD) -> Mapping[str, int]:
    """Open objections by the item that they are about: its id, and the case."""
    found = Objection.objects.filter(about_kind=about_kind, about_id__in=keys, unmarked_at__isnull=True)
    return dict(found.values_list("about_id", "case_id"))
