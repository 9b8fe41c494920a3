"""The workbook of an item: what an agency opens, fills in and sends."""

from __future__ import annotations

import io

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from creditport.foundation.catalogue.queries import DictionaryField, DictionaryItem
from creditport.kernel.packs.schema import FieldKind, Openness, Requirement

LAST_ROW = 10_000  # drop-downs and formats reach this far; a sheet may be longer
_INK, _SEA, _SAND = "0E2A36", "0F5C6E", "F7F4EE"
_NEEDED = {
    Requirement.CORE: _("Required: without this column, or with an empty cell, a row is not accepted"),
    Requirement.STANDARD: _(
        "Required: a row with an empty cell is not accepted; without this column nothing is published"
    ),
    Requirement.OPTIONAL: _("Optional"),
}
_KINDS = {
    FieldKind.TEXT: _("text"),
    FieldKind.CODE: _("one entry of the list"),
    FieldKind.CODES: _("one or more entries of the list, separated by ;"),
    FieldKind.DATE: _("date, such as 2026-05-16"),
    FieldKind.AMOUNT: _("amount, a number"),
    FieldKind.INTEGER: _("whole number"),
    FieldKind.USCC: _("unified social credit code, 18 characters"),
    FieldKind.PERSON_NUMBER: _("number of an identity document (kept encrypted, never published)"),
    FieldKind.PERSON_NAME: _("name of a person (kept encrypted, never published)"),
}
_UNITS = {"wan-yuan": _("10,000 yuan"), "yuan": _("yuan")}
_OPENNESS = {
    Openness.PUBLIC: _("published"),
    Openness.SHARED: _("shared among agencies"),
    Openness.AUTHORISED: _("by authorised query"),
    Openness.SEALED: _("kept encrypted"),
}
_COLUMNS = (
    _("Column"),
    _("Field code"),
    _("Required?"),
    _("What to write"),
    _("Required when"),
    _("Openness"),
    _("Entries of the list"),
    _("Other headers that are understood"),
)
# Names of the sheets stay the same in every language: programs look for them.
FORM, EXAMPLE, EXPLANATION, CODES = "填报", "示例", "填写说明", "代码"


def workbook_of(item: DictionaryItem, version: str) -> bytes:
    """The workbook as a file. The first sheet holds the header alone, so that no example is sent by mistake."""
    book = Workbook()
    form = book.active
    assert isinstance(form, Worksheet)
    form.title = FORM
    _form(form, item)
    _example(book.create_sheet(EXAMPLE), item)
    _explanation(book.create_sheet(EXPLANATION), item, version)
    _codes(book, form, item)
    book.defined_names["creditport_version"] = DefinedName(
        "creditport_version", attr_text=f"{quote_sheetname(EXPLANATION)}!$B$3"
    )
    book.properties.title = f"{item.name.zh} {version}"
    book.properties.creator = "CreditPort"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _form(sheet: Worksheet, item: DictionaryItem) -> None:
    for number, field in enumerate(item.fields, start=1):
        _header(sheet, number, field)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(40, max(14, len(field.name.zh) * 2 + 4))
        # Text format, or the spreadsheet turns codes into numbers and numbers of decisions into dates.
        sheet.column_dimensions[letter].number_format = "General" if field.kind == FieldKind.AMOUNT else "@"
    sheet.freeze_panes = "A2"


def _header(sheet: Worksheet, number: int, field: DictionaryField) -> None:
    needed = field.requirement != Requirement.OPTIONAL
    cell = sheet.cell(row=1, column=number, value=field.name.zh + ("*" if needed else ""))
    cell.font = Font(bold=True, color="FFFFFF" if needed else _INK)
    cell.fill = PatternFill("solid", fgColor=_SEA if needed else _SAND)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    comment = Comment(_advice(field), "CreditPort")
    comment.width, comment.height = 320, 180
    cell.comment = comment


