"""Templates of an item, made from the catalogue: a workbook to fill in, a CSV header, a JSON Schema."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from creditport.foundation.catalogue.queries import DictionaryField, DictionaryItem
from creditport.foundation.catalogue.workbook import workbook_of
from creditport.kernel.packs.schema import FieldKind, Requirement

_DATE = r"^\d{4}([-/.]\d{1,2}[-/.]\d{1,2}|\d{4}|年\d{1,2}月\d{1,2}日)$"
_AMOUNT = r"^\d{1,12}(\.\d{1,6})?$"
_INTEGER = r"^-?\d+$"
_USCC = r"^[0-9A-HJ-NP-RTUW-Ya-hj-np-rtuw-y]{18}$"


def xlsx_template(item: DictionaryItem, version: str) -> bytes:
    """A workbook: a sheet to fill in with drop-downs and comments, an example row, the meaning of every column."""
    return workbook_of(item, version)


def csv_template(item: DictionaryItem) -> bytes:
    """The header row as CSV, UTF-8 with the mark that spreadsheets need to see it is UTF-8."""
    return _csv([[field.name.zh for field in item.fields]])


def csv_example(item: DictionaryItem) -> bytes:
    """The header row and one example row."""
    header = [field.name.zh for field in item.fields]
    return _csv([header, [field.example or "" for field in item.fields]])


def json_lines_example(item: DictionaryItem) -> bytes:
    """One example row as JSON Lines, keyed by field id."""
    row = {field.id: field.example for field in item.fields if field.example}
    return (json.dumps(row, ensure_ascii=False) + "\n").encode()


def json_schema(item: DictionaryItem, version: str) -> str:
    """The JSON Schema (2020-12) of one row. Values are texts, as in a sheet; the checks proper are the platform's."""
    conditions = list(_conditions(item))
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:creditport:catalogue:{item.id}:{version}",
        "title": item.name.zh,
        "description": item.conduct.zh,
        "type": "object",
        "properties": {field.id: _property(field) for field in item.fields},
        "required": [field.id for field in item.fields if field.requirement != Requirement.OPTIONAL],
        **({"allOf": conditions} if conditions else {}),
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False, indent=1)


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _property(field: DictionaryField) -> dict[str, object]:
    told: dict[str, object] = {"title": field.name.zh, "description": field.name.en, "type": "string"}
    if field.length is not None and field.kind != FieldKind.USCC:
        told["maxLength"] = field.length
    match field.kind:
        case FieldKind.CODE:
            told["enum"] = _spellings(field)
        case FieldKind.DATE:
            told["pattern"] = _DATE
        case FieldKind.AMOUNT:
            told |= {"type": ["string", "number"], "pattern": _AMOUNT, "minimum": 0}
        case FieldKind.INTEGER:
            told |= {"type": ["string", "integer"], "pattern": _INTEGER}
        case FieldKind.USCC:
            told["pattern"] = _USCC
    if field.example is not None:
        told["examples"] = [field.example]
    return told


def _spellings(field: DictionaryField) -> list[str]:
    every = (spelling for code in field.codes for spelling in (code.id, code.name.zh, *code.spellings))
    return list(dict.fromkeys(every))


def _conditions(item: DictionaryItem) -> Iterator[dict[str, object]]:
    """`required_when` as JSON Schema knows it."""
    codes = {field.id: field for field in item.fields}
    for field in item.fields:
        if field.condition is None:
            continue
        asked = codes[field.condition.field]
        chosen = [code for code in asked.codes if code.id in field.condition.any_of]
        accepted = [s for code in chosen for s in (code.id, code.name.zh, *code.spellings)]
        yield {
            "if": {
                "properties": {asked.id: {"enum": accepted or list(field.condition.any_of)}},
                "required": [asked.id],
            },
            "then": {"required": [field.id]},
        }
