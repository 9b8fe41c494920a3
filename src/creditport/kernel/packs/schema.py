"""The shape of a pack: what law and local choice may declare, as frozen values.

A pack is a folder of YAML. Every entry cites its basis, its validity and whether the value was verified
against the instrument itself. The loader fills these models; nothing here reads a file.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Declared(BaseModel):
    """A frozen part of a pack; an unknown key is a fault, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Declared):
    """What people read: Chinese first, English beside it."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class PackManifest(Declared):
    """`pack.yml`: what a pack is called and which packs it supplements. Those are loaded before it."""

    id: Identifier
    label: Label
    extends: tuple[Identifier, ...] = ()


class InstrumentLevel(StrEnum):
    """The rank of a norm; order matters to the legal-basis gate."""

    LAW = "law"  # 法律
    ADMINISTRATIVE_REGULATION = "administrative-regulation"  # 行政法规
    LOCAL_REGULATION = "local-regulation"  # 地方性法规, 自由贸易港法规
    CENTRAL_POLICY = "central-policy"  # 党中央、国务院政策性文件
    DEPARTMENT_RULE = "department-rule"  # 部门规章
    LOCAL_RULE = "local-rule"  # 地方政府规章
    NORMATIVE_DOCUMENT = "normative-document"  # 规范性文件
    STANDARD = "standard"  # 标准


class Instrument(Declared):
    """A law, regulation, policy or standard, with the days on which it is in force."""

    id: Identifier
    label: Label
    level: InstrumentLevel
    territory: str | None = None  # division code where a local norm holds; None: the whole country
    number: str | None = None
    issued_on: date | None = None
    in_force_from: date
    in_force_until: date | None = None  # first day no longer in force
    repealed_by: Identifier | None = None
    verified: bool

    def in_force(self, on: date) -> bool:
        """Whether the instrument is in force on that day."""
        return self.in_force_from <= on and (self.in_force_until is None or on < self.in_force_until)


class Basis(Declared):
    """Instrument and article on which an entry stands."""

    instrument: Identifier
    article: str | None = None


class Dated(Declared):
    """What every entry of law carries."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    valid_from: date
    valid_until: date | None = None  # first day no longer valid
    verified: bool

    def valid(self, on: date) -> bool:
        """Whether the entry says of itself that it holds on that day; its basis is asked separately."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


class Openness(StrEnum):
    """Who may see a field or item (公开公示 / 政务共享 / 授权查询), or nobody without opening an access."""

    PUBLIC = "public"
    SHARED = "shared"
    AUTHORISED = "authorised"
    SEALED = "sealed"


class Nature(StrEnum):
    """What a catalogue item says about its subject."""

    BASIC = "basic"
    GOOD = "good"
    ADVERSE = "adverse"
    NEUTRAL = "neutral"


class Severity(StrEnum):
    """失信信息: 轻微, 一般, 严重."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


class SubjectKind(StrEnum):
    """The kinds of credit subject the register holds."""

    ENTERPRISE = "enterprise"
    INDIVIDUAL_BUSINESS = "individual-business"
    INSTITUTION = "institution"
    SOCIAL_ORGANISATION = "social-organisation"
    GOVERNMENT_BODY = "government-body"
    COMMUNITY = "community"
    PERSON = "person"
    UNKNOWN = "unknown"


class FieldKind(StrEnum):
    """How a cell is read and checked."""

    TEXT = "text"
    CODE = "code"  # one value of a code list
    CODES = "codes"  # several values of a code list, separated by , ， ; ； or 、
    DATE = "date"
    AMOUNT = "amount"  # decimal in `unit`
    INTEGER = "integer"
    USCC = "uscc"
    PERSON_NUMBER = "person-number"  # identity document of a natural person
    PERSON_NAME = "person-name"


