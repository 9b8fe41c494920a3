"""A few subjects as the public site meets them: with good and adverse records, same-named, long-named, with none."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from creditport.engines.search.grams import grams
from creditport.engines.search.initials import initials
from creditport.engines.search.spelling import normalise
from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import civil_day
from creditport.subjects.register.choices import CountySource, NameKind, SubjectKind, SubjectStatus
from creditport.subjects.register.models import Subject, SubjectName

LONG_MATTER = "擅自改变生产工艺且未重新报批环境影响评价文件的违法行为" * 3
RESTAURANT = "91460100MA5RFXBU8P"
LONG_NAME = (
    "海南自由贸易港洋浦经济开发区国际能源与新材料循环利用技术研究开发及跨境供应链综合服务（集团）股份有限公司第三分公司"
)


@dataclass(frozen=True, slots=True)
class Town:
    """The subjects by what they show."""

    restaurant: Subject  # a bit of everything, a former name
    namesake_one: Subject
    namesake_two: Subject  # the same name in another county
    long_named: Subject
    quiet: Subject  # nothing reported but its name
    busy: Subject  # many licences


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one record of the town says."""

    subject: Subject
    item: str
    content: dict[str, object]
    decided_on: date
    agency: str = "hainan-market-regulation"
    severity: Severity | None = None
    repair_opens_on: date | None = None
    public_until: date | None = None
    valid_until: date | None = None


def settle(*, at: datetime, licences: int = 30) -> Town:
    """Make the town. `licences`: how many the busy subject holds."""
    town = Town(
        restaurant=_subject("海口椰风餐饮有限公司", RESTAURANT, "460100", at=at, former="海口海风小吃店"),
        namesake_one=_subject("海南椰岛贸易有限公司", "91460100MA5T0AAA1H", "460100", at=at),
        namesake_two=_subject("海南椰岛贸易有限公司", "91460200MA5T0BBB2K", "460200", at=at),
        long_named=_subject(LONG_NAME, "91460300MA5T0CCC3L", "460400", at=at, status=SubjectStatus.REORGANISATION),
        quiet=_subject("文昌静海渔业合作社", None, "", at=at, status=SubjectStatus.UNKNOWN),
        busy=_subject("三亚湾工程建设有限公司", "91460200MA5T0DDD4M", "460200", at=at),
    )
    today = civil_day(at)
    entries = (*_of_restaurant(town, today), *_of_others(town, today, licences))
    Record.objects.bulk_create([_record(entry, at=at) for entry in entries])
    return town


def _subject(
    name: str, uscc: str | None, county: str, *, at: datetime, former: str = "", status: str = SubjectStatus.ACTIVE
) -> Subject:
    subject = Subject.objects.create(
        kind=SubjectKind.ENTERPRISE,
        name=name,
        uscc=uscc,
        county_code=county,
        county_source=CountySource.REGISTRAR if county else CountySource.UNKNOWN,
        status=status,
        registered_on=date(2019, 4, 8),
        changed_at=at,
    )
    _named(subject, name, NameKind.CURRENT)
    if former:
        _named(subject, former, NameKind.FORMER, until=date(2021, 5, 6))
    return subject


def _named(subject: Subject, name: str, kind: NameKind, until: date | None = None) -> None:
    SubjectName.objects.create(
        subject=subject,
        name=name,
        kind=kind,
        until=until,
        grams=grams(name),
        initials=initials(normalise(name)),
    )


def _of_restaurant(town: Town, today: date) -> tuple[Entry, ...]:
    restaurant = town.restaurant
    return (
        _registration(restaurant, "餐饮服务；食品销售；酒店管理；会议及展览服务。"),
        _licence(restaurant, "食品经营许可证", _ago(today, 600)),
        _penalty(restaurant, "未按规定保存食品进货查验记录", Severity.GENERAL, _ago(today, 49), "1.5"),
        _penalty(restaurant, "经营超过保质期的食品", Severity.SERIOUS, _ago(today, 461), "35"),
        _penalty(restaurant, "未公示食品经营许可证", Severity.MINOR, _ago(today, 25), ""),
        Entry(
            subject=restaurant,
            item="honour",
            content={"honour_name": "海南省诚信经营示范单位", "party_name": restaurant.name},
            decided_on=date(2024, 12, 1),
        ),
    )


def _of_others(town: Town, today: date, licences: int) -> tuple[Entry, ...]:
    return (
        _registration(town.long_named, "新材料技术研发；" * 40),
        _penalty(town.long_named, LONG_MATTER, Severity.SERIOUS, _ago(today, 267), "120"),
        _registration(town.namesake_one, "货物进出口。"),
        _registration(town.namesake_two, "水产品批发。"),
        *(_licence(town.busy, f"建筑工程施工许可（第 {number} 号）", _ago(today, 84)) for number in range(licences)),
    )


def _registration(subject: Subject, scope: str) -> Entry:
    return Entry(
        subject=subject,
        item="enterprise-registration",
        content={
            "name": subject.name,
            "party_code": subject.uscc or "",
            "subject_type": "有限责任公司（自然人投资或控股）",
            "registered_capital": "500 万元",
            "business_scope": scope,
            "address": "海南省海口市龙华区滨海大道 1 号",
            "registrar": "海口市市场监督管理局",
        },
        decided_on=date(2019, 4, 8),
    )


def _licence(subject: Subject, title: str, day: date) -> Entry:
    return Entry(
        subject=subject,
        item="licence",
        content={
            "party_name": subject.name,
            "document_title": title,
            "document_number": f"琼许可〔{day.year}〕0{day.month}号",
            "licence_content": title,
            "valid_from": day.isoformat(),
            "valid_until": _months_after(day, 60).isoformat(),
        },
        decided_on=day,
        valid_until=_months_after(day, 60),
    )


_TERMS = {Severity.MINOR: (0, 3), Severity.GENERAL: (3, 12), Severity.SERIOUS: (12, 36)}


def _penalty(subject: Subject, matter: str, severity: Severity, day: date, fine: str) -> Entry:
    opens, ends = _TERMS[severity]
    return Entry(
        subject=subject,
        item="penalty",
        content={
            "party_name": subject.name,
            "document_number": f"琼市监处罚〔{day.year}〕{day.month}{day.day}号",
            "violation_type": matter,
            "facts": "当事人于检查当日未能提供当月进货查验记录，涉及食用油、调味品等六个品种。",
            "legal_basis": "《中华人民共和国食品安全法》第一百二十六条第一款第三项",
            "categories": ["fine"] if fine else ["warning"],
            "penalty_content": f"罚款人民币 {fine} 万元" if fine else "警告",
            **({"fine_amount": fine} if fine else {}),
        },
        decided_on=day,
        severity=severity,
        repair_opens_on=_months_after(day, opens),
        public_until=_months_after(day, ends),
    )


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last. The real rule is the publicity's own."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _record(entry: Entry, *, at: datetime) -> Record:
    return Record(
        key=uuid4(),
        version=1,
        cause=Cause.REPORTED,
        item=entry.item,
        adverse=entry.severity is not None,
        subject_id=entry.subject.pk,
        linked_by="uscc" if entry.subject.uscc else "registration-number",
        agency=entry.agency,
        submission_id=1,
        row_number=1,
        severity=entry.severity,
        decided_on=entry.decided_on,
        valid_until=entry.valid_until,
        state=RecordState.IN_FORCE,
        content=entry.content,
        digest=uuid4(),
        recorded_at=at,
        rules="test",
        shown=True,
        public_from=entry.decided_on,
        repair_opens_on=entry.repair_opens_on,
        public_until=entry.public_until,
    )
