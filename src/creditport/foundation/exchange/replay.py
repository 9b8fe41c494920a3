"""A reader's copy, kept by replaying changes: the reference for anyone who writes a client.

The copy stops showing a record on its last day by itself; it does not wait for the feed to say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import orjson

from creditport.foundation.exchange.queries import Change, ChangeKind


@dataclass
class Replica:
    """Lines by record key, as the feed told them."""

    lines: dict[str, bytes] = field(default_factory=dict)

    def apply(self, change: Change) -> None:
        """Take one change. Unknown keys in withdrawals and endings are no fault: nothing was shown."""
        if change.kind in {ChangeKind.PUBLISHED, ChangeKind.AMENDED} and change.line is not None:
            self.lines[change.key] = change.line
        else:
            self.lines.pop(change.key, None)

    def export(self, day: date) -> bytes:
        """What the copy shows on that day, in the form of the full export."""
        shown = (self.lines[key] for key in sorted(self.lines) if _shows(self.lines[key], day))
        return b"".join(line + b"\n" for line in shown)


def _shows(line: bytes, day: date) -> bool:
    record = orjson.loads(line)
    today = day.isoformat()
    return bool(record["public_from"] <= today and (record["public_until"] is None or today < record["public_until"]))
