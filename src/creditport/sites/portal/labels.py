"""What the packs call things, in the visitor's language. Looked up once for each language, kept by the process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from creditport.consequences.notices.wording import article_words as article_in_english
from creditport.foundation.records.choices import Severity
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Basis, Label
from creditport.sites.words import in_language

ENGLISH = "en"
TONES = {Severity.MINOR: "minor", Severity.GENERAL: "general", Severity.SERIOUS: "serious"}


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument and article as people cite them."""

    title: str
    number: str
    article: str
    verified: bool


def local(label: Label) -> str:
    """A label in the visitor's language."""
    return in_language(label)


@lru_cache(maxsize=4)
def _agency_names(language: str) -> dict[str, str]:
    return {id: _in(agency.label, language) for id, agency in packs().agencies.items()}


@lru_cache(maxsize=4)
def _county_names(language: str) -> dict[str, str]:
    return {code: _in(division.label, language) for code, division in packs().divisions.items()}


def _in(label: Label, language: str) -> str:
    return label.en if language == ENGLISH else label.zh


def agency_name(id: str) -> str:
    """The agency's name; an agency no longer in the packs keeps its record and is named as such."""
    return _agency_names(get_language() or "").get(id) or _("an agency no longer in the list")


def county_name(code: str) -> str:
    """The county's name, or that it is not known."""
    return _county_names(get_language() or "").get(code) or _("county not known")


def item_name(id: str) -> str:
    """The name of a catalogue item."""
    item = packs().items.get(id)
    return local(item.label) if item else _("other information")


def tone(severity: Severity | None) -> str:
    """The style that goes with a severity."""
    return TONES[severity] if severity is not None else "minor"


def citations(bases: tuple[Basis, ...]) -> tuple[Citation, ...]:
    """The grounds of an entry as people cite them."""
    return tuple(_citation(basis) for basis in bases)


def _citation(basis: Basis) -> Citation:
    instrument = packs().instruments[basis.instrument]
    return Citation(
        title=pgettext("name of a law", "{title}").format(title=local(instrument.label).strip("《》")),
        number=instrument.number or "",
        article=article_words(basis.article or ""),
        verified=instrument.verified,
    )


def article_words(article: str) -> str:
    """Article 20, 第20条. A Chinese citation stays as it is in Chinese; in English its numbers become figures."""
    if article.replace(".", "").replace("-", "").isdigit():
        return _("Article {article}").format(article=article)
    if get_language() == ENGLISH:
        return article_in_english(article)
    return article
