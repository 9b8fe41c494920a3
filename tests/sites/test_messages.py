"""The pages of messages: of a subject, and of superiors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from creditport.consequences.messages.actions import tell_about_records
from creditport.consequences.messages.choices import MessageKind
from creditport.consequences.messages.queries import told_to_subject, told_to_superiors
from creditport.engines.cases.daily import mark_overdue
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from tests.factories.cases import AGENCY, open_repair
from tests.factories.mandates import owner
from tests.factories.repairs import fined_restaurant
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


def test_a_subject_reads_its_messages() -> None:
    at = now()
    subject, record = fined_restaurant(at)
    tell_about_records(actor=SYSTEM, at=at, kind=MessageKind.REPAIR_OFFERED, keys=(record.key,))
    client = signed_in(owner(subject.pk, at))
    with override("zh-hans"):
        path, repair = reverse("my:messages", args=[subject.pk]), reverse("my:repair", args=[record.key])
    page = client.get(path).content.decode()
    assert "一条信息可以修复" in page
    assert repair in page
    assert "琼市监处罚〔2026〕1号" in page
    client.post(f"{path}read/")
    assert told_to_subject(subject.pk).new == 0
    assert "全部标为已读" not in client.get(path).content.decode()


def test_superiors_read_theirs() -> None:
    late = open_repair(at=now() - timedelta(days=14))
    mark_overdue(actor=SYSTEM, at=now())
    manager = signed_in(staff("huang.wei", Role.AGENCY_MANAGER, AGENCY))
    page = manager.get("/office/messages/").content.decode()
    assert "一件办件已经逾期" in page
    assert late.number in page
    assert "1 条新消息" in page
    manager.post("/office/messages/read/")
    assert told_to_superiors(AGENCY).new == 0
    other = signed_in(staff("other", Role.AGENCY_MANAGER, "hainan-transport"))
    assert late.number not in other.get("/office/messages/").content.decode()
