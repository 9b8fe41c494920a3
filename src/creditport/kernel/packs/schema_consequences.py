"""The shape of what follows from a record: lists, measures, scenarios of checks, editions of incentives.

Every ground of a measure cites its own basis: a sanction that follows the list of wage arrears stands on the wages
regulation, not on the catalogue of sanctions. When that basis dies, the ground dies with it, on that day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from creditport.kernel.packs.schema import (
    Basis,
    Dated,
    Declared,
    Identifier,
    InstrumentLevel,
    Label,
    Severity,
    SubjectKind,
)

LEVEL_RANKS = {level: rank for rank, level in enumerate(InstrumentLevel, start=1)}  # 1 is the highest
LOCAL_LEVELS = frozenset({InstrumentLevel.LOCAL_REGULATION, InstrumentLevel.LOCAL_RULE})
LOWEST_FOR_RIGHTS = LEVEL_RANKS[InstrumentLevel.LOCAL_REGULATION]  # 法律、法规; 自由贸易港法规 are regulations
LOWEST_FOR_SANCTIONS = LEVEL_RANKS[InstrumentLevel.CENTRAL_POLICY]  # or policy of the centre
LOWEST_OF_ALL = LEVEL_RANKS[InstrumentLevel.STANDARD]


class ListKind(StrEnum):
    """What being on a list means."""

    SERIOUS = "serious"  # 严重失信主体名单
    ABNORMAL = "abnormal"  # 异常名录
    GOVERNMENT_DEFAULT = "government-default"  # 政务失信 (m3)
    HONOURS = "honours"  # 守信名单
    WHITELIST = "whitelist"  # 诉讼保全白名单 and the like


class Evidence(StrEnum):
    """A step of due process, shown by what it leaves behind."""

    NOTICE = "notice"  # the day on which the notice with facts and basis was served
    STATEMENT = "statement"  # the time for a statement ran out, or the statement was heard
    DECISION = "decision"  # number, day and reasons
    HEAD = "head"  # the named head who decided
    SERVICE = "service"  # the day on which the decision was served
    OTHER_PERSON = "other-person"  # whoever decides is not whoever proposed; asked of entries made on the platform


DUE_PROCESS = (Evidence.NOTICE, Evidence.STATEMENT, Evidence.DECISION, Evidence.HEAD, Evidence.SERVICE)


class RemovalGround(Label):
    """A condition on which one leaves a list, and from when it may be invoked."""

    by_itself: bool = False  # the term runs out: nothing has to be asked for
    after_months: int | None = Field(default=None, ge=1)  # not before so many months on the list
    after_measures: bool = False  # not while a measure that an agency applied after the entry lasts


class CreditList(Dated):
    """A list of subjects: on what basis one is entered, by which steps, and how one leaves it."""

    id: Identifier
    label: Label
    kind: ListKind
    planned: bool = False  # announced, but without the basis it needs: nobody can be entered
    item: Identifier | None = None  # the catalogue item that publishes the entries
    names: tuple[str, ...] = ()  # parts of the list's name under which entries arrive
    subject_kinds: tuple[SubjectKind, ...] = Field(min_length=1)
    deciders: tuple[Identifier, ...] = Field(min_length=1)  # agency ids, or ("any",)
    judicial: bool = False  # made by a court: the time for a statement is set by the court
    entry: tuple[Label, ...] = Field(min_length=1)
    removal: tuple[RemovalGround, ...] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = ()
    case_type: Identifier = "list-entry"  # by whose steps an entry is made on the platform
    statement_workdays: int = Field(default=0, ge=0, le=60)
    months: int | None = None  # how long an entry lasts at most; None: until it is removed
    publicity_terms: Identifier | None = None
    on_repair: Literal["removes", "stays"]

    @property
    def lowest_rank(self) -> int:
        """The lowest rank of norm on which the list may stand."""
        return LOWEST_FOR_SANCTIONS if self.kind is ListKind.SERIOUS else LOWEST_OF_ALL


class MeasureKind(StrEnum):
    SANCTION = "sanction"  # 惩戒措施
    INCENTIVE = "incentive"  # 激励措施


class MeasureGroup(StrEnum):
    """The groups of the national list of sanctions, and who gives an incentive."""

    A = "A"  # cuts rights or adds duties
    B = "B"  # management measures
    C = "C"  # by bodies outside government
    PUBLIC = "public"
    MARKET = "market"


class Effect(StrEnum):
    """What a measure means for the one who asks."""

    FORBIDDEN = "forbidden"
    RESTRICTED = "restricted"
    WATCHED = "watched"
    ALLOWED = "allowed"
    ENCOURAGED = "encouraged"


class Ground(Declared):
    """What a measure may follow, and the basis on which it follows. Exactly one of the first two is given.

    `list: any-serious` means every serious list that is in force.
    """

    list: Identifier | None = None
    severity: Severity | None = None
    basis: tuple[Basis, ...] = Field(min_length=1)
    effect: Effect | None = None  # where it differs from the measure's
    verified: bool


class Measure(Dated):
    """A sanction or an incentive. `basis` is the list of measures that names it; the grounds carry their own."""

    id: Identifier
    label: Label
    kind: MeasureKind
    group: MeasureGroup
    national_item: Label | None = None  # the item of the national list of which this is a part
    content: Label
    subject_kinds: tuple[SubjectKind, ...] = Field(min_length=1)  # whom it may touch
    appliers: tuple[Identifier, ...] = Field(min_length=1)  # agency ids, ("any",), or ("market",)
    cuts_rights: bool = False
    effect: Effect
    by_rule: bool = True  # follows its grounds by itself; else only where an agency applied it
    most_months: int | None = None
    follows: tuple[Ground, ...] = Field(min_length=1)

    @property
    def lowest_rank(self) -> int:
        """The lowest rank of norm on which a ground of the measure may stand."""
        if self.kind is MeasureKind.INCENTIVE:
            return LOWEST_OF_ALL
        return LOWEST_FOR_RIGHTS if self.cuts_rights else LOWEST_FOR_SANCTIONS


class Scenario(Dated):
    """A situation in which an agency asks what applies to a subject, and what it may see for it."""

    id: Identifier
    label: Label
    purposes: tuple[Identifier, ...] = Field(min_length=1)
    measures: tuple[Identifier, ...] = Field(min_length=1)
    items: tuple[Identifier, ...] = ()  # catalogue items whose adverse records the scenario may see
    lists: tuple[ListKind, ...] = ()  # kinds of list whose entries the scenario may see
    look_back_months: int | None = None  # how far back a violation counts when a first one is looked for


class IncentiveEdition(Dated):
    """One edition of the joint-incentive list; editions are published and kept."""

    number: int = Field(ge=1)
    label: Label
    published_on: date
    measures: tuple[Identifier, ...] = Field(min_length=1)
