"""That an act is contested, and what the authority or court ordered: told by the systems of agencies and of courts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Router, Schema, Status

from creditport.consequences.proceedings import actions, refusals
from creditport.consequences.proceedings.access import hears, may_note, may_see
from creditport.consequences.proceedings.actions import Course, Filing, Order, Reported
from creditport.consequences.proceedings.acts import act_of, record_called
from creditport.consequences.proceedings.choices import Contested, ProceedingAct, ProceedingKind, Result
from creditport.consequences.proceedings.models import Proceeding
from creditport.consequences.proceedings.queries import history, proceeding
from creditport.consequences.refusals import RefusedError
from creditport.kernel.apikeys.actions import note_call
from creditport.kernel.apikeys.queries import KeyHolder
from creditport.kernel.clock.clock import now
from creditport.sites.api.authentication import AgencyKey, holder
from creditport.sites.api.idempotency import call_digest, earlier_reference
from creditport.sites.api.problems import Problem, ProblemError, Told
from creditport.sites.api.shapes import ProblemShown

router = Router(tags=["proceedings"], auth=AgencyKey())
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=128)]
_ENDS = {str(result): result for result in Result}


class ProceedingTold(Schema):
    """Which act is contested, before whom, since when. `id`: of the record (its key), entry, measure or check.

    A record may be named by `subject` and `document_number` instead.
    """

    about: Literal["record", "list-entry", "measure", "decision"] = "record"
    id: Annotated[str, Field(max_length=64)] = ""
    subject: Annotated[str, Field(max_length=18, description="unified social credit code")] = ""
    document_number: Annotated[str, Field(max_length=128, description="of the contested decision")] = ""
    kind: Literal["reconsideration", "litigation"]
    body: Annotated[str, Field(max_length=200, description="the authority or court")]
    reference: Annotated[str, Field(max_length=100, description="number of its case")]
    filed_on: date


class OrderTold(Schema):
    """What the body ordered, by which document of which day. The last three acts end the proceeding."""

    act: Literal["suspended", "resumed", "upheld", "annulled", "discontinued"]
    ruling: Annotated[str, Field(max_length=100, description="number of the document")]
    ruled_on: date
    reason: Annotated[str, Field(max_length=400)] = ""


class OrderShown(Schema):
    act: str
    ruling: str
    ruled_on: date
    reason: str
    entered_at: datetime


class ProceedingShown(Schema):
    """A proceeding as it stands. `state`: pending, suspended, upheld, annulled or discontinued."""

    proceeding: int
    about: str
    id: str
    agency: str
    kind: str
    body: str
    reference: str
    filed_on: date
    state: str
    orders: list[OrderShown]


_ANSWERS = {
    200: ProceedingShown,
    201: ProceedingShown,
    **dict.fromkeys((400, 401, 403, 404, 409, 422), ProblemShown),
}


@router.post("/proceedings", response=_ANSWERS, summary="Report that an act is contested")
def tell_proceeding(
    request: HttpRequest, response: HttpResponse, told: ProceedingTold, idempotency_key: IdempotencyKey = None
) -> Status[ProceedingShown]:
    """For acts of the key's own agency; for acts of every agency, where the agency hears such proceedings.

    The act is marked as contested from now on, and goes on. The same proceeding again changes nothing (200).
    """
    who, about = holder(request), Contested(told.about)
    digest = call_digest("proceedings", told.model_dump_json())

    def report() -> Reported:
        filing = Filing(
            kind=ProceedingKind(told.kind), body=told.body, reference=told.reference, filed_on=told.filed_on
        )
        id = _act(who, about, told)
        return actions.report_proceeding(actor=who.actor, at=now(), about_kind=about, about_id=id, filing=filing)

    done = _once(who, idempotency_key, digest, report)
    response["Location"] = f"/api/v1/proceedings/{done.proceeding.pk}"
    return Status(201 if done.changed else 200, _shown(done.proceeding))


@router.post("/proceedings/{number}/orders", response=_ANSWERS, summary="Report what was ordered in a proceeding")
def tell_order(
    request: HttpRequest, number: int, told: OrderTold, idempotency_key: IdempotencyKey = None
) -> Status[ProceedingShown]:
    """Suspended, what shows is hidden and what follows rests; annulled, it is withdrawn with all that follows, at once.

    The same document again changes nothing (200).
    """
    who, noted = holder(request), _own(request, number)
    digest = call_digest("orders", str(noted.pk), told.model_dump_json())
    order = Order(ruling=told.ruling, ruled_on=told.ruled_on, reason=told.reason)
    result = _ENDS.get(told.act)
    course = Course(act=ProceedingAct.ENDED if result else ProceedingAct(told.act), order=order, result=result)

    def report() -> Reported:
        return actions.report_course(actor=who.actor, at=now(), proceeding_id=noted.pk, course=course)

    done = _once(who, idempotency_key, digest, report)
    return Status(201 if done.changed else 200, _shown(done.proceeding))


@router.get(
    "/proceedings/{number}",
    response={200: ProceedingShown, 401: ProblemShown, 404: ProblemShown},
    summary="One proceeding",
)
def one_proceeding(request: HttpRequest, number: int) -> ProceedingShown:
    """How it stands, for the agency whose act is contested and for the one that hears such proceedings."""
    return _shown(_own(request, number))


def _once(who: KeyHolder, key: str | None, digest: str, report: Callable[[], Reported]) -> Reported:
    """Report it, unless the same call did."""
    earlier = earlier_reference(who, key, lambda: digest)
    try:
        return _again(earlier) if earlier is not None else _noted_call(who, key, digest, report)
    except IntegrityError:  # the same call, at the same moment, came first
        earlier = earlier_reference(who, key, lambda: digest)
        if earlier is None:
            raise
        return _again(earlier)


def _again(reference: str) -> Reported:
    return Reported(Proceeding.objects.get(pk=int(reference)), changed=False)


def _noted_call(who: KeyHolder, key: str | None, digest: str, report: Callable[[], Reported]) -> Reported:
    try:
        with transaction.atomic():
            done = report()
            if key:
                reference = str(done.proceeding.pk)
                note_call(at=now(), key_id=who.key_id, idempotency_key=key, digest=digest, reference=reference)
            return done
    except RefusedError as refused:
        absent = refused.code == refusals.nothing_contested().code
        raise ProblemError(Problem.NOT_FOUND if absent else Problem.REFUSED, Told(refused.zh, refused.en)) from None


def _act(who: KeyHolder, about: Contested, told: ProceedingTold) -> str:
    """The id of the act; another agency's acts are told as absent to who does not hear such proceedings."""
    by_document = about is Contested.RECORD and not told.id
    act = act_of(about, record_called(told.subject, told.document_number) if by_document else told.id)
    if act is None or not may_note(who.actor, act.agency, told.kind):
        raise refusals.nothing_contested()
    return act.id


def _own(request: HttpRequest, number: int) -> Proceeding:
    who, noted = holder(request), proceeding(number) if number < 2**63 else None
    if noted is None:
        raise ProblemError(Problem.NOT_FOUND)
    sees = may_see(who.actor, subject_id=noted.subject_id, agency=noted.agency) or hears(who.actor, noted.kind)
    if not sees:
        raise ProblemError(Problem.NOT_FOUND)
    return noted


def _shown(noted: Proceeding) -> ProceedingShown:
    events = history(noted.pk)
    last = events[-1] if events else None
    resting = last is not None and last.act == ProceedingAct.SUSPENDED
    return ProceedingShown(
        proceeding=noted.pk,
        about=noted.about_kind,
        id=noted.about_id,
        agency=noted.agency,
        kind=noted.kind,
        body=noted.body,
        reference=noted.reference,
        filed_on=noted.filed_on,
        state=(last.result if last else "") or ("suspended" if resting else "pending"),
        orders=[
            OrderShown(
                act=event.result or event.act,
                ruling=event.ruling,
                ruled_on=event.ruled_on,
                reason=event.reason,
                entered_at=event.at,
            )
            for event in events
        ],
    )
