"""What the pages of cases show: the inbox of a desk, and one case with all that may be done on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from creditport.consequences.lists.cases import GROUND, entry_of_a_case, hindrance
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.objections.actions import CASE_TYPE
from creditport.consequences.objections.choices import Comparison, Disputable
from creditport.consequences.objections.comparison import compare
from creditport.consequences.objections.queries import objection_of_case
from creditport.consequences.repair.queries import ABOUT, Repairable, decision_of_case, repair_case_types, repairable
from creditport.engines.cases.access import may_act, may_attach, may_pause, may_see
from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.evidence import unread_documents
from creditport.engines.cases.models import Case, CaseDocument, CaseEvent
from creditport.engines.cases.queries import (
    Waiting,
    case_of_number,
    case_type_of,
    documents,
    history,
    open_acts,
    waits,
)
from creditport.engines.cases.refusals import EvidenceUnreadError, TooEarlyError
from creditport.foundation.publicity.term_bar import TermBar, term_bar
from creditport.foundation.records.queries import RecordVersion
from creditport.foundation.records.queries import history as record_history
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.contents import NotInForceError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueField
from creditport.kernel.packs.schema_cases import CaseAct, CaseField, CaseFieldKind, CaseType, Pause
from creditport.sites.field_words import field_format, field_label
from creditport.sites.office.case_forms import ActForm
from creditport.sites.office.entry_facts import EntryFacts, entry_facts
from creditport.sites.office.names import ground_name, in_language, in_own_words
from creditport.sites.office.track import Stage, track_of, who_may
from creditport.sites.words import day_words
from creditport.subjects.register.models import Subject

DISPUTED_FIELD = "field"  # of the case type of objections: the catalogue's name of what is disputed


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list."""

    waiting: Waiting
    kind: str
    step: str
    subject: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the history, in words."""

    event: CaseEvent
    act: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Doing:
    """An act that this officer may do now, with its form; or why it is not possible yet."""

    act: CaseAct
    label: str
    form: ActForm
    hindered: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An act that others may do now, and who."""

    label: str
    who: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the case, and whether this officer has opened it."""

    document: CaseDocument
    label: str
    read: bool


@dataclass(frozen=True, slots=True)
class Mending:
    """What the platform knows of the record that a repair is about."""

    found: Repairable
    bar: TermBar | None


@dataclass(frozen=True, slots=True)
class Copies:
    """Our copy beside the source's, for an objection."""

    answer: Comparison
    ours: str
    theirs: str
    field: str
    claimed: str
    earlier: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on the page of one case."""

    case: Case
    row: Row
    fields: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]
    track: tuple[Stage, ...]
    doings: tuple[Doing, ...]
    elsewhere: tuple[Elsewhere, ...]
    events: tuple[Happening, ...]
    may_suspend: bool
    may_resume: bool
    extension: Pause | None
    may_attach: bool
    attachable: tuple[tuple[str, str], ...]
    record: RecordVersion | None
    record_url: str
    decision_number: str  # of the decision on a repair; empty while there is none
    mending: Mending | None
    copies: Copies | None
    entry: EntryFacts | None  # of the list, if the case is about one


def visible_case(actor: Actor, number: str) -> Case:
    """The case of that number, if this officer may see it; for others it does not exist."""
    case = case_of_number(number)
    if case is None or not may_see(actor, case):
        raise Http404
    return case


def rows_of(waiting: Iterable[Waiting]) -> tuple[Row, ...]:
    """Cases as lines of a list, with the names of their subjects read at once."""
    found = tuple(waiting)
    ids = {each.case.subject_id for each in found if each.case.subject_id is not None}
    names = dict(Subject.objects.filter(pk__in=ids).values_list("pk", "name"))
    return tuple(_row(each, names) for each in found)


def _row(waiting: Waiting, names: Mapping[int, str]) -> Row:
    case = waiting.case
    kind = _kind(case)
    step = _place_name(case, kind, case.outcome or case.step)
    return Row(
        waiting=waiting,
        kind=in_language(kind.label) if kind else _("a kind of case that is no longer declared"),
        step=step,
        subject=names.get(case.subject_id or 0) or _("a natural person, or not in the register"),
    )


def _kind(case: Case) -> CaseType | None:
    try:
        return case_type_of(case)
    except (LookupError, NotInForceError):
        return None


def _place_name(case: Case, kind: CaseType | None, id: str) -> str:
    if kind is None:
        return ""
    named = {step.id: step.label for step in kind.steps} | {outcome.id: outcome.label for outcome in kind.outcomes}
    return in_language(named[id]) if id in named else ""


def case_page(actor: Actor, case: Case, at: datetime, bound: ActForm | None = None) -> CasePage:
    """The page; `bound` is a form that was sent and refused, shown again with its errors."""
    today, kind = civil_day(at), case_type_of(case)
    record, decided = _record(case), decision_of_case(case.pk)
    pauses = kind.suspension is not None and may_pause(actor, case, kind.suspension)
    extends = kind.extension is not None and may_pause(actor, case, kind.extension) and case.open
    entry, waiting, told = entry_of_a_case(case), waits(case, today), history(case.pk)
    return CasePage(
        case=case,
        row=rows_of((waiting,))[0],
        fields=case_fields(case, kind, entry),
        papers=_papers(actor, case, kind),
        track=track_of(case, kind, told, waiting),
        doings=_doings(actor, case, kind, bound, entry, today),
        elsewhere=_elsewhere(actor, case, kind),
        events=_events(case, kind, told),
        may_suspend=pauses and case.open and case.suspended_on is None and case.due_on is not None,
        may_resume=pauses and case.suspended_on is not None,
        extension=kind.extension if extends and case.due_on is not None else None,
        may_attach=case.open and may_attach(actor, case),
        attachable=tuple((each.id, in_language(each.label)) for each in kind.documents),
        record=record,
        record_url=_record_url(actor, record),
        decision_number=decided.number if decided else "",
        mending=_mending(case, at) if case.type_id in repair_case_types() else None,
        copies=_copies(case),
        entry=entry_facts(entry, today) if entry else None,
    )


def case_fields(case: Case, kind: CaseType, entry: ListEntry | None) -> tuple[tuple[str, str], ...]:
    """What was said when the case was opened, each under its label."""
    said = ((each, case.fields[each.id]) for each in kind.fields if case.fields.get(each.id))
    return tuple((in_language(each.label), _said(case, each, text, entry)) for each, text in said)


def _said(case: Case, field: CaseField, text: str, entry: ListEntry | None) -> str:
    """As people write it: a condition of removal and a disputed field by their names, a day as a day."""
    if entry and field.id == GROUND:
        return ground_name(entry, text)
    if case.type_id == CASE_TYPE and field.id == DISPUTED_FIELD:
        disputed = _catalogue_field(_record(case), text)
        return field_label(disputed) if disputed else text
    return day_words(date.fromisoformat(text)) if field.kind is CaseFieldKind.DATE else text


def _catalogue_field(record: RecordVersion | None, id: str) -> CatalogueField | None:
    item = packs().items.get(record.item) if record else None
    return next((each for each in item.fields if each.id == id), None) if item else None


def _papers(actor: Actor, case: Case, kind: CaseType) -> tuple[Paper, ...]:
    unread = {document.pk for document in unread_documents(case, actor.name)}
    labels = {each.id: in_language(each.label) for each in kind.documents}
    return tuple(Paper(each, labels.get(each.kind, ""), each.pk not in unread) for each in documents(case.pk))


def _doings(
    actor: Actor, case: Case, kind: CaseType, bound: ActForm | None, entry: ListEntry | None, today: date
) -> tuple[Doing, ...]:
    allowed = (act for act in open_acts(case, kind) if case.desk and may_act(actor, case, act, case.desk))
    return tuple(
        Doing(
            act=act,
            label=in_language(act.label),
            form=bound if bound and bound.act.id == act.id else ActForm(act, case.version),
            hindered=_hindered(actor, case, act, entry, today),
        )
        for act in allowed
    )


def _hindered(actor: Actor, case: Case, act: CaseAct, entry: ListEntry | None, today: date) -> str:
    """Why the act would be refused now; empty if it would not."""
    if act.after_deadline and (case.due_on is None or today <= case.due_on):
        return str(TooEarlyError.words)
    refused = hindrance(act.effects, entry, actor, today) if entry else None
    if refused is not None:
        return in_own_words(refused)
    if act.needs_evidence_read and unread_documents(case, actor.name):
        return str(EvidenceUnreadError.words)
    return ""


def _elsewhere(actor: Actor, case: Case, kind: CaseType) -> tuple[Elsewhere, ...]:
    others = (act for act in open_acts(case, kind) if case.desk and not may_act(actor, case, act, case.desk))
    return tuple(Elsewhere(in_language(act.label), who_may(case, kind, act)) for act in others)


def _events(case: Case, kind: CaseType, told: tuple[CaseEvent, ...]) -> tuple[Happening, ...]:
    declared = [act for step in kind.steps for act in step.acts] + [act for end in kind.outcomes for act in end.acts]
    acts = {act.id: in_language(act.label) for act in declared}
    own = {str(value): str(label) for value, label in EngineAct.choices}
    return tuple(
        Happening(
            event=event,
            act=acts.get(event.act) or own.get(event.act, ""),
            outcome=_place_name(case, kind, event.to_step) if event.to_step != event.from_step else "",
        )
        for event in told
    )


def _record(case: Case) -> RecordVersion | None:
    if case.about_kind != ABOUT:
        return None
    versions = record_history(UUID(case.about_id))
    return versions[-1] if versions else None


def _record_url(actor: Actor, record: RecordVersion | None) -> str:
    if record is None or not actor.acts_for(record.agency):
        return ""
    return reverse("office:record", args=[record.key])


def _mending(case: Case, at: datetime) -> Mending | None:
    found = repairable(UUID(case.about_id), at) if case.about_kind == ABOUT else None
    return Mending(found, _bar(found.record, civil_day(at))) if found else None


def _bar(record: RecordVersion, today: date) -> TermBar | None:
    if not record.shown or record.public_from is None:
        return None
    return term_bar(
        public_from=record.public_from,
        repair_opens_on=record.repair_opens_on,
        public_until=record.public_until,
        today=today,
    )


def _copies(case: Case) -> Copies | None:
    objection = objection_of_case(case.pk)
    if objection is None or objection.about_kind != Disputable.RECORD:
        return None
    versions = record_history(UUID(objection.about_id))
    answer, ours, theirs = compare(versions, objection.field)
    field = _catalogue_field(versions[-1] if versions else None, objection.field)
    write = field_format(field) if field else str
    return Copies(
        answer=answer,
        ours=write(ours) if ours else "",
        theirs=write(theirs) if theirs else "",
        field=objection.field,
        claimed=objection.claimed,
        earlier=objection.earlier_not_upheld,
    )
