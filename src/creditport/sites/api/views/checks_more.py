"""Two questions beside the ordinary check: about a natural person, and whether a violation is the first of its kind."""

from __future__ import annotations

from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from creditport.consequences.decisions.actions import Question, decide
from creditport.consequences.decisions.choices import RefusedBecause
from creditport.consequences.decisions.persons import Document, decide_about_person
from creditport.consequences.decisions.queries import DISCRETION, first_violation
from creditport.consequences.measures.tasks import have_rules
from creditport.consequences.refusals import RefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.sites.api.authentication import AgencyKey, StaffOfAgency
from creditport.sites.api.problems import Problem, ProblemError, Told
from creditport.sites.api.shapes import ProblemShown
from creditport.sites.api.views.checks import CheckShown, answer_of, asker, problem_of

router = Router(tags=["checks"], auth=[AgencyKey(), StaffOfAgency()])


class PersonAsked(Schema):
    """About which person, in which situation, why, with whose consent, and in which case of the asker's own."""

    document_kind: Annotated[str, Field(max_length=40, description="such as resident-identity-card")]
    document_number: Annotated[str, Field(max_length=40)]
    scenario: Annotated[str, Field(max_length=64, description="such as recruitment-civil-service")]
    purpose: Annotated[str, Field(max_length=64, description="such as recruitment")]
    consent: Annotated[str, Field(max_length=128, description="number of the person's consent")] = ""
    case: Annotated[str, Field(max_length=128, description="number of the asker's case")] = ""


class FirstAsked(Schema):
    """Whose violations; `kind`: words that the type of violation contains, empty for all."""

    subject: Annotated[str, Field(max_length=18, description="unified social credit code")]
    kind: Annotated[str, Field(max_length=128)] = ""
    purpose: Annotated[str, Field(max_length=64)] = "statutory-duty"
    case: Annotated[str, Field(max_length=128, description="number of the asker's case")] = ""


class ViolationShown(Schema):
    record: str
    violation: str
    document_number: str
    decided_on: str
    severity: str


class FirstShown(Schema):
    """Advice, no decision: whether a first and slight violation goes without penalty is for the officer to say."""

    decision: str
    first: bool
    since: str = Field(description="from which day on violations count")
    violations: list[ViolationShown]
    basis: list[str]


@router.post(
    "/person-checks",
    response={200: CheckShown, 401: ProblemShown, 403: ProblemShown, 404: ProblemShown, 422: ProblemShown},
    summary="What applies to a natural person in a scenario",
)
def check_person(request: HttpRequest, asked: PersonAsked) -> HttpResponse:
    """Only with the person's consent, or for a purpose that a law gives. The person reads who asked and why."""
    question = Question(scenario=asked.scenario, purpose=asked.purpose, case=asked.case, consent=asked.consent)
    document = Document(asked.document_kind, asked.document_number)
    have_rules()
    try:
        decided = decide_about_person(actor=asker(request), at=now(), document=document, question=question)
    except RefusedError as refused:
        if refused.code == RefusedBecause.PERSON:
            raise ProblemError(Problem.NOT_FOUND, Told(zh=refused.zh, en=refused.en)) from None
        raise problem_of(refused) from refused
    said = {"decision": str(decided.id), "rules": decided.rules, "subject": None, "scenario": asked.scenario}
    return answer_of(orjson.dumps({**said, **decided.said}))


@router.post(
    "/first-violations",
    response={200: FirstShown, 401: ProblemShown, 403: ProblemShown, 404: ProblemShown, 422: ProblemShown},
    summary="Whether a violation is the first of its kind",
)
def check_first_violation(request: HttpRequest, asked: FirstAsked) -> HttpResponse:
    """By which records, and since when they count (m25). The question is kept, and the subject can read who asked."""
    question = Question(scenario=DISCRETION, purpose=asked.purpose, case=asked.case)
    have_rules()
    at = now()
    try:
        decided = decide(actor=asker(request), at=at, subject=asked.subject.strip().upper(), question=question)
    except RefusedError as refused:
        raise problem_of(refused) from refused
    found = first_violation(decided.facts.subject_id, on=civil_day(at), kind=asked.kind.strip())
    body = {
        "decision": str(decided.id),
        "first": found.first,
        "since": found.since.isoformat(),
        "violations": [
            {
                "record": str(each.key),
                "violation": each.violation,
                "document_number": each.document_number,
                "decided_on": each.decided_on.isoformat(),
                "severity": each.severity,
            }
            for each in found.records
        ],
        "basis": [
            f"《{packs().instruments[basis.instrument].label.zh}》{basis.article or ''}"
            for basis in packs().scenario(DISCRETION, civil_day(at)).basis
        ],
    }
    return answer_of(orjson.dumps(body))
