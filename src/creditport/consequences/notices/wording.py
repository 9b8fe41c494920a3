"""The fixed words of the documents, in Chinese and in the English of their translations. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from creditport.consequences.repair.choices import Duty
from creditport.foundation.records.choices import Severity
from creditport.kernel.packs.schema import Label

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One language. `labels` is what the layouts print beside the values."""

    labels: dict[str, str]
    severities: dict[Severity, str]
    duties: dict[Duty, str]
    you: dict[bool, str]  # True: a natural person
    no_number: str
    semicolon: str
    comma: str
    both: str
    party: str
    code: str
    document: str
    number: str
    decided: str
    bar: tuple[str, str, str, str]
    units: dict[str, str]


_ZH = Wording(
    labels={
        "number": "编号：",
        "page": "页码",
        "basis": "依据：",
        "semicolon": "；",
        "qr": "扫码办理信用修复",
        "digest": "决定内容摘要（SHA-256）",
        "colon": "：",
        "verify": "本文件经平台电子签名。核验：",
        "code": "验证码",
        "translation": "",
        "lang": "zh",
    },
    severities={Severity.MINOR: "轻微", Severity.GENERAL: "一般", Severity.SERIOUS: "严重"},
    duties={Duty.PAYMENT: "缴清罚款和没收款项", Duty.CORRECTION: "改正违法行为、履行决定要求"},
    you={False: "你单位", True: "你"},
    no_number="（未载文号）",
    semicolon="；",
    comma="、",
    both="和",
    party="当事人",
    code="统一社会信用代码",
    document="证件号码",
    number="决定书文号",
    decided="作出决定日期",
    bar=("公示起始", "可申请修复", "自动停止公示", "未定"),
    units={"wan-yuan": "万元", "yuan": "元"},
)
_EN = Wording(
    labels={
        "number": "No. ",
        "page": "Page",
        "basis": "Basis: ",
        "semicolon": "; ",
        "qr": "Scan to start the repair",
        "digest": "Digest of the decision (SHA-256)",
        "colon": ":",
        "verify": "Signed electronically by the platform. Verify at",
        "code": "code",
        "translation": "Translation for information. The Chinese text prevails.",
        "lang": "en",
    },
    severities={
        Severity.MINOR: "a minor breach of trust",
        Severity.GENERAL: "a general breach of trust",
        Severity.SERIOUS: "a serious breach of trust",
    },
    duties={
        Duty.PAYMENT: "pay the fine and what was confiscated",
        Duty.CORRECTION: "mend the conduct and do what the decision asks",
    },
    you={False: "you", True: "you"},
    no_number="(without number)",
    semicolon="; ",
    comma=", ",
    both=" and ",
    party="Party",
    code="Unified social credit code",
    document="Identity document",
    number="Number of the decision",
    decided="Decided on",
    bar=("shown from", "repair opens", "ends by itself", "open"),
    units={"wan-yuan": "10,000 yuan", "yuan": "yuan"},
)


def wording(language: Language) -> Wording:
    """The fixed words of a language."""
    return _ZH if language == "zh" else _EN


def text_of(label: Label, language: Language) -> str:
    """A label in this language."""
    return label.zh if language == "zh" else label.en


def day_words(day: date | None, language: Language) -> str:
    """2026年11月23日, 23 November 2026; nothing for no day."""
    if day is None:
        return ""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}"


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_PART = re.compile(r"第([零一二三四五六七八九十百0-9]+)(条|款|项)(?:之([一二三四五六七八九十]+))?")
_PARTS = {"条": "Article", "款": "paragraph", "项": "item"}


def article_words(article: str) -> str:
    """第十三条第三项 as Article 13 item 3; what is not of this form stays as it is.

    >>> article_words("第十三条第三项、第三十四条")
    'Article 13 item 3, Article 34'
    >>> article_words("第30条")
    'Article 30'
    """
    found = _PART.sub(lambda part: f" {_PARTS[part[2]]} {_number(part[1])}{_suffix(part[3])}", article)
    return re.sub(r"\s*、\s*", ", ", found).strip()


def _suffix(chinese: str | None) -> str:
    return f"-{_number(chinese)}" if chinese else ""


def _number(text: str) -> int:
    """A number below one thousand, in Chinese or in figures."""
    if text.isdecimal() and text.isascii():
        return int(text)
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.partition("十")
    high = _DIGITS.get(hundreds, 0) * 100
    if not ten:
        return high + _DIGITS.get(tens.lstrip("零"), 0)
    return high + (_DIGITS[tens.lstrip("零")] if tens.lstrip("零") else 1) * 10 + _DIGITS.get(ones, 0)


def masked(number: str) -> str:
    """A number of which its holder knows the rest: the last four characters, and how many stand before them.

    >>> masked("460102199003074512")
    '**************4512'
    """
    kept = number[-4:] if len(number) > 8 else number[-1:]
    return "*" * (len(number) - len(kept)) + kept
