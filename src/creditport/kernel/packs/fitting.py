"""Checks that the fields, rules and terms of catalogue items fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from creditport.kernel.packs.declarations import Declaration, Declarations
from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.headers import normalised
from creditport.kernel.packs.references import unknown
from creditport.kernel.packs.schema import (
    CalendarYear,
    CatalogueField,
    CatalogueItem,
    CatalogueSupplement,
    CodeList,
    FieldKind,
    FieldRole,
    Nature,
    Openness,
    PublicityTerms,
    Severity,
    SeverityRules,
)

Supplement = Declaration[CatalogueSupplement]
Holder = Declaration[CatalogueItem] | Supplement
_CODED = (FieldKind.CODE, FieldKind.CODES)
_SATURDAY = 5
_PERSONAL = (FieldKind.PERSON_NAME, FieldKind.PERSON_NUMBER)


def fitting_faults(found: Declarations) -> Iterator[Fault]:
    """Faults inside items, code lists, severity rules and terms."""
    lists = {each.value.id: each.value for each in found.code_lists}
    for code_list in found.code_lists:
        yield from _code_list_faults(code_list)
    for item in found.items:
        supplements = [each for each in found.supplements if each.value.supplements == item.value.id]
        yield from _item_faults(item, supplements, lists)
        yield from _adverse_faults(item, found)
    for year in found.calendar:
        yield from _calendar_faults(year)
    for rules in found.severity_rules:
        yield from _severity_faults(rules)
    for terms in found.publicity_terms:
        yield from _term_faults(terms)


def _code_list_faults(declared: Declaration[CodeList]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for index, value in enumerate(declared.value.values):
        for spelling in dict.fromkeys((value.id, value.label.zh, *value.aliases)):
            other = taken.setdefault(spelling, value.id)
            if other != value.id or (spelling == value.id and taken[spelling] is not value.id):
                zh = f"“{spelling}”既指“{other}”又指“{value.id}”，收到时无法分辨；请只留一处"
                en = f"'{spelling}' means both '{other}' and '{value.id}', so a cell could not be read; keep one"
                yield declared.fault(("values", index), zh, en)


def _item_faults(
    item: Declaration[CatalogueItem], supplements: Sequence[Supplement], lists: Mapping[str, CodeList]
) -> Iterator[Fault]:
    holders: list[Holder] = [item, *supplements]
    known = {field.id: field for holder in holders for field in holder.value.fields}
    yield from _repeated_fields(item)
    yield from _taken_headers(holders)
    yield from _taken_roles(holders)
    for holder in holders:
        for index, name in enumerate(holder.value.key):
            if name not in known:
                yield unknown(holder, ("key", index), name, f"{item.value.id}.fields", known)
        for index, field in enumerate(holder.value.fields):
            yield from _field_faults(holder, index, field, known, lists)


def _repeated_fields(item: Declaration[CatalogueItem]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, field in enumerate(item.value.fields):
        if field.id in seen:
            zh = f"字段“{field.id}”写了两次；请改名或删去"
            en = f"the field '{field.id}' is declared twice; rename one or delete it"
            yield item.fault(("fields", index, "id"), zh, en)
        seen.add(field.id)


def _taken_headers(holders: Sequence[Holder]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for holder in holders:
        for index, field in enumerate(holder.value.fields):
            for header in field.headers:
                other = taken.setdefault(normalised(header), field.id)
                if other != field.id:
                    zh = f"表头“{header}”同时指字段“{other}”和“{field.id}”，收到时无法分辨；请只留一处"
                    en = f"the header '{header}' means both '{other}' and '{field.id}'; leave it in one place"
                    yield holder.fault(("fields", index), zh, en)


def _taken_roles(holders: Sequence[Holder]) -> Iterator[Fault]:
    taken: dict[FieldRole, str] = {}
    for holder in holders:
        for index, field in enumerate(holder.value.fields):
            if field.role is None or field.role is FieldRole.PARTY_OTHER_CODE:
                continue
            other = taken.setdefault(field.role, field.id)
            if other != field.id:
                zh = f"用途“{field.role}”已由字段“{other}”承担；一项中只能有一个，请去掉一处"
                en = f"the role '{field.role}' is already played by '{other}'; one field per item: drop one"
                yield holder.fault(("fields", index, "role"), zh, en)


def _field_faults(
    holder: Holder,
    index: int,
    field: CatalogueField,
    known: Mapping[str, CatalogueField],
    lists: Mapping[str, CodeList],
) -> Iterator[Fault]:
    place = ("fields", index)
    yield from _kind_faults(holder, place, field, lists)
    if field.not_before is not None:
        other = known.get(field.not_before)
        if other is None:
            yield unknown(holder, (*place, "not_before"), field.not_before, "fields", known)
        elif other.kind is not FieldKind.DATE or field.kind is not FieldKind.DATE:
            zh = "not_before 只能用于两个日期字段之间；请改正"
            yield holder.fault((*place, "not_before"), zh, "not_before holds between two date fields; mend it")
    if field.required_when is not None:
        yield from _condition_faults(holder, place, field, known, lists)


def _kind_faults(
    holder: Holder, place: tuple[str | int, ...], field: CatalogueField, lists: Mapping[str, CodeList]
) -> Iterator[Fault]:
    if (field.kind in _CODED) != (field.code_list is not None):
        zh = "代码字段 (code, codes) 必须写 code_list，其他字段不得写；请改正"
        yield holder.fault((*place, "kind"), zh, "fields of kind code or codes need a code_list, others have none")
    elif field.code_list is not None and field.code_list not in lists:
        yield unknown(holder, (*place, "code_list"), field.code_list, "code-lists/", lists)
    if (field.kind is FieldKind.AMOUNT) != (field.unit is not None):
        zh = "金额字段必须写 unit (wan-yuan 或 yuan)，其他字段不得写；请改正"
        en = "a field of kind amount needs a unit (wan-yuan or yuan), others have none"
        yield holder.fault((*place, "kind"), zh, en)
    if field.kind in _PERSONAL and field.openness is Openness.PUBLIC:
        zh = "个人信息字段不得公开；请把 openness 改为 sealed、authorised 或 shared"
        en = "a personal field may never be public; make its openness sealed, authorised or shared"
        yield holder.fault((*place, "openness"), zh, en)


def _condition_faults(
    holder: Holder,
    place: tuple[str | int, ...],
    field: CatalogueField,
    known: Mapping[str, CatalogueField],
    lists: Mapping[str, CodeList],
) -> Iterator[Fault]:
    condition = field.required_when
    assert condition is not None
    other = known.get(condition.field)
    if other is None:
        yield unknown(holder, (*place, "required_when", "field"), condition.field, "fields", known)
        return
    codes = _codes(other, lists)
    for index, value in enumerate(condition.any_of):
        if codes is not None and value not in codes:
            where = (*place, "required_when", "any_of", index)
            yield unknown(holder, where, value, f"code-lists/{other.code_list}", codes)


def _codes(field: CatalogueField | None, lists: Mapping[str, CodeList]) -> list[str] | None:
    if field is None or field.code_list is None or field.code_list not in lists:
        return None
    return [value.id for value in lists[field.code_list].values]


def _adverse_faults(item: Declaration[CatalogueItem], found: Declarations) -> Iterator[Fault]:
    """An adverse record must get a severity and must end: the law leaves neither open."""
    told = item.value
    if told.nature is not Nature.ADVERSE:
        return
    for name, value in (("severity_rules", told.severity_rules), ("publicity_terms", told.publicity_terms)):
        if value is None:
            zh = f"失信信息必须写明 {name}，否则无法定级或到期；请补上"
            en = f"an adverse item needs {name}, or its records would have no severity or no end; add it"
            yield item.fault(("nature",), zh, en)
    for terms in found.publicity_terms:
        if terms.value.id == told.publicity_terms:
            yield from _endless_terms(terms)
            yield from _uncovered_severities(terms)
    yield from _unknown_categories(item, found)


def _endless_terms(terms: Declaration[PublicityTerms]) -> Iterator[Fault]:
    for index, term in enumerate(terms.value.terms):
        if term.shown and term.latest_end_months is None:
            zh = "失信信息的公示必须有最长期限；请写 latest_end_months"
            en = "the publicity of an adverse record must end; give latest_end_months"
            yield terms.fault(("terms", index), zh, en)


def _uncovered_severities(terms: Declaration[PublicityTerms]) -> Iterator[Fault]:
    plain = [
        term
        for term in terms.value.terms
        if term.procedure is None and not term.sector_any and not term.categories_only
    ]
    for severity in Severity:
        if not any(term.severity in (None, severity) for term in plain):
            zh = f"没有适用于“{severity}”的一般期限，部分记录将无期限可依；请补上一条不带其他条件的期限"
            en = f"no term fits every '{severity}' record, so some would have none; add one without other conditions"
            yield terms.fault(("terms",), zh, en)


def _unknown_categories(item: Declaration[CatalogueItem], found: Declarations) -> Iterator[Fault]:
    lists = {each.value.id: each.value for each in found.code_lists}
    codes = _codes(item.value.by_role(FieldRole.CATEGORIES), lists)
    if codes is None:
        return
    for rules in found.severity_rules:
        if rules.value.id != item.value.severity_rules:
            continue
        for index, rule in enumerate(rules.value.rules):
            for key, named in (("categories_any", rule.categories_any), ("categories_only", rule.categories_only)):
                for at, code in enumerate(named):
                    if code not in codes:
                        yield unknown(rules, ("rules", index, key, at), code, "code-lists/", codes)


def _severity_faults(rules: Declaration[SeverityRules]) -> Iterator[Fault]:
    last = rules.value.rules[-1]
    if last.model_copy(update={"severity": Severity.MINOR}) != type(last)(severity=Severity.MINOR):
        zh = "最后一条规则带有条件，不合任何条件的记录将没有等级；请在末尾加一条无条件的规则"
        en = "the last rule has conditions, so a record that fits none would have no severity; end with a bare rule"
        yield rules.fault(("rules", len(rules.value.rules) - 1), zh, en)


def _calendar_faults(declared: Declaration[CalendarYear]) -> Iterator[Fault]:
    told = declared.value
    for key, days in (("days_off", told.days_off), ("working_weekends", told.working_weekends)):
        for index, day in enumerate(days):
            if day.year != told.year and (day.year, day.month) != (told.year - 1, 12):
                zh = f"{day} 不在 {told.year} 年及上年12月之内；请核对日期或年份"
                en = f"{day} lies neither in {told.year} nor in the December before it; check the date or the year"
                yield declared.fault((key, index), zh, en)
            if key == "working_weekends" and day.weekday() < _SATURDAY:
                zh = f"{day} 不是周末，本来就是工作日；请核对日期"
                en = f"{day} is no Saturday or Sunday and a working day anyway; check the date"
                yield declared.fault((key, index), zh, en)


def _term_faults(terms: Declaration[PublicityTerms]) -> Iterator[Fault]:
    for index, term in enumerate(terms.value.terms):
        earliest, latest = term.earliest_repair_months, term.latest_end_months
        if earliest is not None and latest is not None and earliest > latest:
            zh = "最短公示期长于最长公示期；请核对两个月数"
            en = "repair would open after publicity has ended; check the two numbers of months"
            yield terms.fault(("terms", index, "earliest_repair_months"), zh, en)
        if not term.shown and (earliest is not None or latest is not None):
            zh = "不公示的期限不应写月数；请删去月数或改为公示"
            en = "a term that is not shown has no months; delete them or make it shown"
            yield terms.fault(("terms", index, "shown"), zh, en)
