"""More ways round the legal basis: by a return that is none, by rules of one's own, by a code or a file of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from creditport.consequences.lists.imports import import_entries
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import apply_measure, end_measure
from creditport.consequences.measures.models import MeasureApplication
from creditport.foundation.records.choices import Severity
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Basis
from creditport.subjects.register.models import Subject
from tests.factories.consequences import load_rules_of
from tests.factories.records import draft, write
from tests.trials.ways import AGENCY, World, way

LOW = "market-regulation-serious-list"  # a rule of a department


def _applied(world: World) -> MeasureApplication:
    return apply_measure(actor=SYSTEM, at=world.at, agency=AGENCY, wanted=world.lawful)


def _ended(world: World) -> MeasureApplication:
    former = _applied(world)
    end_measure(actor=SYSTEM, at=world.at, application_id=former.pk, reason="信用修复")
    return former


def _return(world: World, former: MeasureApplication, **changed: object) -> object:
    wanted = replace(world.lawful, former_id=former.pk, **changed)  # type: ignore[arg-type]
    return apply_measure(actor=SYSTEM, at=world.at, agency=AGENCY, wanted=wanted)


@way("a return of a measure that nobody ended")
def _not_ended(world: World) -> object:
    return _return(world, _applied(world))


@way("a return where no repair was revoked")
def _not_revoked(world: World) -> object:
    return _return(world, _ended(world))


@way("a return for a longer term")
def _longer(world: World) -> object:
    return _return(world, _ended(world), until=date(2028, 1, 1))


@way("a return under another number")
def _other_number(world: World) -> object:
    return _return(world, _ended(world), document_number="琼财采禁〔2026〕99号")


@way("a return to another subject")
def _other_subject(world: World) -> object:
    return _return(world, _ended(world), subject_id=world.other.pk)


@way("a return of a measure that is nowhere")
def _nowhere(world: World) -> object:
    wanted = replace(world.lawful, former_id=999_999)
    return apply_measure(actor=SYSTEM, at=world.at, agency=AGENCY, wanted=wanted)


@way("a plug-in whose measure stands on a rule of a department")
def _plug_in(world: World) -> object:
    registry = packs()
    (measure,) = registry.measure_versions[world.lawful.measure]
    low = Basis(instrument=LOW, article="第二条")
    grounds = tuple(each.model_copy(update={"basis": (low,)}) for each in measure.follows)
    bent = MappingProxyType(
        {**registry.measure_versions, measure.id: (measure.model_copy(update={"follows": grounds}),)}
    )
    load_rules_of(replace(registry, measure_versions=bent, version="plug-in"))
    wanted = replace(world.lawful, instrument=LOW, article="第二条")
    return apply_measure(actor=SYSTEM, at=world.at, agency=AGENCY, wanted=wanted)


@way("a subject that was given the code of the listed one")
def _code_taken_over(world: World) -> object:
    code = world.subject.uscc
    Subject.objects.filter(pk=world.subject.pk).update(uscc=None)
    Subject.objects.filter(pk=world.other.pk).update(uscc=code)
    wanted = replace(world.lawful, subject_id=world.other.pk)
    return apply_measure(actor=SYSTEM, at=world.at, agency=AGENCY, wanted=wanted)


@way("a reported entry without its evidence")
def _imported(world: World) -> object:
    one = replace(draft(world.other.pk), item="serious-list-entry", severity=Severity.SERIOUS)
    record = write(one, at=world.at, content={"list_name": "政府采购严重违法失信行为记录名单", "document_number": "1"})
    import_entries(actor=SYSTEM, at=world.at, submission_id=record.submission_id)
    assert not ListEntry.objects.filter(record_key=record.key).exists()
    wanted = replace(
        world.lawful, subject_id=world.other.pk, list_entry_id=None, record_key=record.key, severity="serious"
    )
    return apply_measure(actor=SYSTEM, at=world.at, agency=AGENCY, wanted=wanted)
