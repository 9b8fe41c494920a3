"""The demo's sample sign-ins: staff by role, and two who act for the restaurant by mandates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from creditport.kernel.identity.models import User
from creditport.sites.console.demo_data.accounts import have_accounts, sample_sign_ins
from creditport.sites.console.demo_data.mandates import have_mandates
from creditport.sites.console.demo_data.population import restaurant
from creditport.subjects.mandates.models import Mandate
from creditport.subjects.mandates.queries import standings_of
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db


def test_the_owner_and_a_counselling_body_act_for_the_restaurant(tmp_path: Path, at: datetime) -> None:
    sign_ins = sample_sign_ins(tmp_path / "accounts.json")
    assert sign_ins == sample_sign_ins(tmp_path / "accounts.json")
    have_accounts(sign_ins, at)
    have_mandates(at)
    assert not Mandate.objects.exists()  # the restaurant is not in the register yet
    subject = make_subject(at=at, name=restaurant().name, uscc=restaurant().uscc, kind="individual-business")
    have_mandates(at)
    have_mandates(at)
    grounds = {
        name: [(each.subject_id, each.ground.value) for each in standings_of(User.objects.get(username=name), at)]
        for name in ("wang.zhiqiang", "yehai.fudao", "lin.xiaomei")
    }
    assert grounds == {
        "wang.zhiqiang": [(subject.pk, "legal-representative")],
        "yehai.fudao": [(subject.pk, "counsel")],
        "lin.xiaomei": [],
    }


def test_an_installation_of_before_gets_the_new_sign_ins(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    path.write_text('{"lin.xiaomei": "Yefeng-old"}', encoding="utf-8")
    found = {each.username: each.password for each in sample_sign_ins(path)}
    assert found["lin.xiaomei"] == "Yefeng-old"
    assert found["wang.zhiqiang"].startswith("Yefeng-")
