"""Parts from which invented names are put together. No list of real names is used."""

from __future__ import annotations

from random import Random

_FIRST = "椰海琼南金银蓝碧瑞华嘉鸿盛泰恒远达通润丰裕荣兴旺顺和天宇星月云霞珠贝帆港湾澜涛岚屿晨曦朗清松竹梅兰荷桂"
_SECOND = "风岛洲洋源创联信诚德品优美佳康宁安平升腾飞跃翔龙凤麟鹿鹤阳晖映辉煌耀晶莹润泽霖沛汇聚融通达越卓睿智慧博雅"
_TRADES = (
    *("贸易", "商贸", "实业", "投资", "科技", "信息技术", "网络科技", "生物科技", "新能源", "环保科技", "医药"),
    *(
        "医疗器械",
        "食品",
        "水产",
        "农业开发",
        "热带农业",
        "椰子制品",
        "旅游",
        "旅行社",
        "酒店管理",
        "餐饮管理",
        "文化传媒",
    ),
    *("广告", "教育咨询", "人力资源", "物业服务", "建筑工程", "装饰工程", "市政工程", "园林绿化", "劳务", "房地产"),
    *(
        "物流",
        "国际货运代理",
        "供应链管理",
        "船舶服务",
        "游艇服务",
        "汽车销售",
        "二手车",
        "跨境电商",
        "免税品",
        "融资租赁",
    ),
)
_FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "合伙企业（有限合伙）")
_SHOPS = (
    "海鲜餐厅",
    "清补凉店",
    "老爸茶店",
    "便利店",
    "水果店",
    "五金店",
    "理发店",
    "服装店",
    "渔具店",
    "民宿",
    "粉汤店",
    "药店",
)
_SURNAMES = "陈林王李吴符黄张郑周蔡韩冯云邢曾何许杨梁谢杜莫洪邓唐叶"
_GIVEN = "海椰明月志国春秋文武英雄丽娟秀芳建军永福光辉小燕晓梅俊杰子涵雨萱思远家乐水生阿强玉兰德顺金凤世豪"
_CHARITIES = (
    "环保志愿者协会",
    "渔业协会",
    "餐饮行业协会",
    "慈善基金会",
    "社区服务中心",
    "潜水运动协会",
    "电子商务协会",
)
_INSTITUTIONS = (
    "第一小学",
    "第二中学",
    "人民医院",
    "疾病预防控制中心",
    "图书馆",
    "文化馆",
    "水务管理站",
    "农技推广中心",
)
_OFFICES = ("镇人民政府", "街道办事处", "综合行政执法局", "政务服务中心")


def brand(rng: Random) -> str:
    return rng.choice(_FIRST) + rng.choice(_SECOND)


def company(rng: Random, place: str) -> str:
    """The name of a company; the place stands in front or in brackets."""
    form = rng.choice(_FORMS)
    core = brand(rng) + rng.choice(_TRADES)
    if rng.random() < 0.12:
        return f"{core}（{place}）{form}"
    return f"{rng.choice((place, '海南', '海南'))}{core}{form}"


def branch(rng: Random, company_name: str, place: str) -> str:
    return f"{company_name}{place}分公司"


def shop(rng: Random, place: str) -> str:
    return f"{place}{rng.choice(_GIVEN)}{rng.choice(_SECOND)}{rng.choice(_SHOPS)}"


def person(rng: Random) -> str:
    given = rng.sample(_GIVEN, rng.choice((1, 2, 2)))
    return rng.choice(_SURNAMES) + "".join(given)


def charity(rng: Random, place: str) -> str:
    return f"{place}{brand(rng)}{rng.choice(_CHARITIES)}"


def institution(rng: Random, place: str) -> str:
    return f"{place}{brand(rng)}{rng.choice(_INSTITUTIONS)}"


def office(rng: Random, place: str) -> str:
    return f"{place}{brand(rng)}{rng.choice(_OFFICES)}"


def trade_of(rng: Random) -> str:
    return rng.choice(_TRADES)
