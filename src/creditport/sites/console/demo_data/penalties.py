"""What the demo's agencies punish and permit: invented cases under laws that exist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from creditport.sites.console.demo_data.competence import competence_of


@dataclass(frozen=True, slots=True)
class Offence:
    """One kind of case; amounts in 万元. `permit` is a licence that the same agency grants."""

    conduct: str
    basis: str
    sector: str
    permit: str
    categories: str
    content: str
    fine: str
    confiscated: str
    severity: str
    procedure: str


# severity, procedure, categories, share
_OUTCOMES = (
    ("轻微", "简易程序", "警告", 24),
    ("轻微", "一般程序", "警告", 14),
    ("一般", "一般程序", "罚款", 38),
    ("一般", "一般程序", "罚款;没收违法所得", 17),
    ("严重", "一般程序", "罚款;吊销许可证件", 5),
    ("严重", "一般程序", "责令停产停业", 2),
)


def choose_offence(rng: Random, agency: str) -> Offence:
    """A case of this agency with an outcome, and a licence that it grants."""
    competence = competence_of(agency)
    matter, permit = rng.choice(competence.matters), rng.choice(competence.permits)
    severity, procedure, categories, _share = rng.choices(_OUTCOMES, [row[3] for row in _OUTCOMES])[0]
    offence = Offence(
        matter.conduct, matter.basis, matter.sector, permit, categories, "警告", "", "", severity, procedure
    )
    if "罚款" not in categories:
        return replace(offence, content=categories)
    thousands = rng.choice((1, 2, 5, 10, 20, 50, 100, 200))
    content = f"罚款{thousands * 1000}元"
    if "没收" in categories:
        return replace(
            offence, content=content + "；没收违法所得3500元", fine=_ten_thousand(thousands), confiscated="0.35"
        )
    if "吊销" in categories:
        content += "；吊销许可证件"
    return replace(offence, content=content, fine=_ten_thousand(thousands))


def _ten_thousand(thousands: int) -> str:
    """1 → 0.1, 20 → 2: what `thousands` yuan are in 万元."""
    return f"{thousands / 10:g}"
