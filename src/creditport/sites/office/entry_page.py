"""What the pages of lists show: the entries of an agency, what may be proposed, one entry with all its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from creditport.consequences.lists.access import may_decide, may_see_entries
from creditport.consequences.lists.cases import ABOUT_ENTRY, REMOVAL
from creditport.consequences.lists.choices import EntrySource, EntryState
from creditport.consequences.lists.models import ListEntry, ListEntryVersion
from creditport.consequences.lists.persons import touches_persons
from creditport.consequences.lists.queries import entry as entry_of
from creditport.consequences.lists.queries import entry_history
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.measures.queries import StateToday, applications_following, present_rulebook, states_today
from creditport.engines.cases.access import may_open
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import Waiting, case_type_of, history, open_case_about, waits
from creditport.engines.cases.queries import case as case_of
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import CreditList
from creditport.sites.office.entry_facts import EntryFacts, entry_facts
from creditport.sites.office.names import basis_words, in_language, list_name
from creditport.sites.office.track import Stage, track_of
from creditport.subjects.register.models import Subject

_HOLDS = {EntryState.IN_FORCE, EntryState.PAUSED}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the list of entries."""

    entry: ListEntry
    name: str
    subject: str
    case: Case | None  # by whose steps it is made, while they go on
    waiting: Waiting | None


