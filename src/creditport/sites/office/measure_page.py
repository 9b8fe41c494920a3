"""What the pages of measures show: what an agency applied, what may be applied after what, what each stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.queries import entries_today
from creditport.consequences.lists.queries import entry as entry_of
from creditport.consequences.measures.access import may_end
from creditport.consequences.measures.choices import MeasureState
from creditport.consequences.measures.models import LegalBasis, MeasureApplication, MeasureEvent
from creditport.consequences.measures.queries import (
    After,
    Offer,
    Standing,
    StateToday,
    application,
    bases_of,
    events_of,
    measures_without_basis,
    offers,
    states_today,
)
from creditport.consequences.refusals import refusal_called
from creditport.foundation.records.choices import RecordState, Severity
from creditport.foundation.records.queries import RecordVersion, history, latest_of_subject
from creditport.kernel.identity.access import may_see_agency
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import InstrumentLevel
from creditport.kernel.packs.schema_consequences import MeasureKind
from creditport.sites.office.entry_page import subject_names
from creditport.sites.office.names import agency_name, basis_words, in_language, in_own_words, item_name, list_name
from creditport.subjects.register.models import Subject

_ENTRY, _RECORD = "entry-", "record-"
_NAMES = {Severity.MINOR: "minor", Severity.GENERAL: "general", Severity.SERIOUS: "serious"}
_LIVE = {MeasureState.COMING, MeasureState.APPLIES, MeasureState.PAUSED, MeasureState.STOPPED}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One applied measure in the list."""

    applied: MeasureApplication
    subject: str
    basis: str
    today: StateToday


