"""Template filters of all sites: `{% load credit %}`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from html import escape
from typing import Protocol

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from creditport.foundation.publicity.term_bar import TermBar
from creditport.sites import words
from creditport.sites.context import links, site

register = template.Library()
NAV_PLACES = frozenset({"search", "publicity", "rules", "figures", "catalogue", "help"})


class Fact(Protocol):
    """A label and a value, whatever it is a fact of."""

    @property
    def label(self) -> str: ...

    @property
    def value(self) -> str: ...


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day as people write it, readable for programs too; nothing for no day."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[:10], words.day_words(value))


@register.filter
def day_text(value: date | None) -> str:
    """A day as plain text, for attributes and titles."""
    return "" if value is None else words.day_words(value)


@register.filter
def uscc_groups(code: str) -> tuple[str, ...]:
    """A code in its groups for reading."""
    return words.grouped_uscc(code)


@register.filter
def term_words(bar: TermBar) -> str:
    """What is left of a publicity term, in plain words."""
    return words.term_words(bar)


@register.filter
def marked(text: str, query: str) -> SafeString:
    """A name with the matched part marked."""
    return words.marked(text, query)


@register.filter
def fact_list(facts: Iterable[Fact]) -> SafeString:
    """Facts as the inside of a `dl`; made in one go, for a page has hundreds."""
    return mark_safe("".join(f"<dt>{escape(fact.label)}</dt><dd>{escape(fact.value)}</dd>" for fact in facts))


@register.simple_tag
def site_footer() -> SafeString:
    """The footer: the same on every page of a language, hence rendered once a process."""
    return _footer(get_language() or "")


@register.simple_tag
def site_nav(here: str = "") -> SafeString:
    """The main navigation of the public site, with the place where the page stands."""
    return _nav(get_language() or "", here if here in NAV_PLACES else "")


@cache
def _footer(language: str) -> SafeString:
    return render_to_string("components/footer.html", {"site": site(language), "links": links(language)})


@cache
def _nav(language: str, here: str) -> SafeString:
    return render_to_string("components/nav.html", {"links": links(language), "nav": here})


@register.filter
def thousands(number: int) -> str:
    """5,547"""
    return f"{number:,}"


@register.filter
def percent(place: float) -> str:
    """A place on a bar for an SVG attribute; never with a decimal comma."""
    return f"{place:.1f}%"
