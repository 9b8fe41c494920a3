"""The registry of this installation: `packs()`."""

from __future__ import annotations

from functools import lru_cache

from creditport.kernel.packs.contents import NotInForceError, Registry, UnknownItemError
from creditport.kernel.packs.loader import load
from creditport.kernel.packs.location import pack_folders

__all__ = ["NotInForceError", "Registry", "UnknownItemError", "packs"]


@lru_cache(maxsize=1)
def packs() -> Registry:
    """What the installed packs declare, read and checked once per process; `packs.cache_clear()` reads anew.

    Raises PackFaultsError, with every fault, if the packs may not be used.
    """
    return load(pack_folders())
