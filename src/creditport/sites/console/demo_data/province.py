"""Makes the whole province: subjects, records, faults, files, and the answers that must come out."""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from random import Random

from creditport.kernel.packs.registry import Registry
from creditport.kernel.packs.schema import Agency, CatalogueItem
from creditport.sites.console.demo_data.competence import MARKET, agency_of
from creditport.sites.console.demo_data.events import Event, make_events
from creditport.sites.console.demo_data.faults import plant
from creditport.sites.console.demo_data.files import Format, write
from creditport.sites.console.demo_data.population import Subject, make_subjects
from creditport.sites.console.demo_data.rows import new_draft

SEED = 20261124
SUBJECTS = 24_000
FAULT_CHANCE = 0.05
ROWS_PER_FILE = 90_000
_SHEET_ROWS = 2_000  # the most that goes into an XLSX file,
_JSON_ROWS = 10_000  # and into one of JSON Lines: those take the longest to read
STORY_AGENCY = MARKET  # decides on the restaurant


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file to be sent, by whom, for which item."""

    path: str
    item: str
    agency: str
    rows: int


@dataclass(slots=True)
class Oracle:
    """What must come out: kept as JSON beside the files."""

    seed: int
    today: str
    subjects: int = 0
    counties: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    median_records: float = 0
    most_records: int = 0
    busiest: str = ""
    faults: dict[str, Counter[str]] = field(default_factory=dict)
    severities: Counter[str] = field(default_factory=Counter)
    simple_procedure: int = 0
    withdrawn: Counter[str] = field(default_factory=Counter)
    canaries: list[str] = field(default_factory=list)
    files: list[SampleFile] = field(default_factory=list)

    def as_json(self) -> str:
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        told["files"] = [asdict(each) for each in self.files]
        return json.dumps(told, ensure_ascii=False, indent=1)


def make_province(
    folder: Path, registry: Registry, today: date, *, seed: int = SEED, subjects: int = SUBJECTS
) -> Oracle:
    """Write all files and `oracle.json` into the folder. The same seed, day and packs give the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)
    people = make_subjects(rng, subjects, today)
    events = make_events(rng, people, tuple(registry.items), today)
    oracle = Oracle(seed=seed, today=today.isoformat())
    _count_subjects(oracle, people, registry)
    _count_records(oracle, events)
    for number, (item, agency, batch) in enumerate(_batches(registry, people, events), start=1):
        _write_batch(folder, registry, rng, oracle, number, item, agency, batch)
    (folder / "oracle.json").write_text(oracle.as_json(), encoding="utf-8")
    return oracle


def read_files(folder: Path) -> tuple[SampleFile, ...]:
    """The files of a province made before, in the order in which they are to be sent."""
    told = json.loads((folder / "oracle.json").read_text(encoding="utf-8"))
    return tuple(SampleFile(**each) for each in told["files"])


def _count_subjects(oracle: Oracle, people: Sequence[Subject], registry: Registry) -> None:
    registered = [subject for subject in people if subject.item in registry.items]
    oracle.subjects = len(registered)
    oracle.counties.update(subject.place.code for subject in registered)


def _count_records(oracle: Oracle, events: Sequence[Event]) -> None:
    by_subject = Counter(event.subject.uscc for event in events)
    oracle.records.update(event.item for event in events)
    oracle.busiest, oracle.most_records = by_subject.most_common(1)[0]
    oracle.median_records = statistics.median(by_subject.values())


def _batches(
    registry: Registry, people: Sequence[Subject], events: Sequence[Event]
) -> Iterator[tuple[CatalogueItem, Agency, Sequence[Event]]]:
    """What each agency sends: registrations first, then the records, in files of a bearable size."""
    groups: dict[tuple[str, str], list[Event]] = defaultdict(list)
    registrations = [Event(subject.item, subject, subject.registered_on) for subject in people]
    for position, event in enumerate((*registrations, *events)):
        if event.item not in registry.items:
            continue
        agency = STORY_AGENCY if event.offence else agency_of(registry, event.item, event.subject, position)
        if agency:
            groups[event.item, agency].append(event)
    for (item, agency), found in groups.items():
        newest = registry.items[item]
        for start in range(0, len(found), ROWS_PER_FILE):
            yield newest, registry.agencies[agency], found[start : start + ROWS_PER_FILE]


def _write_batch(
    folder: Path,
    registry: Registry,
    rng: Random,
    oracle: Oracle,
    number: int,
    item: CatalogueItem,
    agency: Agency,
    batch: Sequence[Event],
) -> None:
    rows = []
    counted = oracle.faults.setdefault(item.id, Counter())
    for position, event in enumerate(batch):
        draft = new_draft(rng, registry, item, event, agency, number * 100_000 + position)
        fault = plant(draft, 0 if event.offence else FAULT_CHANCE)
        if fault:
            counted[fault] += 1
        elif item.id == "penalty":
            oracle.severities[draft.offence.severity] += 1
            oracle.simple_procedure += draft.offence.procedure == "简易程序"
        if draft.withdrawn:
            oracle.withdrawn[item.id] += 1
        if draft.person_number:
            oracle.canaries.append(draft.person_number)
        rows.append(draft.cells)
    form = _form(number, len(rows))
    path = f"{number:02d}-{item.id}-{agency.id}.{form.value}"
    write(folder / path, form, item, rows)
    oracle.files.append(SampleFile(path, item.id, agency.id, len(rows)))


def _form(number: int, rows: int) -> Format:
    """Every format has its turn; large sheets are left to CSV."""
    form = (Format.GB18030, Format.XLSX, Format.UTF8, Format.JSON_LINES)[number % 4]
    if form is Format.JSON_LINES and rows > _JSON_ROWS:
        return Format.UTF8
    return Format.GB18030 if form is Format.XLSX and rows > _SHEET_ROWS else form
