"""Who acts for 王志强's restaurant in the demo: he himself, and a counselling body that he gave a mandate."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM
from creditport.sites.console.demo_data.population import restaurant
from creditport.subjects.mandates.actions import AlreadyMandatedError, MandateDocument, grant_mandate
from creditport.subjects.mandates.choices import Ground
from creditport.subjects.register.queries import subject_by_uscc

_PAPER = b"%PDF-1.4\n% invented mandate of the demonstration\n%%EOF\n"


def have_mandates(at: datetime) -> None:
    """Write down the mandates that are missing; nothing to do until the restaurant is in the register."""
    subject = subject_by_uscc(restaurant().uscc)
    if subject is None:
        return
    for account, ground, days in (
        ("wang.zhiqiang", Ground.LEGAL_REPRESENTATIVE, None),
        ("yehai.fudao", Ground.COUNSEL, 180),
    ):
        try:
            grant_mandate(
                actor=SYSTEM,
                at=at,
                account=account,
                subject_id=subject.id,
                ground=ground,
                until=civil_day(at) + timedelta(days=days) if days else None,
                document=MandateDocument("委托书.pdf", io.BytesIO(_PAPER)) if days else None,
            )
        except AlreadyMandatedError:
            continue
