"""The shape of work with steps, people, documents and deadlines, and of the rules of repair, as packs declare it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from creditport.kernel.packs.schema import Dated, Declared, FieldName, Identifier, Label, Severity

Workdays = Annotated[int, Field(ge=0, le=250)]


N = TypeVar("N", "CaseStep", "CaseOutcome", "CaseDocument")


class Desk(Declared):
    """A place at which work waits. Who sits there is said by `kind`; `agency` for a desk of one named agency."""

    id: Identifier
    label: Label
    kind: Literal["case-agency", "named-agency", "role", "subject", "counsel"]
    agency: Identifier | None = None
    roles: tuple[Identifier, ...] = ()  # roles of staff that belong to the desk; empty for desks of the subject


class CaseFieldKind(StrEnum):
    """How a field of a case is filled in."""

    TEXT = "text"
    LINE = "line"  # a number or a name
    DATE = "date"
    CHOICE = "choice"


class CaseField(Declared):
    """One thing to be said when a case is opened or acted upon."""

    id: FieldName
    label: Label
    kind: CaseFieldKind = CaseFieldKind.TEXT
    required: bool = False
    values: tuple[Label, ...] = ()  # of a choice; what is stored is the English word


class CaseDocument(Declared):
    """A document that belongs to a case. One that the platform can obtain itself is never demanded if it could."""

    id: Identifier
    label: Label
    required: bool = False
    obtainable: bool = False
    media_types: tuple[str, ...] = ("application/pdf", "image/jpeg", "image/png")
    most_megabytes: int = Field(default=10, ge=1, le=100)


class CaseDeadline(Declared):
    """Working days for a step, counted from the day the step began or the case was opened."""

    workdays: Workdays
    counted_from: Literal["step", "opening"] = "step"
    theirs: bool = False  # the time belongs to the other side: once it is over the office goes on, and is not late
    verified: bool


class CaseAct(Declared):
    """What may be done at a step: by whom, leading where. Exactly one of `to` and `outcome` is given, or neither:
    then the case stays where it is."""

    id: Identifier
    label: Label
    desks: tuple[Identifier, ...] = ()  # who may do it; empty: the desk of the step
    roles: tuple[Identifier, ...] = ()  # narrows the roles of the desk; empty: all of them
    to: Identifier | None = None
    outcome: Identifier | None = None
    needs_reason: bool = False
    needs_evidence_read: bool = False  # the officer must have opened every document first
    after_deadline: bool = False  # only once the time of the step has run out
    fields: tuple[CaseField, ...] = ()
    begins_on: FieldName | None = (
        None  # the field that says on which day the next step began, such as that of a service
    )
    effects: tuple[Identifier, ...] = ()  # names to which chapters above the engine react; of an outcome: see there


class CaseStep(Declared):
    """A stage of a case: at which desk it waits, how long it may, and what can be done there."""

    id: Identifier
    label: Label
    desk: Identifier
    deadline: CaseDeadline | None = None
    internal: bool = False  # the subject is not told yet: it does not see the case while it stands here
    acts: tuple[CaseAct, ...] = Field(min_length=1)


class CaseOutcome(Declared):
    """How a case may end, what follows, and what may still be done afterwards."""

    id: Identifier
    label: Label
    effects: tuple[Identifier, ...] = ()  # names to which chapters above the engine react
    by_itself: bool = False  # by no act: reached when what the case is about falls away
    desk: Identifier | None = None  # of the acts that are still open
    acts: tuple[CaseAct, ...] = ()


class Pause(Declared):
    """How often and for how many working days in all a clock may be suspended or extended, and by whom."""

    roles: tuple[Identifier, ...] = Field(min_length=1)
    most_times: int = Field(ge=1)
    most_workdays: Workdays
    verified: bool


class CaseType(Dated):
    """A kind of case: its steps from the first, its documents and its outcomes."""

    id: Identifier
    label: Label
    opened_by: tuple[Identifier, ...] = Field(min_length=1)  # desks
    fields: tuple[CaseField, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
    steps: tuple[CaseStep, ...] = Field(min_length=1)
    outcomes: tuple[CaseOutcome, ...] = Field(min_length=1)
    suspension: Pause | None = None
    extension: Pause | None = None

    def step(self, id: str) -> CaseStep:
        """The step of that id; KeyError if the type has none."""
        return _named(self.steps, id)

    def step_acts(self) -> tuple[CaseAct, ...]:
        """The acts of all steps, in their order."""
        return tuple(act for step in self.steps for act in step.acts)

    def outcome(self, id: str) -> CaseOutcome:
        """The outcome of that id; KeyError if the type has none."""
        return _named(self.outcomes, id)

    def document(self, id: str) -> CaseDocument:
        """The document of that id; KeyError if the type knows none."""
        return _named(self.documents, id)


class WatchKind(StrEnum):
    """What is unusual in how a record stopped being shown."""

    NO_GROUND = "no-ground"  # no act, decision, reason or submission accounts for it
    ODD_HOURS = "odd-hours"  # by an officer, outside office hours or on a day off
    SAME_HANDS = "same-hands"  # who filed the application decided it
    IN_HASTE = "in-haste"  # decided within so many minutes of the application
    ONE_OFFICER = "one-officer"  # one officer did so many within so many days
    ONE_COUNSEL = "one-counsel"  # one counselling body before one officer so often within so many days


class WatchRule(Dated):
    """When records that stopped being shown are looked at by the auditors."""

    id: Identifier
    label: Label
    kind: WatchKind
    at_least: int = Field(default=1, ge=1)
    within_days: int = Field(default=30, ge=1)
    within_minutes: int = Field(default=0, ge=0)
    office_from_hour: int = Field(default=0, ge=0, le=23)
    office_to_hour: int = Field(default=24, ge=1, le=24)


class WithoutApplication(StrEnum):
    """What the platform does by itself once duties are known to be done and the minimum has run."""

    NOTHING = "nothing"
    OFFER = "offer"
    GRANT = "grant"


class RepairRule(Dated):
    """How records of some items are repaired. The first rule that names the item and the severity decides."""

    id: Identifier
    label: Label
    items: tuple[Identifier, ...] = Field(min_length=1)
    severities: tuple[Severity, ...] = ()  # empty: every severity
    repairable: bool = True
    case_type: Identifier
    needs_duties_done: bool = True
    needs_commitment: bool = True
    without_application: WithoutApplication = WithoutApplication.OFFER
    bar_months: int = Field(ge=0)  # no repair for so long after false proof


def _named(declared: tuple[N, ...], id: str) -> N:
    for each in declared:
        if each.id == id:
            return each
    raise KeyError(id)
