"""From plain values to the models of `schema`, with every fault on its own line."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.schema import Declared
from creditport.kernel.packs.source import Place, Source

T = TypeVar("T", bound=Declared)

_EXPLAINED = {
    "missing": ("缺少必填项“{key}”；请补上", "the key '{key}' is required and missing; add it"),
    "extra_forbidden": (
        "不认识的键“{key}”；包里不忽略任何内容，请检查拼写或删去",
        "unknown key '{key}'; nothing in a pack is ignored: check the spelling or delete it",
    ),
    "string_type": (
        "“{key}”应为文字，这里是{got}；数字、日期、yes 和 no 请加引号",
        "'{key}' must be text, here it is {got}; put numbers, dates, yes and no in quotes",
    ),
    "string_too_short": ("“{key}”不能为空；请填写", "'{key}' may not be empty; fill it in"),
    "string_pattern_mismatch": (
        "“{key}”的写法“{got}”不合规定，应符合 {pattern}；请改写",
        "'{key}' is written '{got}' but must match {pattern}; rewrite it",
    ),
    "enum": (
        "“{key}”的值“{got}”不在允许的取值之内；请改为：{expected}",
        "'{key}' is '{got}', which is not allowed; use one of {expected}",
    ),
    "literal_error": (
        "“{key}”的值“{got}”不在允许的取值之内；请改为：{expected}",
        "'{key}' is '{got}', which is not allowed; use one of {expected}",
    ),
    "too_short": ("“{key}”至少要有一项；请补上", "'{key}' needs at least one entry; add it"),
    "tuple_type": ("“{key}”应为列表；请以“- ”逐项书写", "'{key}' must be a list; write the entries with '- '"),
    "model_type": (
        "“{key}”应为“键：值”的组合；请按样例改写",
        "'{key}' must be made of 'key: value' pairs; rewrite it like its neighbours",
    ),
}
_DATE = ("“{key}”应为日期，写作 2026-04-01；请改正", "'{key}' must be a date such as 2026-04-01; mend it")
_NUMBER = ("“{key}”应为数字，这里是“{got}”；请改正", "'{key}' must be a number, here it is '{got}'; mend it")
_BOOLEAN = ("“{key}”应为 true 或 false；请改正", "'{key}' must be true or false; mend it")
_OTHER = (
    "“{key}”的值“{got}”不合要求；请对照同类条目改正",
    "'{key}' is '{got}', which does not fit ({message}); compare entries of the same kind and mend it",
)


def shape(source: Source, value: object, model: type[T], place: Place) -> tuple[T | None, list[Fault]]:
    """The value at the place as a model, or None with its faults."""
    try:
        return TypeAdapter(model).validate_python(value), []
    except ValidationError as error:
        return None, [_fault(source, place, detail) for detail in error.errors(include_url=False)]


def _fault(source: Source, place: Place, detail: object) -> Fault:
    assert isinstance(detail, dict)
    where: Place = (*place, *detail["loc"])
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), source.file)
    context = detail.get("ctx", {})
    words = {
        "key": key,
        "got": _brief(detail.get("input")),
        "pattern": context.get("pattern", ""),
        "expected": str(context.get("expected", "")).replace(" or ", ", "),
        "message": detail["msg"],
    }
    zh, en = _sentences(str(detail["type"]))
    return source.fault(where, zh.format(**words), en.format(**words))


def _sentences(kind: str) -> tuple[str, str]:
    if kind in _EXPLAINED:
        return _EXPLAINED[kind]
    for prefix, sentences in (("date", _DATE), ("int", _NUMBER), ("decimal", _NUMBER), ("bool", _BOOLEAN)):
        if kind.startswith(prefix):
            return sentences
    return _OTHER


def _brief(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
