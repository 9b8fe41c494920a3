"""What a file really is, by its first bytes; its name and what the sender calls it prove nothing."""

from __future__ import annotations

_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
LONGEST = max(len(beginning) for beginning, _ in _BEGINNINGS)


def media_type(beginning: bytes) -> str | None:
    """The media type of a file that begins so; None if it is none of those that are accepted.

    >>> media_type(b"%PDF-1.7 ...")
    'application/pdf'
    >>> media_type(b"MZ\\x90") is None
    True
    """
    return next((kind for start, kind in _BEGINNINGS if beginning.startswith(start)), None)
