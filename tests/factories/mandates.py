"""Accounts that act for subjects."""

from __future__ import annotations

import io
from datetime import date, datetime

from creditport.kernel.identity.actions import open_account
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.models import User
from creditport.subjects.mandates.actions import MandateDocument, grant_mandate
from creditport.subjects.mandates.choices import Ground
from tests.factories.staff import MADE_AT, PASSWORD

PAPER = b"%PDF-1.7\nmandate\n%%EOF\n"


def account(username: str = "wang.zhiqiang", name: str = "王志强") -> User:
    """An account that may do nothing yet."""
    return open_account(actor=SYSTEM, at=MADE_AT, username=username, name=name, password=PASSWORD)


def paper() -> MandateDocument:
    return MandateDocument("委托书.pdf", io.BytesIO(PAPER))


def owner(subject_id: int, at: datetime) -> User:
    """王志强's account, as whoever answers for this subject."""
    made = account()
    grant_mandate(actor=SYSTEM, at=at, account=made.username, subject_id=subject_id, ground=Ground.LEGAL_REPRESENTATIVE)
    return made


def counsel(subject_id: int, at: datetime, until: date, username: str = "yehai.fudao") -> User:
    """The account of a counselling body with a mandate until that day."""
    made = account(username, "海口椰海信用服务中心")
    grant_mandate(
        actor=SYSTEM,
        at=at,
        account=username,
        subject_id=subject_id,
        ground=Ground.COUNSEL,
        until=until,
        document=paper(),
    )
    return made
