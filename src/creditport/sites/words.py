"""How days, amounts, codes and terms are written for people, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from creditport.foundation.publicity.term_bar import TermBar
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.packs.schema import Label

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_USCC_GROUPS = ((0, 2), (2, 8), (8, 17), (17, 18))  # authority, division, organisation, check digit


def in_language(label: Label) -> str:
    """A label of the packs for the present reader."""
    return label.en if get_language() == "en" else label.zh


def day_words(day: date) -> str:
    """2026年11月23日, or 23 Nov 2026. An instant is written as its day in Hainan."""
    if isinstance(day, datetime):
        day = civil_day(day)
    if get_language() == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def grouped_uscc(code: str) -> tuple[str, ...]:
    """A unified social credit code in its four parts, 2-6-9-1; any other code whole."""
    if len(code) != 18:
        return (code,)
    return tuple(code[start:end] for start, end in _USCC_GROUPS)


def term_words(bar: TermBar) -> str:
    """What is left of a publicity term in plain words: the answer to the first question of every business."""
    return _("{repair}; {end}").format(repair=_repair_words(bar), end=_end_words(bar))


def _repair_words(bar: TermBar) -> str:
    if bar.repair_opens_on is None:
        return _("Not repairable by application")
    if bar.days_to_repair is None:
        return _("Repair can be applied for now")
    days = bar.days_to_repair
    return ngettext("Repair can be applied for in {days} day", "Repair can be applied for in {days} days", days).format(
        days=days
    )


def _end_words(bar: TermBar) -> str:
    if bar.public_until is None:
        return _("no end of publicity is set")
    return _("publicity ends by itself on {day}").format(day=day_words(bar.public_until))


def marked(text: str, query: str) -> SafeString:
    """The text with each place where the query stands in it marked; case and blanks of the query do not matter."""
    wanted = "".join(query.split())
    at = text.casefold().find(wanted.casefold()) if wanted else -1
    if at < 0 or len(text.casefold()) != len(text):
        return conditional_escape(text)
    end = at + len(wanted)
    return format_html("{}<mark>{}</mark>{}", text[:at], text[at:end], text[end:])
