"""Templates say what the catalogue says, and can be filled in and sent."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from creditport.foundation.catalogue.queries import DictionaryItem, dictionary_item
from creditport.foundation.catalogue.templates import (
    csv_example,
    csv_template,
    json_lines_example,
    json_schema,
    xlsx_template,
)
from creditport.kernel.packs.headers import normalised
from creditport.kernel.packs.registry import packs

ON = date(2026, 11, 24)
EVERY_ITEM = sorted(packs().items)


@pytest.fixture
def penalty() -> DictionaryItem:
    return dictionary_item(packs(), "penalty", ON)


def test_the_form_has_the_official_headers_and_nothing_else(penalty: DictionaryItem) -> None:
    book = load_workbook(io.BytesIO(xlsx_template(penalty, "abc123abc123")))
    assert book.sheetnames == ["填报", "示例", "填写说明", "代码"]
    form = book["填报"]
    assert [cell.value for cell in form[1]][:4] == [
        "行政相对人名称*",
        "行政相对人类别*",
        "行政相对人代码_1(统一社会信用代码)",
        "行政相对人代码_2(工商注册号)",
    ]
    assert form.max_row == 1
    assert form.freeze_panes == "A2"
    assert book["代码"].sheet_state == "hidden"


def test_the_version_stands_in_a_named_cell(penalty: DictionaryItem) -> None:
    book = load_workbook(io.BytesIO(xlsx_template(penalty, "abc123abc123")))
    assert book.defined_names["creditport_version"].attr_text == "'填写说明'!$B$3"
    assert book["填写说明"]["B3"].value == "abc123abc123"
    assert book["填写说明"]["B1"].value == "行政处罚信息"


def test_code_fields_drop_down_and_every_column_explains_itself(penalty: DictionaryItem) -> None:
    form = load_workbook(io.BytesIO(xlsx_template(penalty, "abc123abc123")))["填报"]
    ranges = {str(each.sqref): each.formula1 for each in form.data_validations.dataValidation}
    assert ranges["B2:B10000"] == "'代码'!$A$2:$A$4"  # 行政相对人类别
    assert len(ranges) == sum(field.kind == "code" for field in penalty.fields)
    comments = [cell.comment.text for cell in form[1] if cell.comment]
    assert len(comments) == len(penalty.fields)
    assert "CF_XDR_MC" in comments[0]


@pytest.mark.parametrize("id", EVERY_ITEM)
def test_every_header_of_every_form_is_read_back_as_its_field(id: str) -> None:
    item = dictionary_item(packs(), id, ON)
    form = load_workbook(io.BytesIO(xlsx_template(item, "v")))["填报"]
    known = {normalised(header): field.id for field in packs().items[id].fields for header in field.headers}
    assert [known[normalised(str(cell.value))] for cell in form[1]] == [field.id for field in item.fields]


def test_the_csv_header_opens_in_a_spreadsheet(penalty: DictionaryItem) -> None:
    content = csv_template(penalty)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [[field.name.zh for field in penalty.fields]]
    assert len(list(csv.reader(io.StringIO(csv_example(penalty).decode("utf-8-sig"))))) == 2


@pytest.mark.parametrize("id", EVERY_ITEM)
def test_the_example_of_every_item_fits_its_own_schema(id: str) -> None:
    item = dictionary_item(packs(), id, ON)
    schema = json.loads(json_schema(item, packs().version))
    Draft202012Validator.check_schema(schema)
    row = json.loads(json_lines_example(item))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(row)] == []


def test_the_schema_asks_for_what_the_catalogue_asks_for(penalty: DictionaryItem) -> None:
    validator = Draft202012Validator(json.loads(json_schema(penalty, "v")))
    row = dict.fromkeys(validator.schema["required"], "甲")
    row |= {"decided_on": "2026-05-16", "party_kind": "自然人", "agency_code": "11460000008173790G"}
    row |= {"source_code": "11460000008173790G"}
    assert {error.message for error in validator.iter_errors(row)} == {
        "'person_document_kind' is a required property",
        "'person_document_number' is a required property",
    }
    row["party_kind"] = "02"
    assert {error.message for error in validator.iter_errors(row)} == {"'party_code' is a required property"}
    row |= {"party_code": "91460000MA5T3K7X8B", "decided_on": "16.5.2026", "fine_amount": "-1", "colour": "red"}
    assert sorted(error.json_path for error in validator.iter_errors(row)) == [
        "$",
        "$.decided_on",
        "$.fine_amount",
    ]