@dataclass(frozen=True, slots=True)
class Following:
    """A measure that was applied after the entry."""

    applied: MeasureApplication
    today: StateToday


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything on the page of one entry."""

    facts: EntryFacts
    subject: Subject | None
    track: tuple[Stage, ...]
    case: Case | None
    removal: Case | None
    history: tuple[ListEntryVersion, ...]
    following: tuple[Following, ...]
    may_ask_removal: bool
    may_annul: bool


@dataclass(frozen=True, slots=True)
class ListOnOffer:
    """A list that an officer chose, for whom it is meant, and the articles on which an entry may stand today."""

    declared: CreditList
    name: str
    agency: str
    conditions: tuple[str, ...]
    bases: tuple[tuple[str, str], ...]
    unusable: tuple[str, ...]
    needs_evidence: bool


def visible_entry(actor: Actor, number: int) -> ListEntry:
    """The entry, if this officer may see it; for others it does not exist."""
    found = entry_of(number)
    if found is None or not may_see_entries(actor, found.agency):
        raise Http404
    return found


def entry_rows(entries: Iterable[ListEntry], today: date) -> tuple[EntryRow, ...]:
    """Entries as lines, with the names of their subjects and the clocks of their cases read at once."""
    found = tuple(entries)
    names = subject_names(each.subject_id for each in found)
    cases = Case.objects.in_bulk({each.case_id for each in found if each.case_id is not None})
    return tuple(_row(each, names, cases, today) for each in found)


def _row(entry: ListEntry, names: Mapping[int, str], cases: Mapping[int, Case], today: date) -> EntryRow:
    case = cases.get(entry.case_id or 0)
    going_on = case if case is not None and case.open else None
    return EntryRow(
        entry=entry,
        name=list_name(entry.list_id),
        subject=names.get(entry.subject_id) or _("a natural person, or not in the register"),
        case=going_on,
        waiting=waits(going_on, today) if going_on else None,
    )


def subject_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of these subjects; a natural person has none here."""
    return dict(Subject.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def entry_page(actor: Actor, entry: ListEntry, at: datetime) -> EntryPage:
    """The page of one entry."""
    today = civil_day(at)
    case = case_of(entry.case_id) if entry.case_id is not None else None
    removal = open_case_about((REMOVAL,), ABOUT_ENTRY, str(entry.pk))
    applied = applications_following(entry.pk)
    states = states_today(each.pk for each in applied)
    holds = entry.state in _HOLDS
    kind = packs().case_type(REMOVAL, today)
    return EntryPage(
        facts=entry_facts(entry, today),
        subject=Subject.objects.filter(pk=entry.subject_id).first(),
        track=(*_made(entry, case, today), *_end(entry)),
        case=case,
        removal=removal,
        history=entry_history(entry.pk),
        following=tuple(Following(each, states[each.pk]) for each in applied),
        may_ask_removal=holds
        and removal is None
        and may_open(actor, kind, agency=entry.agency, subject_id=entry.subject_id),
        may_annul=holds and may_decide(actor, entry.agency),
    )


def _made(entry: ListEntry, case: Case | None, today: date) -> tuple[Stage, ...]:
    """How it was made: by the steps of its case, or as a sector system reports its days."""
    if case is not None:
        return track_of(case, case_type_of(case), history(case.pk), waits(case, today))
    days = (
        (_("Notice"), entry.notice_served_on),
        (_("Time for a statement"), entry.statement_heard_on or entry.statement_until),
        (_("Decision"), entry.decided_on),
        (_("In force"), entry.in_force_from),
    )
    note = _("reported by a sector system") if entry.source == EntrySource.IMPORT else ""
    return tuple(Stage(label, "done", on, note) for label, on in days if on is not None)


def _end(entry: ListEntry) -> tuple[Stage, ...]:
    """What became of it once it was in force."""
    if entry.state == EntryState.PAUSED:
        return (Stage(str(EntryState.PAUSED.label), "now", None, _("it rests by the word of a court or an authority")),)
    if entry.ended_on is not None and entry.in_force_from is not None:
        return (Stage(str(EntryState(entry.state).label), "done", entry.ended_on),)
    if entry.state == EntryState.IN_FORCE:
        return (Stage(_("Removal"), "ahead", entry.ends_on, _("by itself on this day") if entry.ends_on else ""),)
    return ()


def proposable(actor: Actor, today: date, *, persons: bool = False) -> tuple[tuple[str, str], ...]:
    """Id and name of the lists in which this officer may propose somebody; announced ones say so.

    `persons`: only those in which natural persons may be entered.
    """
    found = (versions[-1] for versions in packs().list_versions.values())
    wanted = (each for each in found if each.valid(today) and (not persons or touches_persons(each)))
    return tuple((each.id, _offered_name(each)) for each in wanted if agency_for(actor, each))


def _offered_name(declared: CreditList) -> str:
    name = in_language(declared.label)
    return _("{list} (only announced)").format(list=name) if declared.planned else name


def agency_for(actor: Actor, declared: CreditList) -> str:
    """In whose name this officer would propose an entry in the list; empty: in nobody's."""
    agency = actor.agency or next((each for each in declared.deciders if each != "any"), "")
    if not {"any", agency} & set(declared.deciders) or not agency:
        return ""
    kind = packs().case_type_versions[declared.case_type][-1]
    return agency if may_open(actor, kind, agency=agency, subject_id=None) else ""


def list_on_offer(actor: Actor, list_id: str, today: date) -> ListOnOffer:
    """What the officer must know of the list before writing the proposal."""
    rules = present_rulebook()
    ranked = rules.list_on(list_id, today)
    assert ranked is not None
    agency = agency_for(actor, ranked)
    standing = rules.standing(ranked.basis, rank=ranked.rank, division=rules.agencies.get(agency, rules.home), on=today)
    cited = {str(index): basis for index, basis in enumerate(ranked.basis)}
    words = {index: basis_words(basis.instrument, basis.article or "") for index, basis in cited.items()}
    kind = packs().case_type(ranked.case_type, today)
    return ListOnOffer(
        declared=ranked,
        name=in_language(ranked.label),
        agency=agency,
        conditions=tuple(in_language(each) for each in ranked.entry),
        bases=tuple((index, words[index]) for index, basis in cited.items() if basis in standing),
        unusable=tuple(words[index] for index, basis in cited.items() if basis not in standing),
        needs_evidence=any(each.id == "evidence" and each.required for each in kind.documents),
    )


def unusable_because(offered: ListOnOffer) -> str:
    """Why nobody can be entered in the list today; empty if somebody can."""
    if offered.declared.planned:
        return _("This list is only announced: until a norm carries it, nobody can be entered.")
    if not offered.bases:
        return _("None of the articles of this list is in force today; nobody can be entered.")
    return ""
