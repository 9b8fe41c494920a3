"""What applies to this applicant? For one subject on the page, for many by file (m29, m41)."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.consequences.decisions.actions import Decided, Done, Question, decide, decide_many
from creditport.consequences.decisions.deciding import BUCKETS, Applies
from creditport.consequences.decisions.queries import Violations, first_violation
from creditport.consequences.measures.tasks import have_rules
from creditport.consequences.refusals import RefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.check_forms import CheckFileForm, CheckForm, QuestionForm
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.names import in_own_words


@staff(REPORTING)
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The two forms; the answer about one subject stands under them."""
    form = CheckForm(request.POST or None)
    have_rules()
    decided = _decided(actor, form) if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "file_form": CheckFileForm(prefix="file"),
        "decided": decided,
        "groups": _groups(decided) if decided else (),
        "violations": _violations(decided) if decided else None,
        "nav": "checks",
    }
    status = 422 if form.is_bound and decided is None else 200
    return render(request, "office/checks.html", context, status=status)


@require_POST
@staff(REPORTING)
def file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Many subjects: the answers come back as a sheet, in the order of the file."""
    form = CheckFileForm(request.POST, request.FILES, prefix="file")
    have_rules()
    if form.is_valid():
        try:
            return _sheet(actor, form)
        except RefusedError as refused:
            form.add_error(None, in_own_words(refused))
    context = {"form": CheckForm(), "file_form": form, "decided": None, "nav": "checks"}
    return render(request, "office/checks.html", context, status=422)


def _decided(actor: Actor, form: CheckForm) -> Decided | None:
    """The kept answer; nothing where the form says why not."""
    try:
        return decide(actor=actor, at=now(), subject=form.cleaned_data["subject"], question=_question(form))
    except RefusedError as refused:
        form.add_error("subject" if refused.code == "unknown-subject" else None, in_own_words(refused))
        return None


def _question(form: QuestionForm) -> Question:
    wanted = form.cleaned_data
    return Question(scenario=wanted["scenario"], purpose=wanted["purpose"], case=wanted["case"])


def _groups(decided: Decided) -> tuple[tuple[str, str, tuple[Applies, ...]], ...]:
    names = {
        "forbidden": _("Forbidden"),
        "restricted": _("Restricted"),
        "watched": _("To be watched"),
        "allowed": _("Made easier"),
        "encouraged": _("Preferred"),
    }
    groups = ((effect, names[effect], decided.answer.bucket(effect)) for effect in BUCKETS)
    return tuple(group for group in groups if group[2])


def _violations(decided: Decided) -> Violations:
    return first_violation(decided.facts.subject_id, on=civil_day(now()))


def _sheet(actor: Actor, form: CheckFileForm) -> HttpResponse:
    """Check all, and the sheet. Its lines are written part by part, so that a large file does not fill the memory."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.write("\ufeff")
    writer = csv.writer(response)
    heads = (_("Forbidden"), _("Restricted"), _("To be watched"), _("Made easier"), _("Preferred"))
    writer.writerow([_("Unified social credit code"), _("Name"), *heads, _("Number of the check")])
    english = get_language() == "en"

    def told(decided: Sequence[Decided], done: Done) -> None:
        for each in decided:
            cells = (
                "; ".join(one.label_en if english else one.label for one in each.answer.bucket(effect))
                for effect in BUCKETS
            )
            writer.writerow([each.uscc, each.name, *cells, each.id])

    checked = decide_many(actor=actor, at=now(), subjects=form.codes(), question=_question(form), told=told)
    for code in checked.unknown:
        writer.writerow([code, _("no subject has this code"), *("" for _each in BUCKETS), ""])
    response["Content-Disposition"] = f'attachment; filename="checks-{checked.batch}.csv"'
    return response