@dataclass(frozen=True, slots=True)
class StoppedRow:
    """A measure that stopped because its basis no longer carries it: since when, and why."""

    standing: Standing
    subject: str
    basis: str
    since: date | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a measure would follow: an entry that holds today, or a published adverse record."""

    id: str
    title: str
    detail: str
    subject_id: int
    subject: str
    after: After
    list_entry_id: int | None = None
    record_key: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """A measure on offer, with what to send for each basis that carries it; without one it cannot be chosen."""

    name: str
    content: str
    sanction: bool
    verified: bool
    most_months: int | None
    choices: tuple[tuple[str, str], ...]
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """Everything on the page of one applied measure."""

    subject: str
    content: str
    today: StateToday
    why: str  # it does not apply, if so
    ground: str
    ground_url: str
    basis: str
    level: str
    basis_from: date | None
    basis_until: date | None
    basis_over: bool
    events: tuple[MeasureEvent, ...]
    may_act: bool
    may_end: bool


def visible_measure(actor: Actor, number: int) -> MeasureApplication:
    """The applied measure, if this officer may see it; for others it does not exist."""
    found = application(number)
    if found is None or not may_see_agency(actor, found.agency):
        raise Http404
    return found


def measure_rows(applied: Iterable[MeasureApplication]) -> tuple[MeasureRow, ...]:
    """Applied measures as lines, with names and states read at once."""
    found = tuple(applied)
    names, states = subject_names(each.subject_id for each in found), states_today(each.pk for each in found)
    return tuple(
        MeasureRow(each, _named(names, each.subject_id), basis_words(each.instrument, each.article), states[each.pk])
        for each in found
    )


def stopped_rows(agency: str | None) -> tuple[StoppedRow, ...]:
    """What stopped for want of a basis, of one agency or of all."""
    found = [each for each in measures_without_basis() if agency in {None, each.agency}]
    names = subject_names(each.subject_id for each in found)
    bases = bases_of(each.instrument for each in found)
    return tuple(
        StoppedRow(
            standing=each,
            subject=_named(names, each.subject_id),
            basis=basis_words(each.instrument, each.article),
            since=_over(bases.get((each.instrument, each.article))),
            why=in_own_words(refusal_called(each.fault or "")),
        )
        for each in found
    )


def _named(names: dict[int, str], subject_id: int) -> str:
    return names.get(subject_id) or _("a natural person, or not in the register")


def _over(basis: LegalBasis | None) -> date | None:
    """The first day on which the instrument was no longer in force, where its end is why the measure stopped."""
    return basis.in_force_until if basis else None


def grounds_of(subject_id: int) -> tuple[Ground, ...]:
    """On what a measure against this subject, or for it, could stand today."""
    subject = Subject.objects.get(pk=subject_id)
    held = (_of_entry(each.id, subject) for each in entries_today(subject_id))
    records = (_of_record(each, subject) for each in latest_of_subject(subject_id))
    return tuple(each for each in (*held, *records) if each is not None)


def ground_called(id: str) -> Ground | None:
    """The ground of that id, if it holds today."""
    if id.startswith(_ENTRY) and id.removeprefix(_ENTRY).isdecimal():
        entry = entry_of(int(id.removeprefix(_ENTRY)))
        subject = Subject.objects.filter(pk=entry.subject_id).first() if entry else None
        return _of_entry(entry.pk, subject) if entry and subject else None
    try:
        versions = history(UUID(id.removeprefix(_RECORD)))
    except ValueError:
        return None
    subject = Subject.objects.filter(pk=versions[-1].subject_id or 0).first() if versions else None
    return _of_record(versions[-1], subject) if subject else None


def _of_entry(number: int, subject: Subject) -> Ground | None:
    entry = entry_of(number)
    if entry is None or entry.state != EntryState.IN_FORCE:
        return None
    return Ground(
        id=f"{_ENTRY}{entry.pk}",
        title=list_name(entry.list_id),
        detail=" · ".join(filter(None, (entry.decision_number, agency_name(entry.agency)))),
        subject_id=subject.pk,
        subject=subject.name or _("a natural person, or not in the register"),
        after=After(subject.kind, list_id=entry.list_id),
        list_entry_id=entry.pk,
    )


def _of_record(record: RecordVersion, subject: Subject) -> Ground | None:
    holds = record.adverse and record.shown and record.state == RecordState.IN_FORCE
    if not holds or record.severity is None:
        return None
    number = str(record.content.get("document_number") or _("without number"))
    severity = str(Severity(record.severity).label)
    return Ground(
        id=f"{_RECORD}{record.key}",
        title=f"{item_name(record.item)} · {number}",
        detail=f"{severity} · {agency_name(record.agency)}",
        subject_id=subject.pk,
        subject=subject.name or _("a natural person, or not in the register"),
        after=After(subject.kind, severity=_NAMES[Severity(record.severity)]),
        record_key=record.key,
    )


def offer_rows(ground: Ground, agency: str, on: date) -> tuple[OfferRow, ...]:
    """What this agency may apply on that ground; what has no basis in force comes last and without a choice."""
    return tuple(_offer_row(each, ground) for each in offers(after=ground.after, agency=agency, on=on))


def _offer_row(offer: Offer, ground: Ground) -> OfferRow:
    one = offer.measure
    cited = dict.fromkeys(basis for each in one.follows for basis in each.basis)
    return OfferRow(
        name=in_language(one.label),
        content=in_language(one.content),
        sanction=one.kind is MeasureKind.SANCTION,
        verified=one.verified,
        most_months=one.most_months,
        choices=tuple(
            (f"{one.id}|{basis.instrument}|{basis.article or ''}", basis_words(basis.instrument, basis.article or ""))
            for basis in offer.bases
        ),
        cited=tuple(basis_words(basis.instrument, basis.article or "") for basis in cited),
    )


def measure_page(actor: Actor, applied: MeasureApplication, today: date) -> MeasurePage:
    """The page of one applied measure."""
    state = states_today([applied.pk])[applied.pk]
    versions = packs().measure_versions.get(applied.measure, ())
    cited = packs().instruments.get(applied.instrument)
    basis = bases_of([applied.instrument]).get((applied.instrument, applied.article))
    until = basis.in_force_until if basis else None
    ground, url = _ground_words(actor, applied)
    return MeasurePage(
        subject=_named(subject_names([applied.subject_id]), applied.subject_id),
        content=in_language(versions[-1].content) if versions else "–",
        today=state,
        why=_why(state),
        ground=ground,
        ground_url=url,
        basis=basis_words(applied.instrument, applied.article),
        level=str(_level(cited.level)) if cited else "–",
        basis_from=basis.in_force_from if basis else None,
        basis_until=until,
        basis_over=until is not None and until <= today,
        events=events_of(applied.pk),
        may_act=may_end(actor, applied.agency),
        may_end=state.state in _LIVE,
    )


def _why(state: StateToday) -> str:
    if state.fault:
        return in_own_words(refusal_called(state.fault))
    if state.state is MeasureState.GROUND_GONE:
        return _("The entry on which it stood is no longer in force.")
    return ""


def _ground_words(actor: Actor, applied: MeasureApplication) -> tuple[str, str]:
    """What it follows, in words, and where this officer finds it."""
    if applied.list_entry_id is not None:
        entry = entry_of(applied.list_entry_id)
        if entry is None:
            return "–", ""
        url = reverse("office:list-entry", args=[entry.pk]) if may_see_agency(actor, entry.agency) else ""
        return f"{list_name(entry.list_id)} · {entry.decision_number}", url
    versions = history(applied.record_key) if applied.record_key else ()
    if not versions:
        return "–", ""
    record = versions[-1]
    url = reverse("office:record", args=[record.key]) if actor.acts_for(record.agency) else ""
    return f"{item_name(record.item)} · {record.content.get('document_number') or _('without number')}", url


def _level(level: InstrumentLevel) -> str:
    return {
        InstrumentLevel.LAW: _("Law"),
        InstrumentLevel.ADMINISTRATIVE_REGULATION: _("Administrative regulation"),
        InstrumentLevel.LOCAL_REGULATION: _("Local regulation"),
        InstrumentLevel.CENTRAL_POLICY: _("Policy of the centre"),
        InstrumentLevel.DEPARTMENT_RULE: _("Rule of a department"),
        InstrumentLevel.LOCAL_RULE: _("Local rule"),
        InstrumentLevel.NORMATIVE_DOCUMENT: _("Normative document"),
        InstrumentLevel.STANDARD: _("Standard"),
    }[level]
