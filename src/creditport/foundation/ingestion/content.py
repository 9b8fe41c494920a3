"""A row's fields as JSON by openness: shown, held, sealed. Expressions for DuckDB, made from the catalogue item.

Of a natural person nothing is shown: days, codes, amounts and the document's number are held, all text is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from creditport.engines.checks.fields import is_personal
from creditport.kernel.packs.schema import CatalogueField, FieldKind, FieldRole, Openness

_IMPERSONAL = {FieldKind.CODE, FieldKind.CODES, FieldKind.DATE, FieldKind.AMOUNT, FieldKind.INTEGER}


def _json(field: CatalogueField) -> str:
    """The field's value as JSON text; SQL null where the row has none."""
    name = f"c.{field.id}"
    if field.kind is FieldKind.CODES and field.code_list:
        return f"'[\"' || replace({name}, ';', '\",\"') || '\"]'"
    if field.kind is FieldKind.DATE:
        return f"'\"' || {name} || '\"'"
    if field.kind is FieldKind.AMOUNT:
        return f"regexp_replace(CAST({name} AS VARCHAR), '\\.?0+$', '')"
    if field.kind is FieldKind.INTEGER:
        return f"CAST({name} AS VARCHAR)"
    return f"CAST(to_json({name}) AS VARCHAR)"


def _object(fields: Iterable[CatalogueField]) -> str:
    members = [f"'\"{field.id}\":' || {_json(field)}" for field in fields]
    return "'{' || concat_ws(',', " + ", ".join(members) + ") || '}'" if members else "'{}'"


def _is_held_of_a_person(field: CatalogueField) -> bool:
    return not is_personal(field) and (field.kind in _IMPERSONAL or field.role is FieldRole.DOCUMENT_NUMBER)


def escaped(text: str) -> str:
    """A text expression as a value of COPY's text format; a NUL, which PostgreSQL cannot hold, shows as U+FFFD."""
    marks = (("'\\'", "'\\\\'"), ("chr(9)", "'\\t'"), ("chr(10)", "'\\n'"), ("chr(13)", "'\\r'"), ("chr(0)", "'�'"))
    for mark, written in marks:
        text = f"replace({text}, {mark}, {written})"
    return text


def escaped_json(json: str) -> str:
    """JSON holds no raw tab or line end; only its backslashes need doubling."""
    return f"replace({json}, '\\', '\\\\')"


class Content:
    """The expressions `content`, `held` and `sealed` of one item's columns."""

    def __init__(self, fields: tuple[CatalogueField, ...]) -> None:
        self._fields = fields

    def _of(self, keep: Callable[[CatalogueField], bool]) -> str:
        return _object(field for field in self._fields if keep(field))

    def content(self) -> str:
        public = self._of(lambda field: field.openness is Openness.PUBLIC and not is_personal(field))
        return f"CASE WHEN c.person THEN '{{}}' ELSE {escaped_json(public)} END"

    def held(self) -> str:
        held = self._of(lambda field: field.openness is not Openness.PUBLIC and not is_personal(field))
        of_person = self._of(_is_held_of_a_person)
        return f"CASE WHEN c.person THEN {escaped_json(of_person)} ELSE {escaped_json(held)} END"

    def sealed(self) -> str:
        """Sealed bytes in COPY's hexadecimal form; the UDF `seal_fields` seals for this record's key."""
        personal = self._of(is_personal)
        of_person = self._of(lambda field: not _is_held_of_a_person(field))
        plain = f"CASE WHEN c.person THEN {of_person} ELSE {personal} END"
        if not any(is_personal(field) for field in self._fields):
            plain = f"CASE WHEN c.person THEN {of_person} END"
        return f"coalesce('\\\\x' || hex(seal_fields(CAST(c.key AS VARCHAR), nullif({plain}, '{{}}'))), '\\N')"
