"""The forms of the check: about whom, in which scenario, for which purpose."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.sites.office.names import in_language

MOST_BYTES = 8_000_000  # some 400,000 codes


def scenarios() -> tuple[tuple[str, str], ...]:
    """The scenarios of today, by the order of the packs."""
    today = civil_day(now())
    found = (versions[-1] for versions in packs().scenario_versions.values())
    return tuple((each.id, in_language(each.label)) for each in found if each.valid(today))


def purposes() -> tuple[tuple[str, str], ...]:
    """The purposes that some scenario knows."""
    known = {purpose for versions in packs().scenario_versions.values() for purpose in versions[-1].purposes}
    return tuple((id, in_language(each.label)) for id, each in packs().purposes.items() if id in known)


class QuestionForm(forms.Form):
    """In which situation, and why."""

    scenario = forms.ChoiceField(label=_("Situation"))
    purpose = forms.ChoiceField(label=_("Purpose"), initial="credit-check")
    case = forms.CharField(
        label=_("Number of your case"),
        max_length=128,
        help_text=_("Kept with the answer, so that it can be found again from your own file."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("scenario", scenarios()), ("purpose", purposes())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose")), *offered]


class CheckForm(QuestionForm):
    """One subject."""

    subject = forms.CharField(label=_("Unified social credit code"), max_length=24)
    field_order = ("subject", "scenario", "purpose", "case")

    def clean_subject(self) -> str:
        return "".join(str(self.cleaned_data["subject"]).split()).upper()


class CheckFileForm(QuestionForm):
    """Many subjects: one code a line, or a CSV file with the codes in its first column."""

    file = forms.FileField(
        label=_("File of codes"),
        help_text=_("Text or CSV, one unified social credit code a line."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty: choose one with rows.")},
    )
    field_order = ("file", "scenario", "purpose", "case")

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large: send at most 400,000 codes at once."))
        return file

    def codes(self) -> tuple[str, ...]:
        """The codes of the file, in its order; a header and empty lines are left out."""
        text = self.cleaned_data["file"].read().decode("utf-8-sig", errors="replace")
        found = (line.split(",")[0].split("\t")[0].strip().strip('"').upper() for line in text.splitlines())
        return tuple(code for code in found if code and code.isascii())
