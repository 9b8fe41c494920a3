"""The twelve kinds of fault that the demo's agencies make, and how a row gets one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from creditport.sites.console.demo_data import codes
from creditport.sites.console.demo_data.rows import Draft


@dataclass(frozen=True, slots=True)
class FaultKind:
    """The code under which the checks report it, the items it can befall, and how to make it."""

    code: str
    items: tuple[str, ...]
    spoil: Callable[[Draft], None]


def _set(name: str, value: str) -> Callable[[Draft], None]:
    def spoil(draft: Draft) -> None:
        draft.cells[name] = value

    return spoil


def _break_check(draft: Draft) -> None:
    draft.cells["party_code"] = codes.wrong_check(draft.subject.uscc)


def _shorten_code(draft: Draft) -> None:
    draft.cells["party_code"] = draft.subject.uscc[:17]


def _person_in_code(draft: Draft) -> None:
    draft.person_number = draft.cells["party_code"] = codes.person_number(draft.rng)


def _person_in_facts(draft: Draft) -> None:
    draft.person_number = codes.person_number(draft.rng)
    draft.cells["facts"] += f"，经办人身份证号{draft.person_number}"


def _cut_name(draft: Draft) -> None:
    draft.cells["party_name"] = "海南椰风国际旅游投资（海口"


def _name_with_case(draft: Draft) -> None:
    draft.cells["party_name"] += "未按规定公示年度报告案"


PENALTY = ("penalty",)
BOTH = ("penalty", "licence")
KINDS = (
    FaultKind("required-missing", PENALTY, _set("penalty_content", "")),
    FaultKind("code-unknown", PENALTY, _set("categories", "口头教育")),
    FaultKind("date-unreadable", BOTH, _set("decided_on", "去年五月")),
    FaultKind("date-impossible", BOTH, _set("decided_on", "2025-02-30")),
    FaultKind("date-future", BOTH, _set("decided_on", "2088-08-08")),
    FaultKind("amount-unreadable", PENALTY, _set("fine_amount", "若干")),
    FaultKind("uscc-check", BOTH, _break_check),
    FaultKind("uscc-form", BOTH, _shorten_code),
    FaultKind("person-number-in-code", BOTH, _person_in_code),
    FaultKind("person-number-in-text", PENALTY, _person_in_facts),
    FaultKind("name-cut", PENALTY, _cut_name),
    FaultKind("name-case-text", PENALTY, _name_with_case),
)


def plant(draft: Draft, chance: float) -> str | None:
    """Spoil one row in so many; the code of the fault, or None. Rows of persons stay sound."""
    if draft.person or draft.withdrawn or draft.rng.random() >= chance:
        return None
    fitting = [kind for kind in KINDS if draft.item.id in kind.items]
    if not fitting:
        return None
    kind = draft.rng.choice(fitting)
    kind.spoil(draft)
    return kind.code
