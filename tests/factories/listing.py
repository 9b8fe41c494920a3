"""Entries of lists as officers make them on the platform, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from creditport.consequences.lists.actions import Proposal
from creditport.consequences.lists.models import ListEntry
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.packs.registry import packs

WAGES = "wage-arrears"
HR = "hainan-human-resources"


def officers(agency: str, reporter: str, manager: str) -> tuple[Actor, Actor]:
    """One who prepares and one who decides."""
    return (
        Actor(kind=ActorKind.STAFF, name=reporter, role=Role.REPORTER, agency=agency),
        Actor(kind=ActorKind.STAFF, name=manager, role=Role.AGENCY_MANAGER, agency=agency),
    )


OFFICER, HEAD = officers(HR, "wu.duoxian", "fu.haibo")
ABNORMAL = officers("hainan-market-regulation", "lin.xiaomei", "huang.wei")


def province() -> tuple[Actor, Actor]:
    """Those of the provincial credit department."""
    return officers("hainan-business-environment", "xu.lan", "chen.ming")


def proposal(subject_id: int, list_id: str) -> Proposal:
    """On the first basis of the list."""
    basis = packs().list_versions[list_id][-1].basis[0]
    return Proposal(
        subject_id=subject_id,
        list_id=list_id,
        facts="拖欠工资 46 万元",
        instrument=basis.instrument,
        article=basis.article or "",
    )


@dataclass
class DoneAt:
    """Acts on one case, each with the version that stands."""

    case_id: int
    at: datetime

    def by(self, actor: Actor, name: str, reason: str = "", **fields: str) -> Case:
        version = Case.objects.get(pk=self.case_id).version
        return act(
            actor=actor,
            at=self.at,
            case_id=self.case_id,
            act_id=name,
            version=version,
            fields=fields,
            reason=reason,
        )

    def entry(self) -> ListEntry:
        return ListEntry.objects.get(case_id=self.case_id)
