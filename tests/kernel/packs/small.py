"""A small sound pack, file by file, to break in one place at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SMALL: Mapping[str, str] = {
    "pack.yml": """\
id: small
label: {zh: 小包, en: Small pack}
""",
    "instruments.yml": """\
- id: old-law
  label: {zh: 旧法, en: Old Law}
  level: law
  in_force_from: 2000-01-01
  in_force_until: 2020-01-01
  repealed_by: new-law
  verified: true
- id: new-law
  label: {zh: 新法, en: New Law}
  level: law
  in_force_from: 2020-01-01
  verified: true
""",
    "classes.yml": """\
- {number: 3, label: {zh: 行政管理信息, en: Administrative decisions}}
""",
    "code-lists/category.yml": """\
id: category
label: {zh: 类别, en: Category}
source: 新法
values:
  - {id: warning, label: {zh: 警告, en: Warning}}
  - {id: fine, label: {zh: 罚款, en: Fine}}
""",
    "severity.yml": """\
- id: rules
  label: {zh: 程度, en: Severity}
  basis: [{instrument: new-law}]
  valid_from: 2020-01-01
  verified: true
  rules:
    - categories_any: [fine]
      severity: general
    - severity: minor
""",
    "terms.yml": """\
- id: terms
  label: {zh: 公示期, en: Publicity}
  basis: [{instrument: new-law}]
  valid_from: 2020-01-01
  verified: true
  terms:
    - {severity: general, shown: true, earliest_repair_months: 3, latest_end_months: 12}
    - {shown: false}
""",
    "divisions.yml": """\
- {code: "460000", label: {zh: 海南省, en: Hainan}, level: province}
- {code: "460100", label: {zh: 海口市, en: Haikou}, level: county, parent: "460000", aliases: [海口]}
""",
    "agencies.yml": """\
- id: agency
  label: {zh: 某局, en: An agency}
  division: "460100"
  items: [penalty]
  verified: true
""",
    "catalogue/penalty.yml": """\
id: penalty
label: {zh: 处罚, en: Penalty}
basis: [{instrument: old-law}, {instrument: new-law, article: 第三条}]
valid_from: 2010-01-01
verified: true
catalogue_class: 3
nature: adverse
subject_kinds: [enterprise]
conduct: {zh: 受处罚, en: Penalised}
source_agencies: [agency]
openness: public
sharing: {zh: 各机关, en: Agencies}
update_term_workdays: 7
severity_rules: rules
publicity_terms: terms
key: [number]
fields:
  - id: number
    label: {zh: 文号, en: Number}
    kind: text
    length: 64
    requirement: standard
    openness: shared
    aliases: [决定书文号]
  - id: categories
    label: {zh: 类别, en: Categories}
    kind: codes
    code_list: category
    role: categories
    openness: public
  - id: decided_on
    label: {zh: 日期, en: Date}
    kind: date
    role: decided-on
    openness: public
""",
}


def write_pack(folder: Path, files: Mapping[str, str] = SMALL) -> Path:
    """The pack written into the folder; the files of SMALL unless others are given."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which the part stands."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)
