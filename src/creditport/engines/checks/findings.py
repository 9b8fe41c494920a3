"""What the checks can find in a row, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import ibis.expr.types as ir


class Consequence(IntEnum):
    """What a finding does to its row; the heaviest decides. Numbers travel in the column `worst`."""

    SOUND = 0
    WARNED = 1
    REJECTED = 2
    QUARANTINED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of one field: true where the row has the problem `code`.

    `code` names the texts in `problems.yml`; `detail` is what they mention (a length, another field), in the order
    of their placeholders. `field` is blank where the row as a whole is meant.
    """

    field: str
    code: str
    consequence: Consequence
    condition: ir.BooleanValue
    detail: str = ""
    judged: bool = True  # False: the row is judged as a whole; this tells only where in the row it is