class FieldRole(StrEnum):
    """What the pipeline uses a field for, whatever it is called."""

    PARTY_NAME = "party-name"
    PARTY_CODE = "party-code"  # uscc of the party
    PARTY_KIND = "party-kind"  # 相对人类别
    PARTY_OTHER_CODE = "party-other-code"  # registration number, organisation code …
    PERSON_NUMBER = "person-number"  # the party's identity number, if a natural person
    DOCUMENT_NUMBER = "document-number"
    CASE_TITLE = "case-title"
    DECIDED_ON = "decided-on"  # the day from which terms run
    VALID_UNTIL = "valid-until"
    CATEGORIES = "categories"  # what severity rules look at
    AMOUNT = "amount"  # the fine, in 万元
    SEVERITY = "severity"  # severity as set by the deciding agency
    SECTOR = "sector"  # type of violation or field, for sector overrides of terms
    PROCEDURE = "procedure"  # simple or ordinary
    STATE = "state"  # in force, withdrawn …
    WITHDRAWAL_REASON = "withdrawal-reason"
    AGENCY_NAME = "agency-name"
    AGENCY_CODE = "agency-code"
    SUBJECT_STATUS = "subject-status"
    SUBJECT_TYPE = "subject-type"  # 企业类型
    REGISTRAR = "registrar"
    AREA = "area"  # 地区
    ADDRESS = "address"
    REGISTERED_ON = "registered-on"
    FORMER_NAME = "former-name"
    LEGAL_REPRESENTATIVE = "legal-representative"
    CITATIONS = "citations"  # cited laws, several in one cell


class Requirement(StrEnum):
    """How much a row needs the field.

    CORE: an absent column or an empty cell rejects the row. STANDARD: an empty cell rejects the row; an absent
    column (an older or partial template) is a warning of the file and leaves the record incomplete, hence held
    and not shown. OPTIONAL: may be empty.
    """

    CORE = "core"
    STANDARD = "standard"
    OPTIONAL = "optional"


class When(Declared):
    """Holds if the named field contains one of the values (for CODES: has one of them)."""

    field: FieldName
    any_of: tuple[str, ...] = Field(min_length=1)


