"""R6: no basis in force, no sanction. More than forty ways round it, each refused with a text, and nothing applies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from django.conf import settings
from django.db import Error, connection, transaction

from creditport.consequences.lists.choices import EntrySource, EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import apply_measure
from creditport.consequences.refusals import RefusedError
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from creditport.sites.api.interface import api
from tests.factories.consequences import EntryDraft, bar_from_procurement, enter, procurement_draft
from tests.factories.records import make_subject
from tests.trials import ways_back
from tests.trials.ways import AGENCY, WAYS, World

pytestmark = pytest.mark.django_db

_CHINESE = re.compile(r"[一-鿿]{4,}")

# Why each is refused: a code of the gate, or the words of the database"s own rights.
REASONS = {
    "append-only": ("SQL as owner: the kept rules rewritten",),
    "basis-expired": (
        "a clause that has expired",
        "a start on a day on which the clause will be dead",
    ),
    "basis-future": ("a clause that is not yet in force",),
    "basis-level": (
        "a norm of too low a level",
        "a policy of the centre for what cuts rights",
        "a plug-in whose measure stands on a rule of a department",
    ),
    "basis-territory": ("a local norm of another place",),
    "check constraint": ("SQL as owner: rules without their digest",),
    "derived": (
        "SQL as owner: a basis by hand",
        "SQL as owner: a dead basis kept alive",
        "SQL as owner: a ground by hand",
        "SQL as owner: the rules emptied",
    ),
    "ended": ("an ended measure resumed",),
    "entry-not-in-force": (
        "a start after the entry has run out",
        "an entry that rests under a court's protection",
        "an entry that was removed",
    ),
    "first-state": ("an entry that an office page makes in one step",),
    "head": ("an entry without a named head",),
    "history": (
        "SQL as application's role: history by hand",
        "SQL as owner: history by hand",
    ),
    "may not load": ("rules loaded by a member of staff",),
    "must be owner": ("SQL as application's role: the gate switched off",),
    "next-state": (
        "SQL as application's role: an entry decided and in force by update",
        "SQL as owner: an entry decided and in force by update",
        "an entry put in force from a mere proposal",
    ),
    "not-a-ground": (
        "a minor record for which no ground exists",
        "an article of the law that carries something else",
        "the basis of another list",
        "a reported entry without its evidence",
    ),
    "not-reasoned": (
        "no number of a decision",
        "no reasons of proportion",
    ),
    "not-a-return": (
        "a return of a measure that nobody ended",
        "a return where no repair was revoked",
        "a return for a longer term",
        "a return under another number",
        "a return of a measure that is nowhere",
    ),
    "notice": ("an entry without a notice",),
    "other-subject": (
        "a renamed subject",
        "an entry that is nowhere",
        "another subject of the same name",
        "a return to another subject",
        "a subject that was given the code of the listed one",
    ),
    "permission denied": (
        "SQL as application's role: a basis by hand",
        "SQL as application's role: a dead basis kept alive",
        "SQL as application's role: a ground by hand",
        "SQL as application's role: rules of one's own",
        "SQL as application's role: the kept rules rewritten",
        "SQL as application's role: the rules emptied",
        "SQL as owner: a replica session",
        "an application changed into another measure",
    ),
    "planned": ("an entry in a list that is only announced",),
    "record-not-in-force": (
        "a general record called serious",
        "a record that was repaired",
    ),
    "service": ("an entry whose decision was not served",),
    "statement": ("an entry decided before the time for a statement was over",),
    "subject-kind": ("a measure for persons only",),
    "term": (
        "a longer term than the law sets",
        "a start in the past",
        "an end before the start",
        "no end where the law sets one",
    ),
    "unknown-agency": ("an agency that is nowhere",),
    "unknown-basis": (
        "SQL as application's role: insert without basis",
        "SQL as owner: insert without basis",
        "a catalogue of sanctions as basis",
        "an article that is nowhere",
        "an instrument that is nowhere",
    ),
    "unknown-list": ("an entry in a list whose law comes later",),
    "unknown-measure": ("a measure in no list",),
    "unknown-subject": ("a subject that is nowhere",),
}
REASON_OF = {name: reason for reason, names in REASONS.items() for name in names}


@pytest.fixture
def world(at: datetime) -> World:
    subject = make_subject(at=at)
    other = make_subject(at=at, uscc="91460200MA5T0BBB2K")  # of the same name
    entry = enter(procurement_draft(subject.pk), at=at)
    return World(at, subject, other, entry, bar_from_procurement(entry, starts_on=civil_day(at)))


@pytest.mark.parametrize("name", sorted(WAYS))
def test_way_round_is_refused_with_a_text(name: str, world: World) -> None:
    enter(
        replace(EntryDraft(subject_id=world.other.pk), state=EntryState.PROPOSED, source=EntrySource.OFFICE),
        at=world.at,
    )
    entries = ListEntry.objects.filter(state=EntryState.IN_FORCE).count()
    with pytest.raises((RefusedError, Error, NotPermittedError)) as refused, transaction.atomic():
        WAYS[name](world)
    assert _said(refused.value)
    assert REASON_OF[name] in _told(refused.value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM consequences_measureapplication")
        assert cursor.fetchone() == (0,)
    assert ListEntry.objects.filter(state=EntryState.IN_FORCE).count() == entries


def _said(error: BaseException) -> bool:
    """Refusals of the gate speak both languages; those of the database's own rights and of append-only tables one."""
    if isinstance(error, RefusedError):
        return bool(_CHINESE.search(error.zh)) and bool(error.en) and bool(error.code)
    text = str(error)
    own = ("permission denied", "must be owner", "append-only", "may not", "violates check constraint")
    return bool(_CHINESE.search(text)) or any(words in text for words in own)


def _told(error: BaseException) -> str:
    detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", "") or ""
    return f"{getattr(error, 'code', '')} {detail} {error}"


def test_there_are_more_than_forty_ways() -> None:
    assert len(WAYS) >= 40
    assert set(WAYS) == set(REASON_OF)
    assert len([name for name in WAYS if WAYS[name].__module__ == ways_back.__name__]) == 9


def test_no_door_but_the_office_leads_to_a_sanction() -> None:
    """No administration of tables, and no address of the interface that writes measures, lists or rules."""
    assert not any("admin" in app for app in settings.INSTALLED_APPS)
    writing = [
        path
        for path, said in api.get_openapi_schema()["paths"].items()
        if {"post", "put", "patch", "delete"} & set(said)
    ]
    assert writing
    assert not [path for path in writing if any(word in path for word in ("measure", "list", "rule", "basis"))]


def test_the_straight_way_is_open(world: World) -> None:
    assert apply_measure(actor=SYSTEM, at=world.at, agency=AGENCY, wanted=world.lawful).pk is not None
