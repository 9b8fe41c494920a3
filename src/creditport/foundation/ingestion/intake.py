"""A submission's file, opened: the catalogue item it reports, its columns, and the checks made for them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from creditport.engines.batch.readers import open_table
from creditport.engines.batch.tables import Table, TableFaultError
from creditport.engines.checks.columns import Columns, Headers
from creditport.engines.checks.numbers import masked
from creditport.engines.checks.plan import CheckPlan, Setting
from creditport.engines.checks.rows import Span
from creditport.foundation.ingestion.description import Description
from creditport.foundation.ingestion.refusals import SubmissionRefusedError
from creditport.foundation.publicity.law import Law, law_of
from creditport.kernel.packs.contents import NotInForceError, Registry
from creditport.kernel.packs.schema import CatalogueItem, Requirement
from creditport.subjects.persons.prohibited import prohibited_columns

FileWarning = dict[str, str]


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything about a file that is known before its rows are read."""

    item: CatalogueItem
    registry: Registry
    table: Table
    columns: Columns
    plan: CheckPlan
    law: Law
    description: Description


def reportable_item(registry: Registry, item: str, agency: str, day: date) -> CatalogueItem:
    """The item, if it is in the catalogue today and this agency reports it; else `SubmissionRefusedError`."""
    if item not in registry.items:
        raise SubmissionRefusedError("item-unknown", value=item, detail=", ".join(registry.items))
    if agency not in registry.agencies:
        raise SubmissionRefusedError("agency-unknown", value=agency, detail=_few(sorted(registry.agencies)))
    if item not in registry.agencies[agency].items:
        raise SubmissionRefusedError("agency-may-not", value=item, detail=", ".join(registry.agencies[agency].items))
    try:
        return registry.item(item, day)
    except NotInForceError:
        raise SubmissionRefusedError("item-not-in-force", value=item) from None


def _few(names: list[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")


def _spans(registry: Registry, item: str) -> tuple[Span, ...]:
    """When the item was in the catalogue: its versions, each as long as some instrument of its basis was in force."""
    spans: list[Span] = []
    for version in registry.item_versions[item]:
        for basis in version.basis:
            instrument = registry.instruments[basis.instrument]
            ends = [day for day in (version.valid_until, instrument.in_force_until) if day is not None]
            spans.append((max(version.valid_from, instrument.in_force_from), min(ends, default=None)))
    return tuple(spans)


def open_intake(path: Path, registry: Registry, item: CatalogueItem, agency: str, day: date) -> Intake:
    """Open a received file. Refuses with `SubmissionRefusedError` what is no table of this item."""
    headers = Headers(item)
    try:
        table = open_table(path, headers.knows)
    except TableFaultError as fault:
        raise SubmissionRefusedError(fault.fault.value) from fault
    if prohibited := prohibited_columns(table.header.cells):
        raise SubmissionRefusedError("column-prohibited", value=prohibited[0].header)
    columns = headers.match(table.header.cells)
    _refuse_without_core(item, columns)
    asked = _Asked(registry.version, item.id, agency, day, table.header.cells)
    plan, law, description = _plan(asked, registry, columns)
    return Intake(item, registry, table, columns, plan, law, description)


class _Asked(NamedTuple):
    """What a plan depends on: files with the same header on the same day have the same checks."""

    rules: str
    item: str
    agency: str
    day: date
    header: tuple[str, ...]


_Plan = tuple[CheckPlan, Law, Description]
_plans: OrderedDict[_Asked, _Plan] = OrderedDict()
_PLANS_KEPT = 32


def _plan(asked: _Asked, registry: Registry, columns: Columns) -> _Plan:
    """The checks for these columns; compiling them takes a second, so the last ones are kept."""
    if asked not in _plans:
        item = registry.item(asked.item, asked.day)
        setting = Setting(
            code_lists=registry.code_lists,
            today=asked.day,
            agency_code=registry.agencies[asked.agency].uscc,
            in_force=_spans(registry, item.id),
        )
        plan, law = CheckPlan(item, columns, setting), law_of(item, registry, asked.day)
        _plans[asked] = (plan, law, Description(plan, law, asked.day))
    while len(_plans) > _PLANS_KEPT:
        _plans.popitem(last=False)
    return _plans[asked]


def _refuse_without_core(item: CatalogueItem, columns: Columns) -> None:
    for field in item.fields:
        if field.requirement is Requirement.CORE and field.id in columns.missing:
            raise SubmissionRefusedError("core-column-missing", value=field.label.zh)


def file_warnings(intake: Intake) -> list[FileWarning]:
    """What is said of the file as a whole; complete once its rows were read."""
    columns, tally = intake.columns, intake.table.tally
    said = [_warning("column-ignored", header) for header in columns.ignored]
    said += [_warning("column-repeated", header) for header in columns.repeated]
    said += [_warning("column-missing", intake.item.field(id).label.zh) for id in columns.missing]
    said += [_warning("sheets-ignored", name) for name in tally.other_sheets]
    counts = (("rows-blank", tally.blank), ("rows-hidden", tally.hidden), ("formulas-kept", tally.formulas))
    return said + [_warning(code, str(count)) for code, count in counts if count]


def _warning(code: str, value: str) -> FileWarning:
    """A header or the name of a sheet may hold a person's number too."""
    return {"code": code, "value": masked(value)}
