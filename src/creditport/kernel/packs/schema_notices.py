"""The shape of the documents that go out together with a decision, and of the clocks that their service starts."""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import Field

from creditport.kernel.packs.schema import Dated, Declared, Identifier, Label

PLACES = frozenset(
    {
        *("subject", "uscc", "agency", "item", "document_number", "decided_on", "severity", "rule", "made_on"),
        *("public_from", "repair_opens_on", "public_until", "site", "address", "asked", "duties", "you"),
    }
)
_PLACE = re.compile(r"\{([^{}]*)\}")


class When(StrEnum):
    """Of which cases a paragraph speaks."""

    ALWAYS = "always"
    SHOWN = "shown"  # the record is, or will be, on the public site
    HELD = "held"  # it is held and not shown
    REPAIRABLE = "repairable"  # shown, and repaired on application
    NOT_REPAIRABLE = "not-repairable"  # shown, and ended only by itself or by its authority
    PERSON = "person"  # about a natural person
    ORGANISATION = "organisation"  # about anybody else


class Paragraph(Declared):
    """A paragraph; names in braces are filled in with what holds in this very case."""

    text: Label
    when: When = When.ALWAYS

    @property
    def places(self) -> tuple[str, ...]:
        """The names in braces, of both languages."""
        return tuple(found for text in (self.text.zh, self.text.en) for found in _PLACE.findall(text))


class Section(Declared):
    """A heading with its paragraphs; left out where none of them speaks of the case."""

    heading: Label
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)


class NoticeDocument(Dated):
    """A document that is made for every decision on these items; those of all packs go out together."""

    id: Identifier
    label: Label
    order: int = Field(ge=1)
    items: tuple[Identifier, ...] = Field(min_length=1)
    layout: str = Field(pattern=r"^[a-z0-9-]+\.typ$")  # in the folder `layouts` of a pack
    sections: tuple[Section, ...] = Field(min_length=1)


class CountedIn(StrEnum):
    DAYS = "days"
    WORKDAYS = "workdays"
    MONTHS = "months"


class StartsOn(StrEnum):
    DECISION = "decision"
    SERVICE = "service"


class NoticeClock(Dated):
    """A time that runs from the decision or from its service; the day on which it begins does not count."""

    id: Identifier
    label: Label
    items: tuple[Identifier, ...] = Field(min_length=1)
    starts: StartsOn = StartsOn.SERVICE
    counted_in: CountedIn
    length: int = Field(ge=1, le=400)


class ReceiptTerm(Dated):
    """Within how many working days a recipient acknowledges that it stopped showing an item."""

    id: Identifier
    label: Label
    workdays: int = Field(ge=0, le=60)
