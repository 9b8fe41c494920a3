"""Writes of messages: in bulk for what an event was about, one by one for a case or a measure; that one was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from creditport.consequences.messages import access
from creditport.consequences.messages.choices import MessageKind
from creditport.consequences.messages.events import MessagesWritten
from creditport.consequences.messages.models import Message
from creditport.kernel.audit.actions import record_act
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind
from creditport.kernel.packs.registry import packs
from creditport.kernel.statements.statements import statement


def tell_about_records(*, actor: Actor, at: datetime, kind: MessageKind, keys: Sequence[UUID]) -> int:
    """Tell the subjects of these records what happened to them. Returns how many were told."""
    name = {MessageKind.PUBLICITY_ENDED: "publicity_ended", MessageKind.REPAIR_OFFERED: "repairs_offered"}[kind]
    return _write(actor, at, kind, name, {"keys": [str(key) for key in keys]})


def tell_overdue(*, actor: Actor, at: datetime, case_ids: Sequence[int]) -> int:
    """Tell superiors that these cases are over their day. Returns how many messages that made."""
    platform = [desk.id for desk in packs().desks.values() if desk.kind == "role"]
    values = {"ids": list(case_ids), "platform": platform}
    return _write(actor, at, MessageKind.CASE_OVERDUE, "cases_overdue", values)


def tell(*, actor: Actor, at: datetime, message: Message) -> Message:
    """Write one message. Only the platform itself tells."""
    _only_the_system(actor)
    with transaction.atomic():
        message.at = at
        message.text, message.reference = message.text[:400], message.reference[:128]
        message.save(force_insert=True)
        _done(actor, at, MessageKind(message.kind), 1)
    return message


def mark_read(*, actor: Actor, at: datetime, subject_id: int | None = None, agency: str = "") -> int:
    """Mark what a subject, or the superiors of an agency, were told as read. Returns how many were new."""
    if subject_id is not None:
        if not access.may_read_of_subject(actor, subject_id):
            raise NotPermittedError(f"{actor.name} does not read the messages of subject {subject_id}")
        return _read(actor, at, Message.objects.filter(subject_id=subject_id), str(subject_id))
    if not access.is_superior(actor) or (actor.agency or "") != agency:
        raise NotPermittedError(f"{actor.name} does not read the messages of {agency or 'the platform'}")
    told = Message.objects.filter(subject_id__isnull=True, account="", agency=agency)
    return _read(actor, at, told, agency or "platform")


def mark_own_read(*, actor: Actor, at: datetime, account: str) -> int:
    """Mark what the holder of an account was told about it as read. Returns how many were new."""
    if not access.may_read_of_account(actor, account):
        raise NotPermittedError(f"{actor.name} does not read the messages of {account}")
    return _read(actor, at, Message.objects.filter(account=account), account)


def _read(actor: Actor, at: datetime, told: QuerySet[Message], whose: str) -> int:
    with transaction.atomic():
        count: int = told.filter(read_at__isnull=True).update(read_at=at, read_by=actor.name)
        details = {"messages": count}
        record_act(actor=actor, at=at, act="message.read", object_kind="message", object_id=whose, details=details)
    return count


def _write(actor: Actor, at: datetime, kind: MessageKind, name: str, values: dict[str, Any]) -> int:
    _only_the_system(actor)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement("consequences.messages", name), {**values, "at": at})
        count = int(cursor.rowcount)
        _done(actor, at, kind, count)
    return count


def _done(actor: Actor, at: datetime, kind: MessageKind, count: int) -> None:
    announce(MessagesWritten(actor=actor, at=at, kind=kind, messages=count))
    details = {"messages": count}
    record_act(actor=actor, at=at, act="message.write", object_kind="message", object_id=kind, details=details)


def _only_the_system(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermittedError(f"{actor.name} writes no messages")