def _advice(field: DictionaryField) -> str:
    lines = [f"{field.name.zh} {field.name.en}", str(_NEEDED[Requirement(field.requirement)])]
    lines.append(_kind(field))
    if field.condition is not None:
        lines.append(translated("Required in certain cases: see the sheet of explanations"))
    if field.code:
        lines.append(f"{_('Field code')} {field.code}")
    if field.note is not None:
        lines.append(field.note.zh)
    if field.example is not None:
        lines.append(translated("Example: %(example)s") % {"example": field.example})
    return "\n".join(lines)


def _kind(field: DictionaryField) -> str:
    words = [str(_KINDS[FieldKind(field.kind)])]
    if field.unit:
        words.append(str(_UNITS[field.unit]))
    if field.length and field.kind == FieldKind.TEXT:
        words.append(translated("at most %(length)d characters") % {"length": field.length})
    return ", ".join(words)


def _example(sheet: Worksheet, item: DictionaryItem) -> None:
    for number, field in enumerate(item.fields, start=1):
        _header(sheet, number, field)
        cell = sheet.cell(row=2, column=number, value=field.example)
        cell.number_format = "@"


def _explanation(sheet: Worksheet, item: DictionaryItem, version: str) -> None:
    sheet.append([translated("Catalogue item"), item.name.zh, item.name.en])
    sheet.append([translated("Legal basis"), "; ".join(_basis(item))])
    sheet.append([translated("Version of the template"), version, item.id])
    sheet.append([])
    sheet.append([str(column) for column in _COLUMNS])
    names = {field.id: field for field in item.fields}
    for field in item.fields:
        sheet.append(_explained(field, names))
    for letter, width in zip("ABCDEFGH", (34, 22, 10, 30, 30, 12, 50, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"].font = sheet["B1"].font = Font(bold=True)


def _explained(field: DictionaryField, names: dict[str, DictionaryField]) -> list[str]:
    return [
        field.name.zh,
        field.code or field.id,
        str(_NEEDED[Requirement(field.requirement)]),
        _kind(field),
        _when(field, names),
        str(_OPENNESS[Openness(field.openness)]),
        "; ".join(code.name.zh for code in field.codes),
        "; ".join(field.headers[1:-2]),
    ]


def _basis(item: DictionaryItem) -> list[str]:
    return [f"{each.name.zh}{each.article or ''}" for each in item.basis if each.in_force]


def _when(field: DictionaryField, fields: dict[str, DictionaryField]) -> str:
    if field.condition is None:
        return ""
    asked = fields[field.condition.field]
    chosen = [code.name.zh for code in asked.codes if code.id in field.condition.any_of]
    values = "、".join(chosen or field.condition.any_of)
    return translated("%(field)s is %(values)s") % {"field": asked.name.zh, "values": values}


def _codes(book: Workbook, form: Worksheet, item: DictionaryItem) -> None:
    """Code lists on a hidden sheet: a drop-down that is written into the cell itself may not exceed 255 characters."""
    lists = book.create_sheet(CODES)
    lists.sheet_state = "hidden"
    column = 0
    for number, field in enumerate(item.fields, start=1):
        if field.kind != FieldKind.CODE:
            continue
        column += 1
        lists.cell(row=1, column=column, value=field.name.zh)
        for row, code in enumerate(field.codes, start=2):
            lists.cell(row=row, column=column, value=code.name.zh)
        letter = get_column_letter(column)
        source = f"{quote_sheetname(CODES)}!${letter}$2:${letter}${len(field.codes) + 1}"
        form.add_data_validation(_drop_down(source, number, field))


def _drop_down(source: str, number: int, field: DictionaryField) -> DataValidation:
    validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    validation.errorTitle = field.name.zh
    validation.error = translated("Please choose from the list")
    letter = get_column_letter(number)
    validation.add(f"{letter}2:{letter}{LAST_ROW}")
    return validation
