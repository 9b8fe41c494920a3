"""What things of the packs are called on a page, in the reader's language; an id never shows."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.refusals import RefusedError
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import ListKind
from creditport.sites.words import in_language as in_language

_TO_BE_PROUD_OF = {ListKind.HONOURS, ListKind.WHITELIST}
_TONES: dict[str, str] = {
    EntryState.IN_FORCE: "serious",
    EntryState.PAUSED: "general",
    EntryState.REMOVED: "good",
    EntryState.ANNULLED: "good",
}


def reading_language() -> Literal["zh", "en"]:
    """The language of the present reader, as the domain's texts name it."""
    return "en" if get_language() == "en" else "zh"


def in_own_words(refused: RefusedError) -> str:
    """A refusal of the law in the present reader's language."""
    return refused.en if get_language() == "en" else refused.zh


def list_name(id: str) -> str:
    """What a list is called, in its latest version."""
    versions = packs().list_versions.get(id, ())
    return in_language(versions[-1].label) if versions else _("a list that is no longer declared")


def ground_name(entry: ListEntry, said: str) -> str:
    """A condition of removal as its list words it; a case keeps the English."""
    grounds = (ground for each in packs().list_versions.get(entry.list_id, ()) for ground in each.removal)
    return next((in_language(each) for each in grounds if each.en == said), said)


def entry_tone(entry: ListEntry) -> str:
    """The tone of an entry's state: being on a list of honours is good, being taken off it is not."""
    versions = packs().list_versions.get(entry.list_id, ())
    if versions and versions[-1].kind in _TO_BE_PROUD_OF:
        return "good" if entry.state == EntryState.IN_FORCE else "minor"
    return _TONES.get(entry.state, "minor")


def measure_name(id: str) -> str:
    """What a measure is called, in its latest version."""
    versions = packs().measure_versions.get(id, ())
    return in_language(versions[-1].label) if versions else _("a measure that is no longer declared")


def basis_words(instrument: str, article: str = "") -> str:
    """An instrument and its article as they are cited."""
    found = packs().instruments.get(instrument)
    title = in_language(found.label) if found else _("an instrument that is no longer declared")
    if get_language() == "en":
        return f"{title} {article}".strip()
    return f"《{title}》{article}"


def service_name(words: str) -> str:
    """How something was served, in the reader's language; it is kept in Chinese, as in the decision."""
    if get_language() != "en":
        return words
    acts = (act for kinds in packs().case_type_versions.values() for kind in kinds for act in kind.step_acts())
    return next((v.en for act in acts for field in act.fields for v in field.values if v.zh == words), words)


def agency_name(agency: str) -> str:
    """The agency's name; one that is in no pack any more is called so."""
    found = packs().agencies.get(agency)
    return in_language(found.label) if found else _("an agency that is no longer listed")


def source_name(words: str) -> str:
    """A source in the reader's language; with a document it is kept in Chinese, as the platform obtained it."""
    found = next((each for each in packs().agencies.values() if each.label.zh == words), None)
    return in_language(found.label) if found else words


def doer_name(name: str) -> str:
    """Who did something: an account's name, or the platform by itself."""
    return _("the platform") if name == SYSTEM.name else name


def item_name(item: str) -> str:
    """The catalogue item's name."""
    found = packs().items.get(item)
    return in_language(found.label) if found else _("an item that is no longer collected")


def items_of(agency: str | None) -> tuple[tuple[str, str], ...]:
    """Id and name of what an agency may report; of everything for None."""
    allowed = packs().agencies[agency].items if agency and agency in packs().agencies else tuple(packs().items)
    return tuple((item, item_name(item)) for item in packs().items if item in allowed)


def agencies() -> tuple[tuple[str, str], ...]:
    """Id and name of every agency, by name."""
    return tuple(sorted(((id, in_language(each.label)) for id, each in packs().agencies.items()), key=lambda p: p[1]))
