"""Forms of cases: made from what the case type asks for; rules are the domain's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from creditport.engines.cases.evidence import NewDocument
from creditport.kernel.packs.schema_cases import CaseAct, CaseField, CaseFieldKind, CaseType
from creditport.sites.office.list_forms import CodeField
from creditport.sites.office.names import in_language

_ROWS = {"rows": 3}


def _control(field: CaseField) -> forms.Field:
    label = in_language(field.label)
    if field.kind is CaseFieldKind.DATE:
        widget = forms.DateInput(attrs={"type": "date"})
        return forms.DateField(label=label, required=field.required, widget=widget)
    if field.kind is CaseFieldKind.CHOICE:
        choices = [("", _("Choose")), *((value.en, in_language(value)) for value in field.values)]
        return forms.ChoiceField(label=label, required=field.required, choices=choices)
    if field.kind is CaseFieldKind.LINE:
        return forms.CharField(label=label, required=field.required, max_length=200)
    return forms.CharField(label=label, required=field.required, max_length=2000, widget=forms.Textarea(attrs=_ROWS))


class ActForm(forms.Form):
    """What an act needs to be said, and the version of the case that the officer has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=_ROWS),
        error_messages={"required": _("Give the reason: it is kept with the case, and the subject reads it.")},
    )

    def __init__(self, act: CaseAct, version: int, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=act.id, initial={"version": version})
        self.act = act
        self.fields["reason"].required = act.needs_reason
        for field in act.fields:
            self.fields[field.id] = _control(field)

    def said(self) -> dict[str, str]:
        """The fields of the act as the domain takes them; days as YYYY-MM-DD."""
        found = {field.id: self.cleaned_data.get(field.id) for field in self.act.fields}
        return {name: str(value) for name, value in found.items() if value}


class OpenForm(forms.Form):
    """What a case about a subject needs: whom it is about, its fields, its documents."""

    subject = CodeField(error_messages={"required": _("Give the code of the subject.")})

    def __init__(self, kind: CaseType, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for field in kind.fields:
            self.fields[field.id] = _control(field)
        for document in kind.documents:
            self.fields[f"paper-{document.id}"] = forms.FileField(
                label=in_language(document.label),
                required=document.required,
                help_text=_("PDF, JPEG or PNG, at most 10 MB"),
                error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
            )

    def said(self) -> dict[str, str]:
        """The fields as the domain takes them; days as YYYY-MM-DD."""
        found = {field.id: self.cleaned_data.get(field.id) for field in self.kind.fields}
        return {name: str(value) for name, value in found.items() if value}

    def papers(self) -> list[NewDocument]:
        """The documents that were chosen."""
        given = {each.id: self.cleaned_data.get(f"paper-{each.id}") for each in self.kind.documents}
        return [
            NewDocument(kind=id, filename=file.name or id, stream=file)
            for id, file in given.items()
            if isinstance(file, UploadedFile)
        ]


class PauseForm(forms.Form):
    """Why a clock is stopped, and the version that was read."""

    version = forms.IntegerField()
    reason = forms.CharField(max_length=2000, required=False)


class ExtendForm(PauseForm):
    """By how many working days, and why."""

    workdays = forms.IntegerField(min_value=1, max_value=250)


class PaperForm(forms.Form):
    """A document to add to a case."""

    kind = forms.CharField(max_length=48)
    file = forms.FileField()


class WindowForm(forms.Form):
    """An application that an officer files for one who came in. Only what is asked is in the form."""

    contact = forms.CharField(label=_("How to reach the applicant"), required=False, max_length=200)
    commitment = forms.FileField(
        label=_("Credit commitment, signed"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 10 MB"),
        error_messages={"required": _("Choose the scan of the signed commitment.")},
    )
    proof = forms.FileField(
        label=_("Proof that the duties were performed"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 10 MB"),
        error_messages={"required": _("Choose the scan of the proof.")},
    )

    def __init__(self, asked: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, document in (("commitment", "commitment"), ("proof", "proof-of-duties")):
            if document not in asked:
                del self.fields[name]
            else:
                self.fields[name].required = True


class DutyForm(forms.Form):
    """What the agency knows of a duty."""

    duty = forms.CharField(max_length=12)
    state = forms.CharField(max_length=12)
    stated_on = forms.DateField()
    runs_until = forms.DateField(required=False)
    reference = forms.CharField(max_length=200, required=False)