class CatalogueField(Declared):
    """One column of a catalogue item."""

    id: FieldName
    code: str | None = None  # the standard's field code, e.g. CF_XDR_MC
    label: Label
    kind: FieldKind
    length: int | None = None
    requirement: Requirement = Requirement.OPTIONAL
    required_when: When | None = None
    code_list: Identifier | None = None
    unit: Literal["wan-yuan", "yuan"] | None = None
    not_before: FieldName | None = None  # this date may not lie before that field's date
    future_allowed: bool = False
    role: FieldRole | None = None
    openness: Openness
    aliases: tuple[str, ...] = ()  # other headers under which the column arrives
    example: str | None = None
    note: Label | None = None
    declared_in: Identifier | None = None  # the pack; set by the loader

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header under which the column may arrive: the official one, the code, the aliases."""
        own = (self.label.zh, *((self.code,) if self.code else ()), *self.aliases, self.label.en, self.id)
        return tuple(dict.fromkeys(own))


class CodeValue(Declared):
    """One value of a code list and the spellings under which it arrives."""

    id: str
    label: Label
    aliases: tuple[str, ...] = ()


class CodeList(Declared):
    """A closed vocabulary of a field."""

    id: Identifier
    label: Label
    source: str
    verified: bool = True
    values: tuple[CodeValue, ...] = Field(min_length=1)


class CatalogueClass(Declared):
    """One of the 13 classes of the national base catalogue."""

    number: int
    label: Label


class CatalogueItem(Dated):
    """A kind of credit information that may be gathered, with all its fields."""

    id: Identifier
    label: Label
    catalogue_class: int
    nature: Nature
    subject_kinds: tuple[SubjectKind, ...] = Field(min_length=1)
    conduct: Label  # the concrete conduct or fact recorded
    source_agencies: tuple[Identifier, ...]  # agency ids, or ("any",)
    openness: Openness
    sharing: Label
    retention_months: int | None = None  # None: as long as the subject exists
    update_term_workdays: int
    registers_subject: bool = False  # rows of this item create and update the register itself
    severity_rules: Identifier | None = None
    publicity_terms: Identifier | None = None
    key: tuple[FieldName, ...] = Field(min_length=1)  # what makes two rows the same record, with the agency
    fields: tuple[CatalogueField, ...] = Field(min_length=1)
    ignored_headers: tuple[str, ...] = ()  # columns known from templates that carry nothing we keep
    declared_in: Identifier | None = None  # the pack; set by the loader

    def field(self, id: str) -> CatalogueField:
        """The field of that id; KeyError if the item has none."""
        for each in self.fields:
            if each.id == id:
                return each
        raise KeyError(f"{self.id} has no field {id}")

    def by_role(self, role: FieldRole) -> CatalogueField | None:
        """The field that plays the role in this item, if any does."""
        return next((each for each in self.fields if each.role == role), None)


class FieldNarrowing(Declared):
    """What a supplement may do to a field of another pack: ask for more, show less, know more headers."""

    field: FieldName
    requirement: Requirement | None = None
    length: int | None = None
    openness: Openness | None = None
    aliases: tuple[str, ...] = ()  # added to those that are known


class CatalogueSupplement(Dated):
    """What a later pack adds to an item of an earlier one. It may add and narrow, never contradict."""

    supplements: Identifier
    openness: Openness | None = None
    update_term_workdays: int | None = None
    key: tuple[FieldName, ...] = ()  # added to the item's key
    fields: tuple[CatalogueField, ...] = ()
    narrows: tuple[FieldNarrowing, ...] = ()
    ignored_headers: tuple[str, ...] = ()


class SeverityRule(Declared):
    """First rule whose conditions all hold decides; a rule without conditions always holds."""

    categories_any: tuple[str, ...] = ()  # code ids in the CATEGORIES field
    categories_only: tuple[str, ...] = ()  # every category is one of these
    procedure: str | None = None
    amount_from: Decimal | None = None  # 万元, inclusive
    sector_any: tuple[str, ...] = ()  # substrings of the SECTOR field
    severity: Severity


class SeverityRules(Dated):
    id: Identifier
    label: Label
    rules: tuple[SeverityRule, ...] = Field(min_length=1)


class PublicityTerm(Declared):
    """What the law lets be shown, counted in months from the day of the decision.

    `earliest_repair_months` None: not repairable by application. `latest_end_months` None: shown as long as the
    record is in force (licences, honours). `shown` false: held and never shown.
    """

    severity: Severity | None = None  # None: any
    procedure: str | None = None  # e.g. simple
    sector_any: tuple[str, ...] = ()  # substrings of the SECTOR field; overrides come first
    categories_only: tuple[str, ...] = ()
    shown: bool
    earliest_repair_months: int | None = None
    latest_end_months: int | None = None
    until_valid_until: bool = False  # shown at least while the decision itself runs (bans longer than the term)
    basis: tuple[Basis, ...] = ()
    verified: bool = True


class PublicityTerms(Dated):
    """First term that fits decides."""

    id: Identifier
    label: Label
    terms: tuple[PublicityTerm, ...] = Field(min_length=1)


class Division(Declared):
    """A city, county or district; `county` levels are the 19 counties and cities that answer for a subject."""

    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    label: Label
    level: Literal["province", "county", "district"]
    parent: str | None = None
    aliases: tuple[str, ...] = ()  # names by which addresses and registrars mean it, townships included


class Agency(Declared):
    """A 公共管理机构 that may report."""

    id: Identifier
    label: Label
    uscc: str | None = None
    division: str
    aliases: tuple[str, ...] = ()
    items: tuple[Identifier, ...]  # catalogue items it may report
    window: bool = False  # keeps a service window, where people come in with their papers
    hears: tuple[Literal["reconsideration", "litigation"], ...] = ()  # reports these about acts of all agencies
    verified: bool


class Purpose(Dated):
    """A purpose for which an access to held or personal information may be opened."""

    id: Identifier
    label: Label
    needs_consent: bool = False


class KeyMeasure(Declared):
    """One of the sixty key measures, m1 to m60."""

    number: int
    title: Label


class CalendarYear(Declared):
    """Days off and working weekends of one year, from the yearly notice of the General Office of the State Council."""

    year: int = Field(ge=1949, le=2100)
    notice: str = Field(min_length=1)  # title or number of the notice
    days_off: tuple[date, ...] = Field(min_length=1)
    working_weekends: tuple[date, ...] = ()
