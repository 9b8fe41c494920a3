"""Forms of lists and measures: what is chosen comes from the packs; rules are the domain's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from creditport.consequences.lists.choices import EntryState
from creditport.engines.cases.evidence import NewDocument
from creditport.kernel.packs.registry import packs
from creditport.sites.office.names import in_language
from creditport.subjects.register.queries import SubjectBasics, subject_by_uscc

_ROWS = {"rows": 4}
_ANY: list[tuple[str, Any]] = [("", _("All"))]


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Fill in what a field may be."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class CodeField(forms.CharField):
    """A unified social credit code, however it is spaced."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Unified social credit code"), max_length=24, **more)

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value) or "").split()).upper()


def subject_given(form: forms.Form) -> SubjectBasics | None:
    """The subject whose code a valid form holds; where nobody has the code, the form says so."""
    found = subject_by_uscc(form.cleaned_data["subject"], using="default")
    if found is None:
        form.add_error("subject", gettext("No subject has this code. Check it letter by letter."))
    return found


class EntryFilterForm(forms.Form):
    """Narrows the entries."""

    list = forms.ChoiceField(label=_("List"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*_ANY, *EntryState.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(id, in_language(versions[-1].label)) for id, versions in packs().list_versions.items()]
        offer(self, "list", [*_ANY, *named])


class WhichListForm(forms.Form):
    """In which list."""

    list = forms.ChoiceField(label=_("List"), error_messages={"required": _("Choose a list.")})

    def __init__(self, lists: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "list", [("", _("Choose")), *lists])


class WhomForm(WhichListForm):
    """In which list, and whom."""

    subject = CodeField(error_messages={"required": _("Give the code of the subject.")})
    field_order = ("subject", "list")


class ProposalForm(forms.Form):
    """For which facts, on which basis. Only bases that carry the list today can be chosen."""

    facts = forms.CharField(
        label=_("Facts"),
        max_length=4000,
        widget=forms.Textarea(attrs=_ROWS),
        help_text=_("What happened, when, and which condition of the list it meets. The subject reads it."),
        error_messages={"required": _("Say what happened: the notice is made of it.")},
    )
    basis = forms.ChoiceField(
        label=_("Basis and article"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={
            "required": _("Choose the article on which the entry stands."),
            "invalid_choice": _("This article does not carry the list today; choose another."),
        },
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 10 MB. More can be added to the case."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": _("Choose the file with the evidence.")},
    )

    def __init__(self, bases: Sequence[tuple[str, str]], *args: Any, needs_evidence: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "basis", bases)
        if len(bases) == 1:
            self.fields["basis"].initial = bases[0][0]
        self.fields["evidence"].required = needs_evidence


def evidence_of(said: Mapping[str, object]) -> list[NewDocument]:
    """The evidence that a valid proposal holds."""
    file = said.get("evidence")
    if not isinstance(file, UploadedFile):
        return []
    return [NewDocument(kind="evidence", filename=file.name or "evidence", stream=file)]


class RemovalForm(forms.Form):
    """Why the conditions of removal are met."""

    statement = forms.CharField(
        label=_("Why it should be removed"),
        max_length=2000,
        widget=forms.Textarea(attrs=_ROWS),
        error_messages={"required": _("Say which condition of removal is met, and how this is known.")},
    )


class ReasonForm(forms.Form):
    """An act that needs a reason, on the version that was read."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the reason is kept and can be read by the subject.")},
    )


class FeedbackForm(forms.Form):
    """What came of a measure."""

    text = forms.CharField(
        label=_("What came of it"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: bid excluded in tender HNZB-2026-31."),
        error_messages={"required": _("Say what came of the measure.")},
    )


class SubjectForm(forms.Form):
    """Whom it is about."""

    subject = CodeField(error_messages={"required": _("Give the code of the subject.")})


class MeasureForm(forms.Form):
    """Which measure on which basis, by which decision, from when to when, and why no lesser one."""

    agency = forms.ChoiceField(label=_("Agency"))
    choice = forms.ChoiceField(
        label=_("Measure and basis"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a measure and the article on which it stands."),
            "invalid_choice": _("This measure has no such basis in force today; it may not be applied."),
        },
    )
    document_number = forms.CharField(
        label=_("Number of the decision"),
        max_length=128,
        error_messages={"required": _("Give the number of the decision by which it is applied.")},
    )
    proportion = forms.CharField(
        label=_("Why this measure and no lesser one"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why no lesser measure would do.")},
    )
    starts_on = forms.DateField(
        label=_("From day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the first day.")},
    )
    until = forms.DateField(
        label=_("First day it no longer applies"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Needed where the measure names a longest term."),
    )

    def __init__(
        self, choices: Sequence[tuple[str, str]], stands_in_for: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "choice", choices)
        if stands_in_for:
            offer(self, "agency", [("", _("Choose")), *stands_in_for])
        else:
            del self.fields["agency"]


class MeasureFilterForm(forms.Form):
    """Narrows the applied measures."""

    measure = forms.ChoiceField(label=_("Measure"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(id, in_language(versions[-1].label)) for id, versions in packs().measure_versions.items()]
        offer(self, "measure", [*_ANY, *named])
