"""Golden cases that a jurist can read and write: what shows and what applies after repairs, rulings and lawsuits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Severity
from tests.consequences.repair.test_any_order import AT, World
from tests.factories.records import draft, make_subject, write

pytestmark = pytest.mark.django_db
WORDS = {
    "实施措施": World.apply,
    "修改": World.amend,
    "降级": World.re_class,
    "撤回": World.withdraw,
    "新规则": World.new_rules,
    "修复": World.grant,
    "撤销修复": World.revoke,
    "裁定重整": World.protect,
    "重整失败": World.plan_fails,
    "起诉": World.sue,
    "停止执行": World.court_suspends,
    "恢复执行": World.court_lets_go_on,
    "判决维持": World.court_upholds,
    "判决撤销": World.court_annuls,
}
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "golden" / "contested.yml").read_text(encoding="utf-8")
)


def test_each_is_named_once() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) == 23


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_shows_and_what_applies(case: dict[str, Any]) -> None:
    assert set(case) == {"name", "happens", "shown", "measures"}
    subject = make_subject(at=AT)
    world = World(subject.pk, write(replace(draft(subject.pk), severity=Severity.SERIOUS), at=AT), AT)
    for word in case["happens"]:
        world.at += timedelta(minutes=1)
        WORDS[word](world)
    assert (bool(public_records(subject.pk)), world.measures()) == (case["shown"], case["measures"])
