"""A subject's page: identity first, then every section, each line with its source, basis and dates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from creditport.consequences.proceedings.choices import Contested
from creditport.consequences.proceedings.queries import public_marks
from creditport.consequences.repair.queries import public_statement
from creditport.kernel.clock.clock import civil_day, now
from creditport.sites.paging import positive
from creditport.sites.portal.sections import Section, more_lines, sections_of
from creditport.sites.portal.subjects import SubjectHead, subject_head


def subject_page(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one subject."""
    subject = _subject(code)
    if subject.code != code:
        return redirect("portal:subject", code=subject.code)
    at = now()
    today = civil_day(at)
    sections = sections_of(subject.id, name=subject.name, today=today)
    context = {
        "nav": "search",
        "subject": subject,
        "sections": sections,
        "total": sum(section.total for section in sections),
        "statement": None if subject.active else public_statement(subject.id),
        "contested": _contested(subject.id, sections),
        "at": at,
    }
    return render(request, "portal/subject.html", context)


def _contested(subject_id: int, sections: tuple[Section, ...]) -> dict[str, str]:
    """What of the page is contested, by the key of its record; asked if one is adverse."""
    adverse = any(line.severity is not None for each in sections for group in each.groups for line in group.lines)
    marks = public_marks(subject_id) if adverse else ()
    return {mark.about_id: str(mark.kind.label) for mark in marks if mark.about_kind is Contested.RECORD}


def more_records(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """The next records of one item: as a piece of the page for htmx, else as a page of its own."""
    subject = _subject(code)
    offset = positive(request.GET.get("from", ""), 0)
    group = more_lines(subject.id, item, offset, name=subject.name, today=civil_day(now()))
    if not group.lines and not offset:
        raise Http404
    context = {"nav": "search", "subject": subject, "group": group, "offset": offset}
    piece = bool(request.headers.get("HX-Request"))
    return render(request, "portal/records_piece.html" if piece else "portal/records.html", context)


def _subject(code: str) -> SubjectHead:
    subject = subject_head(code)
    if subject is None:
        raise Http404
    return subject
