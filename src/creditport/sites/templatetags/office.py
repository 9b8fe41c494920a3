"""Template filters of the office: `{% load office %}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.forms import BoundField, CheckboxInput, HiddenInput, RadioSelect, Select
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from creditport.consequences.messages.access import is_superior
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.ingestion.problem_sheet import Cell, ProblemRow, ProblemSheet
from creditport.foundation.ingestion.queries import problem_texts
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.access import manages_staff, may_open_account, may_read_audit, sees_all_agencies
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User
from creditport.sites import words
from creditport.sites.office import acts, names, stages

register = template.Library()
register.filter("agency_name", names.agency_name)
register.filter("item_name", names.item_name)
register.filter("entry_tone", names.entry_tone)
register.filter("in_language", names.in_language)
register.filter("source_name", names.source_name)
register.filter("doer_name", names.doer_name)
register.filter("measure_name", names.measure_name)
register.filter("act_name", acts.act_name)
register.filter("stage_name", stages.stage_name)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the office's navigation."""

    nav: str
    url: str
    label: str


@register.filter
def office_places(user: User) -> tuple[Place, ...]:
    """Where this account may go, in the order of the day's work."""
    actor = user.actor
    if actor.role is None:
        return ()
    reports = actor.role != Role.AUDITOR
    wanted = [
        (reports, "home", _("Inbox")),
        (True, "cases", _("Cases")),
        (reports, "upload", _("Send a file")),
        (True, "submissions", _("Submissions")),
        (reports, "records", _("Records")),
        (reports, "checks", _("Checks")),
        (True, "lists", pgettext("office", "Lists")),
        (True, "measures", _("Measures")),
        (is_superior(actor), "messages", _("Messages")),
        (True, "scoreboard", _("Scoreboard")),
        (reports, "templates", _("Templates")),
        (True, "conformity", _("Conformity")),
        (sees_all_agencies(actor), "followers", _("Receipts")),
        (manages_staff(actor), "staff", _("Staff")),
        (may_open_account(actor) or actor.role == Role.AUDITOR, "people", _("Businesses' accounts")),
        (may_read_audit(actor), "audit", _("Audit log")),
        (may_read_audit(actor), "watch", _("Unusual withdrawals")),
    ]
    return tuple(Place(nav, reverse(f"office:{nav}"), label) for open_, nav, label in wanted if open_)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """An instant by the clock of Hainan, to the minute."""
    if at is None:
        return ""
    here = at.astimezone(SHANGHAI)
    text = f"{words.day_words(here)} {here:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', here.isoformat(timespec="seconds"), text)


@register.filter
def share(value: float | None) -> str:
    """A share as per cent with one decimal; a dash where there is nothing to divide by."""
    return "–" if value is None else f"{100 * value:.1f} %"


@register.filter
def rows_to_mend(submission: Submission) -> int:
    """Rows that were sent back."""
    return (submission.rejected or 0) + (submission.quarantined or 0)


@register.filter
def record_title(record: RecordVersion) -> str:
    """The number of the document, or words where the item has none."""
    return str(record.content.get("document_number") or record.held.get("document_number") or _("without number"))


@register.filter
def record_party(record: RecordVersion) -> str:
    """Whom the record is about; a natural person's name is sealed and does not show."""
    return str(record.content.get("party_name") or record.content.get("name") or "–")


@register.filter
def cells_of(row: ProblemRow, sheet: ProblemSheet) -> tuple[tuple[str, Cell], ...]:
    """The cells of a row, each with its header: on a phone the header stands beside the cell."""
    return tuple(zip(sheet.columns, row.cells, strict=True))


@register.filter
def problem_reason(problem: RowProblem) -> str:
    """What is wrong, in the reader's language."""
    return problem_texts(problem, names.reading_language()).reason


@register.filter
def problem_remedy(problem: RowProblem) -> str:
    """What to do about it, in the reader's language."""
    return problem_texts(problem, names.reading_language()).remedy


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_choices(field: BoundField) -> bool:
    return isinstance(field.field.widget, RadioSelect)


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a field in our look, tied to its help and its error for screen readers."""
    widget = field.field.widget
    attrs: dict[str, str | bool] = {"class": _css_class(field)}
    described = [f"{field.id_for_label}-help"] if field.help_text else []
    if field.errors:
        attrs["aria-invalid"] = "true"
        described.append(f"{field.id_for_label}-error")
    if described and not isinstance(widget, HiddenInput):
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


def _css_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control"
