"""Checks about natural persons: with their consent, or for a purpose that a law gives, and never by name.

The person is found by kind and number of the document inside an access that is opened for this purpose and written
into the log that the person reads; the answer is kept like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from creditport.consequences.decisions.access import may_ask
from creditport.consequences.decisions.actions import Decided, Question, decide_by_id
from creditport.consequences.decisions.choices import RefusedBecause
from creditport.consequences.refusals import RefusedError
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import InstrumentLevel, Purpose
from creditport.subjects.persons.actions import NoGroundError, open_access
from creditport.subjects.persons.queries import find

_LAWS = {InstrumentLevel.LAW, InstrumentLevel.ADMINISTRATIVE_REGULATION}


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """By which document a person is meant. Says nothing of itself, so that it gets into no log."""

    kind: str
    number: str


def decide_about_person(*, actor: Actor, at: datetime, document: Document, question: Question) -> Decided:
    """What applies to the person with this document.

    Raises RefusedError without the consent that is needed, for a purpose that no law gives, and for a person who is
    not in the register.
    """
    if not may_ask(actor):
        raise NotPermittedError(f"{actor.name} may not ask what applies to a person")
    purpose = packs().purposes.get(question.purpose)
    if purpose is None or not _may_be_asked(purpose, question.consent):
        raise _without_consent()
    try:
        with open_access(
            actor=actor,
            at=at,
            purpose=question.purpose,
            basis="" if question.consent else _basis(purpose),
            consent=question.consent.strip(),
            case=question.case,
        ):
            subject_id = find(document.kind, document.number)
            if subject_id is None:
                raise _unknown()
            return decide_by_id(actor=actor, at=at, subject_id=subject_id, question=question)
    except NoGroundError:
        raise _without_consent() from None


def _may_be_asked(purpose: Purpose, consent: str) -> bool:
    """Consent carries every purpose; without it the purpose must be one that a law gives and that needs none."""
    if consent.strip():
        return True
    return not purpose.needs_consent and any(
        packs().instruments[basis.instrument].level in _LAWS for basis in purpose.basis
    )


def _basis(purpose: Purpose) -> str:
    return " ".join(f"{basis.instrument} {basis.article or ''}".strip() for basis in purpose.basis)[:200]


def _without_consent() -> RefusedError:
    return RefusedError(
        code=RefusedBecause.CONSENT.value,
        zh="查询自然人须经本人同意，或者为法律、行政法规规定的目的。请写明同意书编号，或者改用法定目的。",
        en="A check about a person needs their consent or a purpose that a law gives. Name either.",
    )


def _unknown() -> RefusedError:
    return RefusedError(
        code=RefusedBecause.PERSON.value,
        zh="没有关于该证件号码的公共信用信息。",
        en="There is no public credit information about the holder of this document.",
    )
