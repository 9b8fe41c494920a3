"""How large a trial is: small in the suite, larger by `make trials`, as large as CREDITPORT_TRIAL_ROUNDS says."""

from __future__ import annotations

import os
import sys

VARIABLE = "CREDITPORT_TRIAL_ROUNDS"


def rounds(small: int, *, share: float = 1.0) -> int:
    """`small` in the suite; else this share of the rounds asked for, and never fewer than `small`."""
    asked = os.environ.get(VARIABLE, "")
    return max(small, round(int(asked) * share)) if asked else small


def tell(figures: str) -> None:
    """The figures of a trial, for whoever runs it with `-s` (as `make trials` does)."""
    sys.stdout.write(f"\n{figures}\n")
