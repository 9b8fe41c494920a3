"""The same three people in every story."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

LIN_XIAOMEI = Actor(kind=ActorKind.STAFF, name="lin.xiaomei", role=Role.REPORTER, agency="hainan-market-regulation")
CHEN_JING = Actor(kind=ActorKind.STAFF, name="chen.jing", role=Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Owner:
    """A member of the public who answers for a business."""

    name: str
    business: str
    uscc: str


WANG_ZHIQIANG = Owner(name="王志强", business="海口龙华志强海鲜餐厅", uscc="92460100MA5T2W3XX1")
