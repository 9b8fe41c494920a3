"""The shapes of what the interface takes and gives, for callers and for the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class SubjectFound(Schema):
    """A subject that a search found. `former_name`: the name that was matched, where it is not the present one.

    `similar`: its name only sounds or looks like what was asked; it may well be another subject.
    """

    uscc: str | None
    name: str
    kind: str
    status: str
    county_code: str
    former_name: str | None = None
    similar: bool = False


class SubjectsFound(Schema):
    """Subjects, best first. `capped`: there are more than were ranked; `total` is then not counted."""

    items: list[SubjectFound]
    total: int | None
    capped: bool


class FormerName(Schema):
    name: str
    until: date | None


class RecordSource(Schema):
    """Which agency reported a record, when it was recorded, and where it stood in the submission."""

    agency: str
    recorded_at: datetime
    submission: int
    row: int


class RecordShown(Schema):
    """A record as it may be shown today. `repair_opens_on` and `public_until` are the first days of the new state."""

    key: str
    version: int
    item: str
    severity: str | None
    decided_on: date
    valid_until: date | None
    content: dict[str, Any]
    public_from: date
    repair_opens_on: date | None
    public_until: date | None
    rules: str = Field(description="version of the packs that computed severity and publicity")
    disputed: bool = Field(description="an objection to the record is in work")
    source: RecordSource


class SubjectShown(Schema):
    """A subject and its latest 100 records. `more_records`: there are others, under `/subjects/{uscc}/records`."""

    uscc: str
    name: str
    kind: str
    status: str
    county_code: str
    county_source: str
    registered_on: date | None
    former_names: list[FormerName]
    records: list[RecordShown]
    more_records: bool


class RecordPage(Schema):
    """Records of a subject, latest first. `cursor` asks for the next page; null at the end."""

    items: list[RecordShown]
    cursor: str | None


class SubmissionShown(Schema):
    """A submission and what became of its rows: received = accepted + unchanged + rejected + quarantined."""

    submission: str
    item: str
    agency: str
    state: str
    filename: str
    digest: str
    received_at: datetime
    applied_at: datetime | None
    progress: int
    received: int | None
    accepted: int | None
    unchanged: int | None
    warned: int | None
    rejected: int | None
    quarantined: int | None
    seconds: float | None
    refusal: dict[str, str] | None = None


class ProblemRow(Schema):
    """One problem of one row; row 1 is the first under the header. `warning`: the row went on all the same."""

    row: int
    field: str
    column: str
    value: str
    code: str
    warning: bool
    reason: str
    remedy: str
    en: dict[str, str]


class ProblemPage(Schema):
    items: list[ProblemRow]
    cursor: str | None


class ChangeShown(Schema):
    """published, amended: `record` is to be kept; withdrawn, ended: what has this key is to be shown no more."""

    change: str
    key: str
    version: int
    at: datetime
    reason: str
    record: dict[str, Any] | None


class ChangeList(Schema):
    """Changes in the order in which they are to be applied. Keep `cursor` and ask again; `more` says at once."""

    items: list[ChangeShown]
    cursor: str
    more: bool


class ItemShown(Schema):
    """A catalogue item: what is collected, by which law, how long it is shown."""

    id: str
    zh: str
    en: str
    catalogue_class: int
    nature: str
    openness: str
    fields: int
    basis: list[dict[str, str | None]]
    verified: bool


class ItemList(Schema):
    items: list[ItemShown]
    rules: str


class WordsEn(Schema):
    title: str
    detail: str
    remedy: str


class ProblemShown(Schema):
    """Everything that goes wrong has this shape (RFC 9457), in Chinese with English beside it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    remedy: str
    en: WordsEn
    errors: list[dict[str, str]] | None = None
