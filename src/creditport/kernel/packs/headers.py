"""Compares column headers as people write them: full width or half, with spaces or without."""

from __future__ import annotations

import re
import unicodedata

_IGNORED = re.compile(r"[\s*﻿]+")  # spaces, the asterisk of "required", the byte order mark


def normalised(header: str) -> str:
    """The header in the form in which two spellings of it are equal."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", header)).casefold()
