"""Proposals to enter a natural person in a list: found by kind and number of the document, never by name.

The look-up opens an access whose purpose and basis are in the log; the number goes into the keyed index and the sealed
row and nowhere else. The name is asked so that a mistyped number does not hit somebody else; nobody is searched by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from creditport.consequences.lists.access import may_prepare
from creditport.consequences.lists.actions import Proposal
from creditport.consequences.lists.cases import begin_entry
from creditport.consequences.refusals import RefusedError
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case
from creditport.engines.search.spelling import normalise
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import SubjectKind
from creditport.kernel.packs.schema_consequences import CreditList
from creditport.subjects.identifiers.choices import Verdict
from creditport.subjects.identifiers.resident_id import check_resident_id, looks_like_resident_number
from creditport.subjects.identifiers.spelling import normalise_code
from creditport.subjects.persons.actions import keep_person, open_access
from creditport.subjects.persons.identity import Identity
from creditport.subjects.persons.queries import find, identity_of

PURPOSE = "list-entry"  # as the packs declare it
RESIDENT_CARD = "resident-identity-card"
_KINDS = "document-kind"  # the code list
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[.·_]{1,2}(?=[0-9X])")
_CUT = r"[\s.·_-]{0,3}"
_EIGHTEEN = re.compile(r"(?=([0-9]{17}[0-9X]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProposal:
    """In which list, for which facts, on which basis; `reference` is the number of the agency's own file."""

    list_id: str
    facts: str
    instrument: str
    article: str
    reference: str


def touches_persons(declared: CreditList) -> bool:
    """Whether natural persons may be entered in the list."""
    return SubjectKind.PERSON in declared.subject_kinds


def begin_entry_of_person(
    *,
    actor: Actor,
    at: datetime,
    agency: str,
    person: Identity,
    proposal: PersonProposal,
    documents: Sequence[NewDocument] = (),
) -> Case:
    """Propose the entry of a person and open the case by whose steps it is made, as for every other subject.

    Who is not in the register yet is kept there, sealed. Raises RefusedError, NotPermittedError.
    """
    _must_be_lawful(actor, civil_day(at), agency, proposal)
    _must_be_whole(person)
    _must_not_tell(person, proposal)
    subject_id = _looked_up(actor, at, person, proposal)
    with transaction.atomic():
        if subject_id is None:
            subject_id = keep_person(actor=actor, at=at, identity=person)
        return begin_entry(
            actor=actor,
            at=at,
            agency=agency,
            proposal=Proposal(
                subject_id=subject_id,
                list_id=proposal.list_id,
                facts=proposal.facts,
                instrument=proposal.instrument,
                article=proposal.article,
            ),
            reference=proposal.reference,
            documents=documents,
        )


def _must_be_lawful(actor: Actor, on: date, agency: str, proposal: PersonProposal) -> None:
    """Asked before anybody is looked up: nobody finds a person for a list that could not hold them."""
    declared = packs().credit_list(proposal.list_id, on)
    if not may_prepare(actor, agency) or not {"any", agency} & set(declared.deciders):
        raise NotPermittedError(f"{actor.name} may not propose entries of {agency} in {proposal.list_id}")
    if declared.planned or not touches_persons(declared):
        raise RefusedError(
            code="subject",
            zh="该名单不涉及自然人，或者尚无依据，不得列入。",
            en="The list does not concern natural persons, or has no basis yet; nobody can be entered so.",
        )
    if not proposal.reference.strip():
        raise RefusedError(
            code="reference",
            zh="查找自然人须写明本机关的案号或者办案文号。",
            en="A person is looked up for a case of the agency: give the number of its file.",
        )


def _must_be_whole(person: Identity) -> None:
    values = packs().code_lists[_KINDS].values
    known = any(person.document_kind == value.id for value in values)
    number = normalise_code(person.document_number)
    fits = person.document_kind != RESIDENT_CARD or check_resident_id(number).verdict is Verdict.VALID
    if not (known and number and fits and normalise(person.name)):
        raise RefusedError(
            code="document",
            zh="姓名、证件类型或者证件号码缺失或者有误，请逐位核对。",
            en="The name, the kind or the number of the document is missing or wrong. Check it digit by digit.",
        )


def _must_not_tell(person: Identity, proposal: PersonProposal) -> None:
    """The number has one place. What is written about the case does not hold it, nor any that looks like one."""
    for text in (proposal.facts, proposal.reference):
        if _tells(text, person.document_number):
            raise RefusedError(
                code="number-in-text",
                zh="事实和文号中不得写入证件号码，请删去后再提出。",
                en="Facts and file number must not hold the number of a document. Take it out and propose again.",
            )


def _tells(text: str, number: str) -> bool:
    close = _BETWEEN_DIGITS.sub("", normalise_code(text))
    told = any(looks_like_resident_number(each.group(1)) for each in _EIGHTEEN.finditer(close))
    return told or (bool(normalise_code(number)) and normalise_code(number) in close)


def without_number(text: str, number: str) -> str:
    """What may go back to a page of a text that was written with a number in it; nothing, if it cannot be cut out."""
    spelled = _CUT.join(map(re.escape, normalise_code(number)))
    cut = (
        re.sub(spelled, "", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE) if _tells(text, number) else text
    )
    return "" if _tells(cut, number) else cut


def _looked_up(actor: Actor, at: datetime, person: Identity, proposal: PersonProposal) -> int | None:
    """The subject with this document; that it was looked up, and read, is in the log that the person reads."""
    basis = f"{proposal.instrument} {proposal.article}".strip()[:200]
    case = proposal.reference.strip()[:128]
    with open_access(actor=actor, at=at, purpose=PURPOSE, basis=basis, case=case):
        found = find(person.document_kind, person.document_number)
    if found is None:
        return None
    with open_access(actor=actor, at=at, purpose=PURPOSE, basis=basis, case=case, subject_id=found):
        known = identity_of(found)
    if known is None or normalise(known.name) != normalise(person.name):
        raise RefusedError(
            code="other-name",
            zh="该证件号码登记在另一姓名之下，请核对姓名和证件号码。",
            en="This document is registered under another name. Check name and number.",
        )
    return found
