"""Ways round the legal basis: by the actions, by SQL as the application's role, by SQL as the tables' owner.

Those by import are in tests/consequences/lists/test_imports.py, those by packs in
tests/kernel/packs/test_consequence_faults.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import connection

from creditport.consequences.lists.actions import pause_entries, remove
from creditport.consequences.lists.choices import EntrySource, EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import Application, apply_measure, end_measure, sync_rules
from creditport.consequences.measures.models import MeasureApplication
from creditport.foundation.records.choices import Severity
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import InstrumentLevel
from creditport.subjects.register.models import Subject
from tests.factories.consequences import (
    PROCUREMENT,
    EntryDraft,
    enter,
    load_rules_of,
    procurement_draft,
)
from tests.factories.records import draft, write

AGENCY = "hainan-finance"
ARTICLE = "第七十七条"


@dataclass(frozen=True, slots=True)
class World:
    """A firm on the list of government procurement, and a lawful application that each way bends."""

    at: datetime
    subject: Subject
    other: Subject
    entry: ListEntry
    lawful: Application

    @property
    def today(self) -> date:
        return civil_day(self.at)


Way = Callable[[World], object]
WAYS: dict[str, Way] = {}


def way(name: str) -> Callable[[Way], Way]:
    """One more way round."""

    def register(function: Way) -> Way:
        WAYS[name] = function
        return function

    return register


def _apply(world: World, wanted: Application, agency: str = AGENCY) -> MeasureApplication:
    return apply_measure(actor=SYSTEM, at=world.at, agency=agency, wanted=wanted)


def _bend(name: str, agency: str = AGENCY, **changed: Any) -> None:
    WAYS[name] = lambda world: _apply(world, replace(world.lawful, **changed), agency)


def _with_instrument(**changed: object) -> Registry:
    """The packs of a day on which the procurement law was something else."""
    registry = packs()
    law = registry.instruments[PROCUREMENT].model_copy(update=changed)
    instruments = MappingProxyType({**registry.instruments, PROCUREMENT: law})
    return replace(registry, instruments=instruments, version="bent")


def _under(name: str, **changed: object) -> None:
    def under(world: World) -> object:
        load_rules_of(_with_instrument(**changed))
        return _apply(world, world.lawful)

    WAYS[name] = under


def _sql(name: str, text: str, *, owner: bool = False, values: Callable[[World], dict[str, Any]] | None = None) -> None:
    def run(world: World) -> object:
        with connection.cursor() as cursor:
            if owner:
                cursor.execute("SET ROLE NONE")
            try:
                return cursor.execute(text, values(world) if values else None)
            finally:
                if owner and not connection.needs_rollback and connection.connection.info.transaction_status != 3:
                    cursor.execute("SET ROLE creditport_app")

    WAYS[name] = run


# By the action, bending one thing at a time.
_bend("an article that is nowhere", article="第九百九十九条")
_bend("an instrument that is nowhere", instrument="rule-of-thumb")
_bend("an article of the law that carries something else", instrument="civil-servants-law", article="第二十六条第四项")
_bend("the basis of another list", instrument="migrant-wages-regulation", article="第四十八条")
_bend("a catalogue of sanctions as basis", instrument="sanction-list-2024", article="")
_bend("a measure in no list", measure="name-on-big-screen")
_bend(
    "a measure for persons only",
    measure="bar-public-recruitment",
    instrument="civil-servants-law",
    article="第二十六条第四项",
    until=None,
)
_bend("an agency that is nowhere", agency="moonlight-bureau")
_bend("no number of a decision", document_number=" ")
_bend("no reasons of proportion", proportion="")
_bend("no end where the law sets one", until=None)
_bend("a longer term than the law sets", until=date(2036, 1, 1))
_bend("a start in the past", starts_on=date(2026, 6, 1))
_bend("an end before the start", until=date(2026, 11, 1))
_bend("an entry that is nowhere", list_entry_id=999_999)


@way("another subject of the same name")
def _same_name(world: World) -> object:
    return _apply(world, replace(world.lawful, subject_id=world.other.pk))


@way("a renamed subject")
def _renamed(world: World) -> object:
    Subject.objects.filter(pk=world.other.pk).update(name=world.subject.name)
    return _apply(world, replace(world.lawful, subject_id=world.other.pk))


@way("a subject that is nowhere")
def _no_subject(world: World) -> object:
    return _apply(world, replace(world.lawful, subject_id=424_242))


@way("an entry that was removed")
def _removed(world: World) -> object:
    remove(actor=SYSTEM, at=world.at, entry_id=world.entry.pk, version=1, reason="期限届满")
    return _apply(world, world.lawful)


@way("an entry that rests under a court's protection")
def _paused(world: World) -> object:
    pause_entries(actor=SYSTEM, at=world.at, subject_id=world.subject.pk, reason="重整")
    return _apply(world, world.lawful)


@way("a start after the entry has run out")
def _run_out(world: World) -> object:
    wanted = replace(world.lawful, starts_on=date(2029, 6, 1), until=date(2029, 9, 1))
    return _apply(world, wanted)


def _after_record(world: World, severity: Severity, claimed: str, *, shown: bool = True) -> object:
    bent = replace(draft(world.subject.pk), severity=severity, shown=shown)
    if not shown:
        bent = replace(bent, public_from=None, repair_opens_on=None, public_until=None)
    record = write(bent, at=world.at)
    wanted = replace(
        world.lawful,
        measure="priority-supervision",
        list_entry_id=None,
        record_key=record.key,
        severity=claimed,
        instrument="credit-supervision-opinion-2019",
        article="",
    )
    return _apply(world, wanted)


WAYS["a general record called serious"] = lambda world: _after_record(world, Severity.GENERAL, "serious")
WAYS["a minor record for which no ground exists"] = lambda world: _after_record(world, Severity.MINOR, "minor")
WAYS["a record that was repaired"] = lambda world: _after_record(world, Severity.SERIOUS, "serious", shown=False)

# The law changes; the pack is loaded as it would be on that day.
_under("a clause that has expired", in_force_until=date(2026, 11, 24))
_under("a clause that is not yet in force", in_force_from=date(2026, 11, 25))
_under("a norm of too low a level", level=InstrumentLevel.DEPARTMENT_RULE)
_under("a policy of the centre for what cuts rights", level=InstrumentLevel.CENTRAL_POLICY)
_under("a local norm of another place", level=InstrumentLevel.LOCAL_REGULATION, territory="310000")


@way("a start on a day on which the clause will be dead")
def _future_death(world: World) -> object:
    load_rules_of(_with_instrument(in_force_until=date(2027, 1, 1)))
    return _apply(world, replace(world.lawful, starts_on=date(2027, 2, 1), until=date(2027, 6, 1)))


_INSERT = """
INSERT INTO consequences_measureapplication (subject_id, measure, list_entry_id, severity, instrument, article, agency,
    document_number, proportion, starts_on, until, applied_at, applied_by, rules)
