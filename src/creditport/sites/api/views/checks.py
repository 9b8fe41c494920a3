"""What applies to this applicant? The question of agencies' own systems, and the answer that was kept."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from creditport.consequences.decisions.access import may_see_decision
from creditport.consequences.decisions.actions import Question, decide
from creditport.consequences.decisions.choices import RefusedBecause
from creditport.consequences.decisions.queries import decision
from creditport.consequences.measures.tasks import have_rules
from creditport.consequences.refusals import RefusedError
from creditport.kernel.apikeys.queries import KeyHolder
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.models import User
from creditport.sites.api.answers import JSON
from creditport.sites.api.authentication import AgencyKey, StaffOfAgency
from creditport.sites.api.problems import Problem, ProblemError, Told
from creditport.sites.api.shapes import ProblemShown
from creditport.subjects.register.queries import subject_by_id

router = Router(tags=["checks"], auth=[AgencyKey(), StaffOfAgency()])

_WRONG = {
    RefusedBecause.SUBJECT: (Problem.UNKNOWN_SUBJECT, ""),
    RefusedBecause.SCENARIO: (Problem.INVALID, "scenario"),
    RefusedBecause.PURPOSE: (Problem.INVALID, "purpose"),
    RefusedBecause.CONSENT: (Problem.INVALID, "consent"),
}


class CheckAsked(Schema):
    """About whom, in which situation, why, and in which case of the asker's own."""

    subject: Annotated[str, Field(max_length=18, description="unified social credit code")]
    scenario: Annotated[str, Field(max_length=64, description="such as public-resource-trading")]
    purpose: Annotated[str, Field(max_length=64, description="such as credit-check")]
    case: Annotated[str, Field(max_length=128, description="number of the asker's case")] = ""


class ArticleShown(Schema):
    instrument: str
    article: str
    label: str
    label_en: str
    verified: bool = Field(description="the article was read in the instrument itself")


class ListEntryShown(Schema):
    id: int
    list: str
    label: str
    label_en: str
    agency: str
    document_number: str


class MeasureShown(Schema):
    """One measure that applies. Days are first days: `until` is the first day it no longer applies."""

    measure: str
    label: str
    label_en: str
    content: str
    content_en: str
    kind: str
    group: str
    effect: str
    basis: list[ArticleShown]
    list_entry: ListEntryShown | None
    record: str | None
    application: int | None
    since: str
    until: str | None
    verified: bool


class PendingShown(Schema):
    kind: str
    about: str
    id: str
    since: str


class CheckShown(Schema):
    """The kept answer. `facts` are those that the scenario may see, and no others."""

    decision: str
    rules: str
    subject: str | None
    scenario: str
    forbidden: list[MeasureShown]
    restricted: list[MeasureShown]
    watched: list[MeasureShown]
    allowed: list[MeasureShown]
    encouraged: list[MeasureShown]
    pending: list[PendingShown]
    facts: dict[str, Any]


@router.post(
    "/checks",
    response={200: CheckShown, 401: ProblemShown, 403: ProblemShown, 404: ProblemShown, 422: ProblemShown},
    summary="What applies to a subject in a scenario",
)
def check(request: HttpRequest, asked: CheckAsked) -> HttpResponse:
    """Answers what is forbidden, restricted, watched, allowed and encouraged, each with its basis.

    The question and the answer are kept, and the subject can read who asked.
    """
    try:
        body = check_body(asked, asker(request))
    except RefusedError as refused:
        raise problem_of(refused) from refused
    return answer_of(body)


def check_body(asked: CheckAsked, actor: Actor) -> bytes:
    """Decide, and the body of the answer. Raises RefusedError or NotPermittedError."""
    question = Question(scenario=asked.scenario, purpose=asked.purpose, case=asked.case)
    have_rules()
    decided = decide(actor=actor, at=now(), subject=asked.subject.strip().upper(), question=question)
    return orjson.dumps(
        {
            "decision": str(decided.id),
            "rules": decided.rules,
            "subject": decided.uscc,
            "scenario": asked.scenario,
            **decided.said,
        }
    )


@router.get(
    "/checks/{decision_id}",
    response={200: CheckShown, 401: ProblemShown, 404: ProblemShown},
    summary="A check that was answered",
)
def kept_check(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The answer as it was kept, for the agency that asked."""
    kept = decision(decision_id)
    if kept is None or not may_see_decision(asker(request), kept):
        raise ProblemError(Problem.NOT_FOUND)
    subject = subject_by_id(kept.subject_id, using="default")
    body = {
        "decision": str(kept.pk),
        "rules": kept.rules,
        "subject": subject.uscc if subject else None,
        "scenario": kept.scenario,
        **kept.answer,
    }
    return answer_of(orjson.dumps(body))


def asker(request: HttpRequest) -> Actor:
    """The holder of the key, or the member of staff."""
    who = getattr(request, "auth", None)
    if isinstance(who, KeyHolder):
        return who.actor
    if isinstance(who, User):
        return who.actor
    raise TypeError("this handler needs a key or a session")


def problem_of(refused: RefusedError) -> ProblemError:
    """A refusal in the shape of the interface."""
    problem, parameter = _WRONG[RefusedBecause(refused.code)]
    if not parameter:
        return ProblemError(problem)
    errors = ({"parameter": parameter, "reason": refused.en},)
    return ProblemError(problem, Told(zh=refused.zh, en=refused.en, errors=errors))


def answer_of(body: bytes) -> HttpResponse:
    """An answer about somebody: kept by nobody on the way."""
    response = HttpResponse(body, content_type=JSON)
    response["Cache-Control"] = "no-store"
    return response
