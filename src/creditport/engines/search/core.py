"""The distinctive part of a company's name: without the place in front and the legal form behind."""

from __future__ import annotations

import re

from creditport.engines.search.spelling import normalise

_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|总公司|分公司|公司|集团|有限合伙|普通合伙|合伙企业"
    r"|个人独资企业|专业合作社|联合社|合作社|企业)+$"
)
_PLACE = re.compile(
    r"^(海南自由贸易港|海南自贸港|海南自贸区|海南省|海南"
    r"|[一-鿿]{2,4}?(?:黎族苗族自治县|黎族自治县|自治县|省|市|县|区))+"
)


def core(text: str) -> str:
    """What people call the firm: 椰风 for 海南椰风实业有限公司 loses place and form, 椰风实业 remains.

    A name that consists of place and form alone stays whole.
    """
    normal = normalise(text)
    without_form = _FORMS.sub("", normal) or normal
    return _PLACE.sub("", without_form) or without_form
