"""Checks about natural persons: only with their consent or for a purpose that a law gives, and the person reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from creditport.consequences.decisions.actions import Question, decide
from creditport.consequences.decisions.choices import RefusedBecause
from creditport.consequences.decisions.models import Decision
from creditport.consequences.decisions.persons import Document, decide_about_person
from creditport.consequences.decisions.queries import replay
from creditport.consequences.refusals import RefusedError
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from creditport.subjects.persons.queries import accesses_of
from tests.factories.cases import MANAGER, owner_of
from tests.factories.consequences import EntryDraft, enter

pytestmark = pytest.mark.django_db
NUMBER = "460100199003070017"
DOCUMENT = Document("resident-identity-card", NUMBER)
RECRUITMENT = Question(
    scenario="recruitment-civil-service", purpose="recruitment", case="2026-招-7", consent="同意书 2026-7"
)


@pytest.fixture
def person(at: datetime) -> int:
    """黄海生, on the list of wage arrears."""
    identity = Identity("黄海生", "resident-identity-card", NUMBER)
    subject_id = keep_person(actor=SYSTEM, at=at, identity=identity)
    enter(EntryDraft(subject_id=subject_id), at=at)
    return subject_id


def refused(at: datetime, question: Question, document: Document = DOCUMENT) -> str:
    with pytest.raises(RefusedError) as said:
        decide_about_person(actor=MANAGER, at=at, document=document, question=question)
    assert said.value.zh
    assert NUMBER not in f"{said.value.zh}{said.value.en}{said.value!r}"
    return said.value.code


def test_with_consent_it_is_answered_and_the_person_reads_who_asked(person: int, at: datetime) -> None:
    decided = decide_about_person(actor=MANAGER, at=at, document=DOCUMENT, question=RECRUITMENT)
    forbidden = decided.answer.bucket("forbidden")
    assert [each.measure for each in forbidden] == ["bar-public-recruitment"]
    kept = Decision.objects.get(pk=decided.id)
    assert (kept.subject_id, kept.purpose, kept.agency) == (person, "recruitment", MANAGER.agency)
    read = accesses_of(actor=owner_of(person), subject_id=person)
    assert [(each.purpose, each.consent, each.case, each.agency) for each in read] == [
        ("recruitment", "同意书 2026-7", "2026-招-7", MANAGER.agency)
    ]
    again = replay(decided.id, on=at.date())
    assert again is not None
    assert again.equal


@pytest.mark.parametrize(
    ("purpose", "consent", "answered"),
    [
        ("recruitment", "", False),  # the purpose itself needs the consent
        ("recruitment", "  ", False),
        ("credit-check", "", False),  # policy is no law
        ("credit-check", "同意书 8", True),
        ("statutory-duty", "", True),  # Personal Information Protection Law, Articles 13 and 34
        ("nothing", "同意书 8", False),
    ],
)
def test_consent_or_a_purpose_that_a_law_gives(
    purpose: str, consent: str, answered: bool, person: int, at: datetime
) -> None:
    question = replace(RECRUITMENT, purpose=purpose, consent=consent)
    if answered:
        decide_about_person(actor=MANAGER, at=at, document=DOCUMENT, question=question)
    else:
        assert refused(at, question) == RefusedBecause.CONSENT
    told = len(accesses_of(actor=owner_of(person), subject_id=person))
    assert (Decision.objects.count(), told) == ((1, 1) if answered else (0, 0))


def test_nobody_is_found_by_another_document_or_without_a_role(person: int, at: datetime) -> None:
    assert refused(at, RECRUITMENT, Document("resident-identity-card", "460100199003070018")) == RefusedBecause.PERSON
    assert refused(at, RECRUITMENT, Document("passport", NUMBER)) == RefusedBecause.PERSON
    auditor = Actor(kind=ActorKind.STAFF, name="x", role=Role.AUDITOR)
    for stranger in (auditor, owner_of(person)):
        with pytest.raises(NotPermittedError):
            decide_about_person(actor=stranger, at=at, document=DOCUMENT, question=RECRUITMENT)
    assert Decision.objects.count() == 0


def test_the_ordinary_check_finds_no_person(person: int, at: datetime) -> None:
    """Neither by the number of a document nor by anything else than a code that only organisations have."""
    for code in (NUMBER, "黄海生", ""):
        with pytest.raises(RefusedError) as said:
            decide(actor=MANAGER, at=at, subject=code, question=RECRUITMENT)
        assert said.value.code == RefusedBecause.SUBJECT
    assert repr(DOCUMENT).startswith("<creditport")
    assert NUMBER not in repr(DOCUMENT)
