"""Which column of a file is which field of the catalogue item."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.packs.headers import normalised
from creditport.kernel.packs.schema import CatalogueItem, FieldKind, Requirement


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file: by field their place and header; what is ignored, repeated or missing."""

    places: dict[str, int]  # field id -> place in the file, from 0
    all_places: dict[str, tuple[int, ...]]  # the same with every column of a field
    headers: dict[str, str]  # field id -> header as the file has it
    ignored: tuple[str, ...]
    known_ignored: tuple[str, ...]
    repeated: tuple[str, ...]
    missing: tuple[str, ...]  # ids of CORE or STANDARD fields that have no column

    def header(self, field: str) -> str:
        return self.headers.get(field, "")


class Headers:
    """The headers under which an item's fields arrive."""

    def __init__(self, item: CatalogueItem) -> None:
        self._fields: dict[str, str] = {}
        for field in item.fields:
            for header in field.headers:
                self._fields.setdefault(normalised(header), field.id)
        self._ignored = {normalised(header) for header in item.ignored_headers}
        self._lists = {field.id for field in item.fields if field.kind is FieldKind.CODES}
        self._needed = [f.id for f in item.fields if f.requirement is not Requirement.OPTIONAL]

    def field_of(self, header: str) -> str | None:
        return self._fields.get(normalised(header))

    def knows(self, header: str) -> bool:
        return self.field_of(header) is not None

    def match(self, cells: tuple[str, ...]) -> Columns:
        """Place every header cell. A second column of a field is named as repeated; those of a list are joined."""
        places: dict[str, list[int]] = {}
        ignored: list[str] = []
        expected: list[str] = []
        repeated: list[str] = []
        for place, cell in enumerate(cells):
            field = self.field_of(cell)
            if field is None:
                (expected if normalised(cell) in self._ignored else ignored).append(cell)
            elif field in places:
                places[field].append(place)
                if field not in self._lists:
                    repeated.append(cell)
            else:
                places[field] = [place]
        first = {field: each[0] for field, each in places.items()}
        return Columns(
            places=first,
            all_places={field: tuple(each) for field, each in places.items()},
            headers={field: cells[place] for field, place in first.items()},
            ignored=tuple(ignored),
            known_ignored=tuple(expected),
            repeated=tuple(repeated),
            missing=tuple(id for id in self._needed if id not in places),
        )
