"""The counties of Hainan as the demo's registrars and addresses write them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One of the counties and cities; `printed` is what registrars still print into codes (older division codes)."""

    code: str
    name: str
    printed: str
    weight: int
    towns: tuple[str, ...]

    @property
    def short(self) -> str:
        return self.name.removesuffix("市").split("黎族")[0].removesuffix("县")


# The last six lie where today's code of the same number means another county.
PLACES = (
    Place("460100", "海口市", "460100", 360, ("龙华区滨海大道", "美兰区国兴大道", "秀英区海秀路", "琼山区椰海大道")),
    Place("460200", "三亚市", "460200", 180, ("吉阳区迎宾路", "天涯区解放路", "海棠区林旺街", "崖州区崖城路")),
    Place("460400", "儋州市", "469003", 70, ("那大镇中兴大街", "白马井镇东风路")),
    Place("469002", "琼海市", "469002", 55, ("嘉积镇银海路", "博鳌镇滨海街")),
    Place("469005", "文昌市", "469005", 50, ("文城镇文建路", "龙楼镇航天大道")),
    Place("469006", "万宁市", "469006", 45, ("万城镇红专路", "兴隆镇莲兴路")),
    Place("469007", "东方市", "469007", 35, ("八所镇二环路",)),
    Place("469001", "五指山市", "469001", 15, ("通什镇河北路",)),
    Place("469023", "澄迈县", "469027", 55, ("金江镇文明路", "老城镇南一环路")),
    Place("469024", "临高县", "469028", 25, ("临城镇江北路",)),
    Place("469028", "陵水黎族自治县", "469034", 35, ("椰林镇建设路", "英州镇清水湾大道")),
    Place("469027", "乐东黎族自治县", "469033", 25, ("抱由镇江北路",)),
    Place("469026", "昌江黎族自治县", "469031", 20, ("石碌镇人民北路",)),
    Place("469021", "定安县", "469025", 25, ("定城镇见龙大道",)),
    Place("469022", "屯昌县", "469026", 20, ("屯城镇昌盛路",)),
    Place("469025", "白沙黎族自治县", "469030", 12, ("牙叉镇卫生路",)),
    Place("469029", "保亭黎族苗族自治县", "469035", 12, ("保城镇保兴路",)),
    Place("469030", "琼中黎族苗族自治县", "469036", 12, ("营根镇海榆路",)),
)