VALUES (%(subject)s, 'bar-government-procurement', %(entry)s, '', 'hainan-credit-key-measures', '第27条',
        'hainan-finance', '1', '1', '2026-11-24', '2027-01-01', '2026-11-24 01:00+00', 'psql', 'x')
"""


def _ids(world: World) -> dict[str, Any]:
    return {"subject": world.subject.pk, "entry": world.entry.pk}


for _owner, _who in ((False, "application's role"), (True, "owner")):
    _sql(f"SQL as {_who}: insert without basis", _INSERT, owner=_owner, values=_ids)
    _sql(
        f"SQL as {_who}: a basis by hand",
        "INSERT INTO consequences_legalbasis (instrument, article, level, level_rank, territory, in_force_from) "
        "VALUES ('my-law', '1', 'law', 1, '', '2000-01-01')",
        owner=_owner,
    )
    _sql(
        f"SQL as {_who}: a dead basis kept alive",
        "UPDATE consequences_legalbasis SET in_force_until = NULL, level_rank = 1",
        owner=_owner,
    )
    _sql(
        f"SQL as {_who}: a ground by hand",
        "INSERT INTO consequences_rulebasis (rule_id, basis_id, list_id, severity) "
        "SELECT rule.id, basis.id, '', 'minor' "
        "FROM consequences_rule AS rule, consequences_legalbasis AS basis LIMIT 1",
        owner=_owner,
    )
    _sql(f"SQL as {_who}: the kept rules rewritten", "UPDATE consequences_rules SET text = '{}'", owner=_owner)
    _sql(f"SQL as {_who}: the rules emptied", "TRUNCATE consequences_rule CASCADE", owner=_owner)
    _sql(
        f"SQL as {_who}: history by hand",
        "INSERT INTO consequences_listentryversion "
        "(entry_id, subject_id, version, state, entry, changed_at, changed_by) "
        "VALUES (1, 1, 9, 'in-force', '{}', now(), 'psql')",
        owner=_owner,
    )
    _sql(
        f"SQL as {_who}: an entry decided and in force by update",
        "UPDATE consequences_listentry SET state = 'in-force', version = version + 1 WHERE state = 'proposed'",
        owner=_owner,
    )
_sql(
    "SQL as application's role: rules of one's own",
    "INSERT INTO consequences_rules VALUES ('mine', '{}', '')",
)
_sql(
    "SQL as application's role: the gate switched off",
    "ALTER TABLE consequences_measureapplication DISABLE TRIGGER ALL",
)
_sql(
    "SQL as owner: a replica session",
    "SET LOCAL session_replication_role = replica;" + _INSERT,
    owner=True,
    values=_ids,
)
_sql(
    "SQL as owner: rules without their digest", "INSERT INTO consequences_rules VALUES ('mine', '{}', 'x')", owner=True
)


@way("an application changed into another measure")
def _update(world: World) -> object:
    _apply(world, world.lawful)
    with connection.cursor() as cursor:
        return cursor.execute("UPDATE consequences_measureapplication SET measure = 'restrict-market-entry'")


@way("an ended measure resumed")
def _resumed(world: World) -> object:
    applied = _apply(world, world.lawful)
    end_measure(actor=SYSTEM, at=world.at, application_id=applied.pk, reason="修复")
    return MeasureApplication.objects.get(pk=applied.pk).events.create(
        act="resumed", on=world.today, reason="", at=world.at, by="psql"
    )


@way("an entry without a notice")
def _no_notice(world: World) -> object:
    return enter(replace(procurement_draft(world.other.pk), notice_served_on=None), at=world.at)


@way("an entry decided before the time for a statement was over")
def _too_soon(world: World) -> object:
    return enter(replace(procurement_draft(world.other.pk), statement_until=date(2026, 5, 25)), at=world.at)


@way("an entry without a named head")
def _no_head(world: World) -> object:
    return enter(replace(procurement_draft(world.other.pk), decided_by=" "), at=world.at)


@way("an entry whose decision was not served")
def _not_served(world: World) -> object:
    return enter(replace(procurement_draft(world.other.pk), decision_served_on=None), at=world.at)


@way("an entry in a list that is only announced")
def _planned(world: World) -> object:
    bent = replace(
        procurement_draft(world.other.pk),
        list_id="hainan-tendering-serious",
        agency="hainan-development-reform",
        instrument="hainan-credit-key-measures",
        article="第28条",
    )
    return enter(bent, at=world.at)


@way("an entry in a list whose law comes later")
def _not_yet(world: World) -> object:
    bent = replace(
        procurement_draft(world.other.pk),
        list_id="hainan-medical-insurance-serious",
        agency="hainan-medical-security",
        instrument="medical-security-law",
        article="第四十四条",
    )
    return enter(bent, at=world.at)


@way("an entry that an office page makes in one step")
def _one_step(world: World) -> object:
    return enter(replace(procurement_draft(world.other.pk), source=EntrySource.OFFICE), at=world.at)


@way("an entry put in force from a mere proposal")
def _from_proposal(world: World) -> object:
    proposed = enter(
        replace(EntryDraft(subject_id=world.other.pk), state=EntryState.PROPOSED, source=EntrySource.OFFICE),
        at=world.at,
    )
    return ListEntry.objects.filter(pk=proposed.pk).update(state=EntryState.IN_FORCE, version=2)


@way("rules loaded by a member of staff")
def _loaded_by_staff(world: World) -> object:
    from tests.factories.people import LIN_XIAOMEI

    return sync_rules(actor=LIN_XIAOMEI, at=world.at, registry=packs())
