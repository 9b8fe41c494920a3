"""Entries of lists and applied measures, with all that the law asks for; a test takes away what it is about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from creditport.consequences.lists.choices import EntrySource, EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.terms import months_later
from creditport.consequences.measures.actions import Application
from creditport.consequences.measures.rulebook import rulebook_text
from creditport.kernel.clock.clock import now
from creditport.kernel.packs.contents import Registry

WAGES = "migrant-wages-regulation"
PROCUREMENT = "government-procurement-law"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """A builder on the list of wage arrears since 1 June 2026, by the book."""

    subject_id: int
    list_id: str = "wage-arrears"
    state: EntryState = EntryState.IN_FORCE
    source: EntrySource = EntrySource.IMPORT
    agency: str = "hainan-human-resources"
    facts: str = "拖欠 23 名农民工工资 46 万元"
    instrument: str = WAGES
    article: str = "第四十八条"
    record_key: UUID | None = None
    notice_served_on: date | None = date(2026, 5, 6)
    statement_until: date | None = date(2026, 5, 13)
    statement_heard_on: date | None = None
    decision_number: str = "琼人社列〔2026〕7号"
    decided_on: date | None = date(2026, 5, 25)
    decided_by: str = "符海波"
    reasons: str = "经责令支付拒不支付"
    decision_served_on: date | None = date(2026, 6, 1)
    in_force_from: date | None = date(2026, 6, 1)
    ends_on: date | None = date(2029, 6, 1)


def enter(draft: EntryDraft, *, at: datetime) -> ListEntry:
    """Write the entry straight into the table: the database decides whether it may be."""
    values = {name: getattr(draft, name) for name in EntryDraft.__dataclass_fields__}
    return ListEntry.objects.create(**values, service="直接送达", changed_at=at, changed_by="test")


def on_list_since(draft: EntryDraft, day: date) -> EntryDraft:
    """The same, with every step in due time before that day, and three years to go from it."""
    return replace(
        draft,
        notice_served_on=day - timedelta(days=40),
        statement_until=day - timedelta(days=30),
        decided_on=day - timedelta(days=7),
        decision_served_on=day,
        in_force_from=day,
        ends_on=months_later(day, 36),
    )


def procurement_draft(subject_id: int) -> EntryDraft:
    """Listed for collusion in government procurement."""
    return replace(
        EntryDraft(subject_id=subject_id),
        list_id="government-procurement-serious",
        agency="hainan-finance",
        facts="与其他供应商恶意串通",
        instrument=PROCUREMENT,
        article="第七十七条",
        decision_number="琼财采〔2026〕3号",
    )


def bar_from_procurement(entry: ListEntry, *, starts_on: date) -> Application:
    """The bar that follows the list of procurement, on its own basis, for one year."""
    return Application(
        subject_id=entry.subject_id,
        measure="bar-government-procurement",
        instrument=entry.instrument,
        article=entry.article,
        document_number="琼财采禁〔2026〕3号",
        proportion="串通中标金额大，较轻措施不足以防止再犯",
        starts_on=starts_on,
        until=date(starts_on.year + 1, starts_on.month, starts_on.day),
        list_entry_id=entry.pk,
    )


def load_rules_of(registry: Registry) -> None:
    """Let the database work by these rules: as their owner, inside the test's own transaction."""
    text = rulebook_text(registry)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            "INSERT INTO consequences_rules (version, text, digest) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [registry.version, text, digest],
        )
        cursor.execute(
            "INSERT INTO consequences_rulesloading (rules_id, loaded_at, loaded_by) VALUES (%s, %s, 'test')",
            [registry.version, now()],
        )
        cursor.execute("SET ROLE creditport_app")
