"""The record by which an entry is published: written when it comes in force, withdrawn when it ends."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from uuid import UUID, uuid5

from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.terms import months_later
from creditport.foundation.records.actions import FirstVersion, NextVersion, write_first_version, write_version
from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.queries import history
from creditport.kernel.identity.actor import SYSTEM, Actor
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Nature, PublicityTerm
from creditport.kernel.packs.schema_consequences import CreditList
from creditport.subjects.register.choices import IdentifierScheme
from creditport.subjects.register.models import Subject

_NAMESPACE = UUID("6f0a3c52-2f0b-4c58-9a0d-7a1f1f2f6f11")
_SEVERITIES = {"serious": Severity.SERIOUS, "government-default": Severity.SERIOUS, "abnormal": Severity.GENERAL}


def publish_entry(entry: ListEntry, declared: CreditList, at: datetime) -> UUID | None:
    """Write the record of an entry that was decided on the platform. None if the list has no catalogue item.

    Natural persons' entries are held: they are never shown, and the subject is linked by the keyed index.
    """
    if declared.item is None or entry.decided_on is None:
        return None
    subject = Subject.objects.get(pk=entry.subject_id)
    item = packs().item(declared.item, entry.decided_on)
    term = _term(declared, entry)
    shown = term is not None and term.shown and subject.uscc is not None
    key = uuid5(_NAMESPACE, f"{entry.list_id}:{entry.pk}")
    content = _content(entry, declared, subject)
    first = FirstVersion(
        key=key,
        item=item.id,
        adverse=item.nature is Nature.ADVERSE,
        subject_id=subject.pk,
        linked_by=IdentifierScheme.USCC if subject.uscc else IdentifierScheme.PERSON_INDEX,
        agency=entry.agency,
        severity=_SEVERITIES.get(declared.kind),
        decided_on=entry.decided_on,
        valid_until=entry.ends_on,
        content=content,
        digest=UUID(hashlib.md5(str(content).encode(), usedforsecurity=False).hexdigest()),
        rules=packs().version,
        shown=shown,
        public_from=entry.in_force_from if shown else None,
        repair_opens_on=_after(entry, term.earliest_repair_months) if shown and term else None,
        public_until=_after(entry, term.latest_end_months) if shown and term else None,
    )
    write_first_version(actor=SYSTEM, at=at, first=first)
    return key


def withdraw_record(*, actor: Actor, at: datetime, entry: ListEntry, reason: str) -> None:
    """Stop publishing an entry that ended."""
    versions = history(entry.record_key) if entry.record_key is not None else ()
    if not versions or versions[-1].state is RecordState.WITHDRAWN:
        return
    latest = versions[-1]
    change = NextVersion(
        cause=Cause.WITHDRAWN, reason=reason[:400], rules=packs().version, state=RecordState.WITHDRAWN, shown=False
    )
    write_version(actor=actor, at=at, key=latest.key, after=latest.version, change=change)


def _term(declared: CreditList, entry: ListEntry) -> PublicityTerm | None:
    if declared.publicity_terms is None or entry.decided_on is None:
        return None
    return packs().terms_of_publicity(declared.publicity_terms, entry.decided_on).terms[0]


def _after(entry: ListEntry, months: int | None) -> date | None:
    if months is None or entry.decided_on is None:
        return None
    return months_later(entry.decided_on, months)


def _content(entry: ListEntry, declared: CreditList, subject: Subject) -> dict[str, str]:
    cited = packs().instruments[entry.instrument]
    said = {
        "party_name": subject.name,
        "party_code": subject.uscc or "",
        "list_name": declared.label.zh,
        "document_number": entry.decision_number,
        "reason": entry.facts,
        "legal_basis": f"《{cited.label.zh}》{entry.article}",
        "decided_on": entry.decided_on.isoformat() if entry.decided_on else "",
        "agency_name": packs().agencies[entry.agency].label.zh,
        "state": "in-force",
    }
    return {field: value for field, value in said.items() if value}
