"""What an agency would write into each field of a catalogue item.

Fields are filled by their id; one that this file does not know is filled by its role or left empty, so that a new
field in a pack needs no change here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from creditport.kernel.packs.registry import Registry
from creditport.kernel.packs.schema import Agency, CatalogueField, CatalogueItem, FieldKind, FieldRole, Requirement
from creditport.sites.console.demo_data import codes, names
from creditport.sites.console.demo_data.competence import CONTRACTS, HONOURS
from creditport.sites.console.demo_data.events import Event
from creditport.sites.console.demo_data.penalties import Offence, choose_offence
from creditport.sites.console.demo_data.population import Subject


@dataclass(slots=True)
class Draft:
    """One row in the making: who, when, by whom; `offence` for penalties, `person` where the party is a person."""

    rng: Random
    item: CatalogueItem
    subject: Subject
    agency: Agency
    number: int
    decided_on: date
    offence: Offence
    person: str = ""
    person_number: str = ""
    withdrawn: bool = False
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def party_name(self) -> str:
        return self.person or self.subject.name

    @property
    def party_code(self) -> str:
        return "" if self.person else self.subject.uscc

    @property
    def party_kind(self) -> str:
        if self.person:
            return "自然人"
        return "个体工商户" if self.subject.uscc.startswith("92") else "法人及非法人组织"


Filler = Callable[[Draft], str]


def new_draft(rng: Random, registry: Registry, item: CatalogueItem, event: Event, agency: Agency, number: int) -> Draft:
    """A row as a careful clerk would write it."""
    offence = event.offence or choose_offence(rng, agency.id)
    draft = Draft(rng, item, event.subject, agency, number, event.decided_on, offence)
    if event.offence is None:
        if item.id == "penalty" and rng.random() < 0.01:
            draft.person = names.person(rng)
            draft.person_number = codes.person_number(rng)
        draft.withdrawn = item.id in {"penalty", "licence"} and rng.random() < 0.004
    for each in item.fields:
        draft.cells[each.id] = _cell(draft, each, registry)
    return draft


def _cell(draft: Draft, each: CatalogueField, registry: Registry) -> str:
    if each.id in _BY_ID:
        return _BY_ID[each.id](draft)
    if each.role in _BY_ROLE:
        return _BY_ROLE[each.role](draft)
    if each.requirement is Requirement.OPTIONAL:
        return ""
    if each.kind in {FieldKind.CODE, FieldKind.CODES} and each.code_list:
        return registry.code_lists[each.code_list].values[0].label.zh
    if each.kind is FieldKind.USCC:
        return _agency_code(draft)
    if each.kind is FieldKind.DATE:
        return draft.decided_on.isoformat()
    if each.kind in {FieldKind.AMOUNT, FieldKind.INTEGER}:
        return str(draft.rng.randrange(1, 90))
    text = each.example or f"{each.label.zh}（演示）"
    return f"{text}（{draft.number}）" if each.id in draft.item.key else text


def _document_number(draft: Draft) -> str:
    sign = {"penalty": "罚", "licence": "许", "honour": "誉"}.get(draft.item.id, "信")
    label = draft.agency.label.zh
    short = label[3:5] if label.startswith("海南省") else label[-3:-1]  # 海南省税务局 of the State's own: 税务
    return f"琼演{short}{sign}〔{draft.decided_on.year}〕{draft.number}号"


def _later(draft: Draft, years: int) -> str:
    return (draft.decided_on + timedelta(days=365 * years)).isoformat()


def _valid_until(draft: Draft) -> str:
    if draft.item.id == "penalty":
        return ""
    if draft.item.id == "licence" and draft.rng.random() < 0.15:
        return "2099-12-31"
    return _later(draft, draft.rng.choice((1, 3, 5)))


def _state(draft: Draft) -> str:
    if not draft.withdrawn:
        return "有效"
    return "撤销" if draft.item.id == "penalty" else "无效"


def _agency_code(draft: Draft) -> str:
    return draft.agency.uscc or codes.uscc("11", "460000", sum(draft.agency.id.encode()))


def _established_on(draft: Draft) -> str:
    """Of a registration: the day the subject was set up. Of a commitment: the day its keeping was looked at."""
    day = draft.subject.registered_on if draft.item.registers_subject else draft.decided_on
    return day.isoformat()


def _legal_basis(draft: Draft) -> str:
    return _LIST_BASIS if draft.item.id == "serious-list-entry" else draft.offence.basis


_REGISTRARS = {
    "enterprise-registration": "市场监督管理局",
    "individual-business-registration": "市场监督管理局",
    "social-organisation-registration": "民政局",
    "institution-registration": "事业单位登记管理局",
    "government-body-registration": "事业单位登记管理局",
}
_LIST_BASIS = "《市场监督管理严重违法失信名单管理办法》第五条"  # the list's offences against food safety

_BY_ID: dict[str, Filler] = {
    "name": lambda draft: draft.party_name,
    "party_name": lambda draft: draft.party_name,
    "party_kind": lambda draft: draft.party_kind,
    "party_code": lambda draft: draft.party_code,
    "legal_representative": lambda draft: "" if draft.person else draft.subject.representative,
    "person_document_kind": lambda draft: "身份证" if draft.person else "",
    "person_document_number": lambda draft: draft.person_number,
    "document_number": _document_number,
    "document_title": lambda draft: f"{draft.offence.permit}决定书",
    "certificate_name": lambda draft: draft.offence.permit,
    "licence_number": lambda draft: f"YS{draft.subject.place.code}{draft.number:07d}",
    "licence_content": lambda draft: f"准予从事{draft.offence.permit.removesuffix('许可证')}活动",
    "case_title": lambda draft: f"{draft.party_name}{draft.offence.conduct}案",
    "violation_type": lambda draft: draft.offence.conduct,
    "facts": lambda draft: f"{draft.decided_on.year}年间，当事人{draft.offence.conduct}，有现场检查笔录为证",
    "legal_basis": _legal_basis,
    "categories": lambda draft: draft.offence.categories if draft.item.id == "penalty" else "普通",
    "penalty_content": lambda draft: draft.offence.content,
    "fine_amount": lambda draft: draft.offence.fine,
    "confiscated_amount": lambda draft: draft.offence.confiscated,
    "severity": lambda draft: draft.offence.severity,
    "procedure": lambda draft: draft.offence.procedure,
    "sector": lambda draft: draft.offence.sector,
    "state": _state,
    "withdrawal_reason": lambda draft: "行政复议决定撤销原决定" if draft.withdrawn else "",
    "decided_on": lambda draft: draft.decided_on.isoformat(),
    "valid_from": lambda draft: draft.decided_on.isoformat(),
    "valid_until": _valid_until,
    "publicity_until": lambda draft: "",
    "agency_name": lambda draft: draft.agency.label.zh,
    "agency_code": _agency_code,
    "source_name": lambda draft: draft.agency.label.zh,
    "source_code": _agency_code,
    "established_on": _established_on,
    "approved_on": lambda draft: draft.subject.registered_on.isoformat(),
    "status": lambda draft: draft.subject.status,
    "subject_type": lambda draft: draft.subject.type_name,
    "registered_capital": lambda draft: f"{draft.rng.choice((10, 50, 100, 500, 1000, 5000))}万元人民币",
    "business_scope": lambda draft: f"{names.trade_of(draft.rng)}；国内贸易代理",
    "province": lambda draft: "海南",
    "area": lambda draft: draft.subject.place.short,
    "address": lambda draft: draft.subject.address,
    "registrar": lambda draft: f"{draft.subject.place.name}{_REGISTRARS[draft.subject.item]}",
    "honour": lambda draft: f"{HONOURS[draft.agency.id]}（{draft.number}）",
    "matter": lambda draft: f"申办{draft.offence.permit}（{draft.number}）",
    "contract_name": lambda draft: CONTRACTS[draft.agency.id],
    "former_name": lambda draft: draft.subject.former_name,
    "note": lambda draft: "",
}

_BY_ROLE: dict[FieldRole | None, Filler] = {
    FieldRole.PARTY_NAME: lambda draft: draft.party_name,
    FieldRole.PARTY_CODE: lambda draft: draft.party_code,
    FieldRole.PARTY_KIND: lambda draft: draft.party_kind,
    FieldRole.DOCUMENT_NUMBER: _document_number,
    FieldRole.DECIDED_ON: lambda draft: draft.decided_on.isoformat(),
    FieldRole.VALID_UNTIL: _valid_until,
    FieldRole.AGENCY_NAME: lambda draft: draft.agency.label.zh,
    FieldRole.AGENCY_CODE: _agency_code,
    FieldRole.REGISTRAR: lambda draft: draft.agency.label.zh,
    FieldRole.REGISTERED_ON: lambda draft: draft.subject.registered_on.isoformat(),
    FieldRole.LEGAL_REPRESENTATIVE: lambda draft: draft.subject.representative,
}
