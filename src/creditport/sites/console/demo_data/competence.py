"""Who decides on what in the demo: no agency permits, punishes or honours what is not its own to decide.

The laws exist; which authority applies them is told as generally known, and of several only a few have a part here.
"""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.packs.registry import Registry
from creditport.sites.console.demo_data.population import Subject

MARKET = "hainan-market-regulation"
TRANSPORT = "hainan-transport"
EMERGENCY = "hainan-emergency"
ECOLOGY = "hainan-ecology-environment"
CIVIL_AFFAIRS = "hainan-civil-affairs"
HAIKOU_APPROVAL = "haikou-approval-service"
_HAIKOU = "460100"


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of case: the conduct, the law that it breaks, the sector."""

    conduct: str
    basis: str
    sector: str


@dataclass(frozen=True, slots=True)
class Competence:
    """What an agency may punish and permit."""

    matters: tuple[Matter, ...]
    permits: tuple[str, ...]


COMPETENCES = {
    MARKET: Competence(
        (
            Matter("经营超过保质期的食品", "《中华人民共和国食品安全法》第一百二十四条第一款", "食品安全"),
            Matter("未取得食品经营许可从事餐饮服务", "《中华人民共和国食品安全法》第一百二十二条第一款", "食品安全"),
            Matter("发布含有虚假内容的广告", "《中华人民共和国广告法》第五十五条第一款", "市场监管"),
            Matter("未按规定公示年度报告", "《企业信息公示暂行条例》第十七条", "市场监管"),
            Matter("未明码标价", "《中华人民共和国价格法》第四十二条", "价格监管"),
        ),
        ("食品经营许可证", "食品生产许可证", "特种设备生产许可证", "检验检测机构资质认定证书"),
    ),
    TRANSPORT: Competence(
        (
            Matter("超限运输", "《公路安全保护条例》第六十四条", "交通运输"),
            Matter("未取得道路运输经营许可从事道路货物运输", "《中华人民共和国道路运输条例》第六十三条", "交通运输"),
        ),
        ("道路运输经营许可证", "港口经营许可证", "国内水路运输经营许可证"),
    ),
    EMERGENCY: Competence(
        (Matter("未落实安全生产培训制度", "《中华人民共和国安全生产法》第九十七条", "安全生产"),),
        ("安全生产许可证", "危险化学品经营许可证"),
    ),
    ECOLOGY: Competence(
        (Matter("未取得排污许可证排放污染物", "《排污许可管理条例》第三十三条", "生态环境"),),
        ("排污许可证", "危险废物经营许可证", "辐射安全许可证"),
    ),
}
_DECIDERS = (MARKET, TRANSPORT, MARKET, EMERGENCY, MARKET, ECOLOGY)

# Who reports an item, in turn; who registers a subject or lists it depends on what it is (`agency_of`).
_REPORTING = {
    "enterprise-registration": (MARKET,),
    "individual-business-registration": (MARKET,),
    "social-organisation-registration": (CIVIL_AFFAIRS,),
    "institution-registration": ("hainan-institution-registration",),
    "government-body-registration": ("hainan-institution-registration",),
    "licence": _DECIDERS,
    "penalty": _DECIDERS,
    "honour": ("hainan-tax", MARKET),
    "commitment": (MARKET, TRANSPORT),
    "contract-performance": ("hainan-finance", "hainan-housing-construction"),
    "abnormal-list-entry": (MARKET,),
    "serious-list-entry": (MARKET,),
    "enforcement-defaulter": ("hainan-high-court",),
    "voluntary-information": ("hainan-business-environment",),
}
HONOURS = {"hainan-tax": "A级纳税人", MARKET: "守合同重信用企业"}
CONTRACTS = {"hainan-finance": "办公设备采购合同", "hainan-housing-construction": "房屋修缮工程施工合同"}
_MOST = 2  # agencies that send a file of an item which this module does not know


def competence_of(agency: str) -> Competence:
    """What the agency decides on; of one that decides on nothing here, what the market regulator does."""
    return COMPETENCES.get(agency, COMPETENCES[MARKET])


def agency_of(registry: Registry, item: str, subject: Subject, position: int) -> str | None:
    """Who reports this item about this subject; None where no agency of the packs may."""
    if item == "social-organisation-registration" and subject.place.code == _HAIKOU:
        return HAIKOU_APPROVAL
    if item == "abnormal-list-entry" and subject.item == "social-organisation-registration":
        return CIVIL_AFFAIRS
    known = _REPORTING.get(item)
    able = known or [each.id for each in registry.agencies.values() if item in each.items][:_MOST]
    return able[position % len(able)] if able else None
