"""What stopped for want of a basis, and what is held, as the agency reads it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

import pytest
from django.test import Client

from creditport.consequences.lists.models import HeldListing
from creditport.consequences.measures.actions import apply_measure
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.kernel.packs.registry import packs
from tests.factories.consequences import PROCUREMENT, bar_from_procurement, enter, load_rules_of, procurement_draft
from tests.factories.records import make_subject
from tests.factories.staff import MARKET, signed_in, staff

pytestmark = pytest.mark.django_db
FINANCE = "hainan-finance"


def _stopped() -> None:
    """A bar from procurement whose law was repealed this morning."""
    entry = enter(procurement_draft(make_subject(at=now()).pk), at=now())
    apply_measure(
        actor=SYSTEM, at=now(), agency=FINANCE, wanted=bar_from_procurement(entry, starts_on=civil_day(now()))
    )
    registry = packs()
    law = registry.instruments[PROCUREMENT].model_copy(update={"in_force_until": civil_day(now())})
    instruments = MappingProxyType({**registry.instruments, PROCUREMENT: law})
    load_rules_of(replace(registry, instruments=instruments, version="repealed-today"))


def _held() -> None:
    HeldListing.objects.create(
        record_id=1,
        record_key=uuid4(),
        submission_id=1,
        agency=FINANCE,
        list_id="wage-arrears",
        missing=["notice", "head"],
        held_at=now(),
    )


def test_the_agency_reads_what_stopped_and_what_is_held() -> None:
    _stopped()
    _held()
    client = signed_in(staff("wu.duoxian", Role.REPORTER, FINANCE))
    page = client.get("/office/consequences/").content.decode()
    assert "禁止参加政府采购活动" in page and "琼财采禁〔2026〕3号" in page
    assert "缺少告知书送达日期" in page and "缺少作出决定的负责人" in page


def test_another_agency_reads_nothing_of_it(client: Client) -> None:
    _stopped()
    _held()
    other = signed_in(staff("someone.else", Role.REPORTER, MARKET))
    page = other.get("/office/consequences/").content.decode()
    assert "没有：正在实施的措施均有有效依据。" in page
    assert "没有：报送的列入均附有程序证明。" in page
