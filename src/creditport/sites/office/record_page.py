"""What the page of one record shows to the agency that reported it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from creditport.foundation.ingestion.access import may_report_for
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.publicity.term_bar import TermBar, term_bar
from creditport.foundation.records.choices import RecordState, Severity
from creditport.foundation.records.queries import RecordVersion, history
from creditport.foundation.withdrawals.access import may_confirm, may_decline
from creditport.foundation.withdrawals.models import Withdrawal
from creditport.foundation.withdrawals.queries import proposals_of
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.sites.field_words import field_format, field_label

_TONES = {Severity.MINOR: "minor", Severity.GENERAL: "general", Severity.SERIOUS: "serious"}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The latest version in full, and where every version came from."""

    record: RecordVersion
    fields: tuple[tuple[str, str], ...]
    versions: tuple[tuple[RecordVersion, Submission | None], ...]
    bar: TermBar | None
    tone: str
    may_withdraw: bool
    proposals: tuple[Withdrawal, ...]
    may_confirm: bool
    may_decline: bool

    @property
    def proposal(self) -> Withdrawal | None:
        """The one that waits for a second person."""
        return next((each for each in self.proposals if not each.outcome), None)


def visible_history(actor: Actor, key: UUID) -> tuple[RecordVersion, ...]:
    """All versions of a record of an agency this actor acts for; for others it does not exist."""
    versions = history(key)
    if not versions or not may_report_for(actor, versions[-1].agency):
        raise Http404
    return versions


def record_page(actor: Actor, key: UUID, today: date) -> RecordPage:
    """Everything the page shows."""
    versions = visible_history(actor, key)
    record = versions[-1]
    proposals = proposals_of(key)
    waiting = next((each for each in proposals if not each.outcome), None)
    sources = Submission.objects.in_bulk({version.submission_id for version in versions})
    return RecordPage(
        record=record,
        fields=_fields(record),
        versions=tuple((version, sources.get(version.submission_id)) for version in reversed(versions)),
        bar=_bar(record, today),
        tone=_TONES.get(record.severity, "general") if record.severity else "general",
        may_withdraw=record.state == RecordState.IN_FORCE and waiting is None,
        proposals=proposals,
        may_confirm=waiting is not None and may_confirm(actor, waiting),
        may_decline=waiting is not None and may_decline(actor, waiting),
    )


def _fields(record: RecordVersion) -> tuple[tuple[str, str], ...]:
    item = packs().items.get(record.item)
    values = {**record.content, **record.held}
    declared = item.fields if item else ()
    return tuple(
        (field_label(field), field_format(field)(values[field.id]))
        for field in declared
        if values.get(field.id) not in (None, "", [])
    )


def _bar(record: RecordVersion, today: date) -> TermBar | None:
    """The term bar of an adverse record that is or will be shown."""
    if not (record.adverse and record.shown and record.public_from):
        return None
    return term_bar(
        public_from=record.public_from,
        repair_opens_on=record.repair_opens_on,
        public_until=record.public_until,
        today=today,
    )
