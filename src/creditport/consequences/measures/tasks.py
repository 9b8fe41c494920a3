"""Loading of the rules when the tables are made, when the platform starts, and before the first decision by them."""

from __future__ import annotations

from functools import lru_cache

from creditport.consequences.measures.actions import sync_rules
from creditport.consequences.measures.queries import rules_loaded
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs


def load_rules() -> bool:
    """Let the database work by the rules of the installed packs. False if it already did."""
    return sync_rules(actor=SYSTEM, at=now(), registry=packs())


def have_rules() -> None:
    """The rules of this process's packs are kept and loaded; asked once for each version."""
    _have_rules(packs().version)


@lru_cache(maxsize=4)
def _have_rules(version: str) -> None:
    if rules_loaded() != version:
        load_rules()
