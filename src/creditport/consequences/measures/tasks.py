"""Loading of the rules when the tables are made and when the platform starts."""

from __future__ import annotations

from creditport.consequences.measures.actions import sync_rules
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs


def load_rules() -> bool:
    """Let the database work by the rules of the installed packs. False if it already did."""
    return sync_rules(actor=SYSTEM, at=now(), registry=packs())
