"""Reads the files of pack folders into declarations: models that remember where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.schema import (
    Agency,
    CalendarYear,
    CatalogueClass,
    CatalogueItem,
    CatalogueSupplement,
    CodeList,
    Declared,
    Division,
    Instrument,
    KeyMeasure,
    PackManifest,
    PublicityTerms,
    Purpose,
    SeverityRules,
)
from creditport.kernel.packs.schema_cases import CaseType, Desk, RepairRule, WatchRule
from creditport.kernel.packs.schema_consequences import CreditList, IncentiveEdition, Measure, Scenario
from creditport.kernel.packs.schema_notices import NoticeClock, NoticeDocument, ReceiptTerm
from creditport.kernel.packs.shapes import shape
from creditport.kernel.packs.source import Place, Source, read

T = TypeVar("T", bound=Declared)
T_co = TypeVar("T_co", bound=Declared, covariant=True)


@dataclass(frozen=True)
class Declaration(Generic[T_co]):
    """One entry of a pack and the place in which it was written."""

    value: T_co
    source: Source
    place: Place
    pack: str

    def fault(self, place: Place, zh: str, en: str) -> Fault:
        """A fault that points into this entry."""
        return self.source.fault((*self.place, *place), zh, en)

    @property
    def position(self) -> str:
        """File and line, to name this entry in the fault of another."""
        return f"{self.source.file}:{self.source.line(self.place)}"


@dataclass
class Declarations:
    """All that was read, in the order of the packs; `faults` says what could not be read."""

    packs: list[Declaration[PackManifest]] = field(default_factory=list)
    instruments: list[Declaration[Instrument]] = field(default_factory=list)
    classes: list[Declaration[CatalogueClass]] = field(default_factory=list)
    code_lists: list[Declaration[CodeList]] = field(default_factory=list)
    items: list[Declaration[CatalogueItem]] = field(default_factory=list)
    supplements: list[Declaration[CatalogueSupplement]] = field(default_factory=list)
    severity_rules: list[Declaration[SeverityRules]] = field(default_factory=list)
    publicity_terms: list[Declaration[PublicityTerms]] = field(default_factory=list)
    divisions: list[Declaration[Division]] = field(default_factory=list)
    agencies: list[Declaration[Agency]] = field(default_factory=list)
    purposes: list[Declaration[Purpose]] = field(default_factory=list)
    key_measures: list[Declaration[KeyMeasure]] = field(default_factory=list)
    calendar: list[Declaration[CalendarYear]] = field(default_factory=list)
    desks: list[Declaration[Desk]] = field(default_factory=list)
    case_types: list[Declaration[CaseType]] = field(default_factory=list)
    repair_rules: list[Declaration[RepairRule]] = field(default_factory=list)
    watch_rules: list[Declaration[WatchRule]] = field(default_factory=list)
    lists: list[Declaration[CreditList]] = field(default_factory=list)
    measures: list[Declaration[Measure]] = field(default_factory=list)
    scenarios: list[Declaration[Scenario]] = field(default_factory=list)
    incentive_editions: list[Declaration[IncentiveEdition]] = field(default_factory=list)
    notice_documents: list[Declaration[NoticeDocument]] = field(default_factory=list)
    notice_clocks: list[Declaration[NoticeClock]] = field(default_factory=list)
    receipt_terms: list[Declaration[ReceiptTerm]] = field(default_factory=list)
    layouts: dict[str, str] = field(default_factory=dict)  # by file name; a later pack may bring its own
    faults: list[Fault] = field(default_factory=list)
    texts: list[tuple[str, bytes]] = field(default_factory=list)  # (pack and file, bytes), for the version


# What the files of a pack hold, and to which list of `Declarations` it goes. A new kind of entry is a new line here.
_LIST_FILES: Mapping[str, tuple[type[Declared], str]] = {
    "instruments.yml": (Instrument, "instruments"),
    "classes.yml": (CatalogueClass, "classes"),
    "severity.yml": (SeverityRules, "severity_rules"),
    "terms.yml": (PublicityTerms, "publicity_terms"),
    "divisions.yml": (Division, "divisions"),
    "agencies.yml": (Agency, "agencies"),
    "purposes.yml": (Purpose, "purposes"),
    "measures.yml": (KeyMeasure, "key_measures"),
    "calendar.yml": (CalendarYear, "calendar"),
    "desks.yml": (Desk, "desks"),
    "repair.yml": (RepairRule, "repair_rules"),
    "watch.yml": (WatchRule, "watch_rules"),
    "scenarios.yml": (Scenario, "scenarios"),
    "incentive-editions.yml": (IncentiveEdition, "incentive_editions"),
    "notices.yml": (NoticeDocument, "notice_documents"),
    "notice-clocks.yml": (NoticeClock, "notice_clocks"),
    "receipts.yml": (ReceiptTerm, "receipt_terms"),
}
_ENTRY_FOLDERS: Mapping[str, tuple[type[Declared], str]] = {
    "code-lists": (CodeList, "code_lists"),
    "catalogue": (CatalogueItem, "items"),
    "case-types": (CaseType, "case_types"),
    "lists": (CreditList, "lists"),
    "measures": (Measure, "measures"),
}
LISTS = tuple(_LIST_FILES)
FOLDERS = tuple(_ENTRY_FOLDERS)


def read_packs(folders: Iterable[Path]) -> Declarations:
    """Every declaration of the folders, and every fault met on the way."""
    found = Declarations()
    for folder in folders:
        _read_pack(folder, found)
    return found


def _read_pack(folder: Path, found: Declarations) -> None:
    reader = _PackReader(folder, found)
    reader.manifest()
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if name == "pack.yml":
            continue
        if name in LISTS:
            reader.list_file(path)
        elif path.parent.name in FOLDERS and path.parent.parent == folder and path.suffix == ".yml":
            reader.entry_file(path)
        else:
            reader.unknown_file(path)
    for path in sorted((folder / "layouts").glob("*.typ")):
        reader.layout(path)


class _PackReader:
    """Reads the files of one pack into the common declarations."""

    def __init__(self, folder: Path, found: Declarations) -> None:
        self.folder = folder
        self.found = found
        self.pack = folder.name

    def manifest(self) -> None:
        path = self.folder / "pack.yml"
        if not path.is_file():
            self.found.faults.append(
                Fault(
                    self._shown(path),
                    0,
                    "包里没有 pack.yml，无法知道它是什么；请新建并写明 id 与 label",
                    "the pack has no pack.yml, so nothing says what it is; write one with id and label",
                )
            )
            return
        source = self._source(path)
        if source is not None:
            for one in self._shaped(source, source.content, PackManifest, ()):
                self.found.packs.append(one)

    def list_file(self, path: Path) -> None:
        source = self._source(path)
        if source is None:
            return
        if not isinstance(source.content, list):
            zh = "这个文件应是列表；请以“- ”逐条书写"
            self.found.faults.append(source.fault((), zh, "this file must be a list; write the entries with '- '"))
            return
        for index, value in enumerate(source.content):
            self._list_entry(path.name, source, value, (index,))

    def _list_entry(self, name: str, source: Source, value: object, place: Place) -> None:
        model, kind = _LIST_FILES[name]
        getattr(self.found, kind).extend(self._shaped(source, value, model, place))

    def entry_file(self, path: Path) -> None:
        source = self._source(path)
        if source is None:
            return
        model, kind = _ENTRY_FOLDERS[path.parent.name]
        if model is CatalogueItem:
            self._refuse_declared_in(source)
            if isinstance(source.content, dict) and "supplements" in source.content:
                model, kind = CatalogueSupplement, "supplements"
        if isinstance(source.content, list):  # several entries in one file, where each is short
            for index, value in enumerate(source.content):
                getattr(self.found, kind).extend(self._shaped(source, value, model, (index,)))
            return
        getattr(self.found, kind).extend(self._shaped(source, source.content, model, ()))

    def unknown_file(self, path: Path) -> None:
        self.found.faults.append(
            Fault(
                self._shown(path),
                0,
                f"包里没有这样的文件；请改名为 {'、'.join(LISTS)} 之一，或放入 {'、'.join(FOLDERS)} 目录并以 .yml 结尾",
                f"no pack has such a file; name it one of {', '.join(LISTS)}, or put it into "
                f"{' or '.join(FOLDERS)} with the ending .yml",
            )
        )

    def layout(self, path: Path) -> None:
        content = path.read_bytes()
        self.found.texts.append((f"{self.pack}/layouts/{path.name}", content))
        try:
            self.found.layouts[path.name] = content.decode()
        except UnicodeDecodeError:
            zh = "版式文件不是 UTF-8 文字；请以 UTF-8 保存"
            self.found.faults.append(Fault(self._shown(path), 1, zh, "the layout is not UTF-8 text; save it as UTF-8"))

    def _refuse_declared_in(self, source: Source) -> None:
        for place in source.lines:
            if place and place[-1] == "declared_in":
                zh = "“declared_in”由系统填写；请删去"
                self.found.faults.append(source.fault(place, zh, "'declared_in' is set by the loader; delete it"))

    def _shaped(self, source: Source, value: object, model: type[T], place: Place) -> Iterator[Declaration[T]]:
        made, faults = shape(source, value, model, place)
        self.found.faults.extend(faults)
        if made is not None:
            yield Declaration(made, source, place, self.pack)

    def _source(self, path: Path) -> Source | None:
        self.found.texts.append((f"{self.pack}/{path.relative_to(self.folder).as_posix()}", path.read_bytes()))
        source, faults = read(path, self._shown(path))
        self.found.faults.extend(faults)
        return source

    def _shown(self, path: Path) -> str:
        return path.as_posix()
