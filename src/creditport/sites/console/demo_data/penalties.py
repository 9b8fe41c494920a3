"""What the demo's agencies punish and permit: invented cases under laws that exist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random


@dataclass(frozen=True, slots=True)
class Offence:
    """One kind of case; amounts in 万元. `permit` is the licence that the same agencies would grant."""

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


_KINDS = (
    ("经营超过保质期的食品", "《中华人民共和国食品安全法》第一百二十四条第一款", "食品安全", "食品经营许可证"),
    (
        "未取得食品经营许可从事餐饮服务",
        "《中华人民共和国食品安全法》第一百二十二条第一款",
        "食品安全",
        "食品经营许可证",
    ),
    ("发布含有虚假内容的广告", "《中华人民共和国广告法》第五十五条第一款", "市场监管", "广告发布登记证"),
    ("未按规定公示年度报告", "《企业信息公示暂行条例》第十七条", "市场监管", "营业执照"),
    ("未明码标价", "《中华人民共和国价格法》第四十二条", "价格监管", "成品油零售经营批准证书"),
    ("未落实安全生产培训制度", "《中华人民共和国安全生产法》第九十七条", "安全生产", "安全生产许可证"),
    ("超限运输", "《公路安全保护条例》第六十四条", "交通运输", "道路运输经营许可证"),
    ("未经许可占用城市道路", "《城市道路管理条例》第四十二条", "城市管理", "城市道路占用许可证"),
    ("未取得排污许可证排放污染物", "《排污许可管理条例》第三十三条", "生态环境", "排污许可证"),
    ("未按规定办理消防验收", "《中华人民共和国消防法》第五十八条", "消防安全", "公众聚集场所消防安全检查合格证"),
)

# severity, procedure, categories, share
_OUTCOMES = (
    ("轻微", "简易程序", "警告", 24),
    ("轻微", "一般程序", "警告", 14),
    ("一般", "一般程序", "罚款", 38),
    ("一般", "一般程序", "罚款;没收违法所得", 17),
    ("严重", "一般程序", "罚款;吊销许可证件", 5),
    ("严重", "一般程序", "责令停产停业", 2),
)


def choose_offence(rng: Random) -> Offence:
    """A case with an outcome."""
    conduct, basis, sector, permit = rng.choice(_KINDS)
    severity, procedure, categories, _share = rng.choices(_OUTCOMES, [row[3] for row in _OUTCOMES])[0]
    offence = Offence(conduct, basis, sector, permit, categories, "警告", "", "", severity, procedure)
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
