"""The arithmetic of the chain, apart from the database that also computes it.

Written a second time on purpose: a check that called the trigger's own function would believe a forged one.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from creditport.kernel.audit.choices import ChainFault

START = bytes(32)
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the chain sees it: `parts` in the order of the canonical text."""

    id: int
    previous: bytes
    digest: bytes
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Number and digest of an entry, noted somewhere the platform's own staff cannot write."""

    entry: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.entry}:{self.digest.hex()}"

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """From `number:digest`, the way `str` prints it. Raises ValueError for anything else."""
        number, _, digest = text.strip().partition(":")
        anchor = cls(entry=int(number), digest=bytes.fromhex(digest))
        if anchor.entry < 1 or len(anchor.digest) != 32:
            raise ValueError("an anchor is an entry number from 1 on, a colon and 64 hexadecimal digits")
        return anchor


def digest_of(previous: bytes, parts: tuple[str, ...]) -> bytes:
    """SHA-256 over the previous digest and the canonical text."""
    return sha256(previous + _SEPARATOR.join(parts).encode()).digest()


def fault_of(link: Link, *, before: Anchor, noted: Anchor | None) -> ChainFault | None:
    """What is wrong with this link, given the sound one before it and what was noted outside."""
    if link.id != before.entry + 1:
        return ChainFault.MISSING
    if link.previous != before.digest:
        return ChainFault.UNLINKED
    if digest_of(link.previous, link.parts) != link.digest:
        return ChainFault.ALTERED
    if noted and noted.entry == link.id and noted.digest != link.digest:
        return ChainFault.ANCHOR
    return None
