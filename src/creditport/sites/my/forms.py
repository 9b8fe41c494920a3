"""The forms of a subject's own pages; rules are the domain's."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from creditport.consequences.repair.eligibility import COMMITMENT, PROOF
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Openness
from creditport.sites.office.names import in_language
from creditport.subjects.mandates.choices import Ground

_FILES = _("PDF, JPEG or PNG, at most 10 MB")


def _file(label: Any, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        help_text=_FILES,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
    )


class RepairForm(forms.Form):
    """The application. Only what the platform does not know is asked; the commitment is signed by name."""

    proof = _file(_("Proof that the duties were performed"), required=True)
    contact = forms.CharField(
        label=_("How to reach you"), required=False, max_length=200, help_text=_("A telephone number, for questions.")
    )
    statement = forms.CharField(
        label=_("What was mended and performed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signed_by = forms.CharField(
        label=_("Name of the person who signs"),
        max_length=50,
        error_messages={"required": _("Write the name of the person who signs the commitment.")},
    )
    agreed = forms.BooleanField(
        label=_("We make this commitment."),
        error_messages={"required": _("Tick the box if you make the commitment.")},
    )

    def __init__(self, asked: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if PROOF not in asked:
            del self.fields["proof"]
        if COMMITMENT not in asked:
            del self.fields["signed_by"], self.fields["agreed"]


class RemovalForm(forms.Form):
    """On which ground of the list, why it is met, and the proof."""

    ground = forms.ChoiceField(
        label=_("Condition of removal"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={
            "required": _("Choose the condition that is met."),
            "invalid_choice": _("Choose the condition that is met."),
        },
    )
    statement = forms.CharField(
        label=_("Why it should be removed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say which condition of removal is met, and how this is known.")},
    )
    proof = _file(_("Proof that the condition of removal is met"), required=True)

    def __init__(self, grounds: tuple[tuple[str, str], ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = cast(forms.ChoiceField, self.fields["ground"])
        ground.choices = grounds
        if len(grounds) == 1:
            ground.initial = grounds[0][0]


class ObjectionForm(forms.Form):
    """What is wrong, what it should say, and why."""

    field = forms.ChoiceField(label=_("What is wrong"), required=False)
    claimed = forms.CharField(label=_("What it should say"), required=False, max_length=2000)
    ground = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why you think so.")},
    )
    evidence = _file(_("Evidence"), required=False)

    def __init__(self, record: RecordVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = packs().items.get(record.item)
        shown = [
            (field.id, in_language(field.label))
            for field in (item.fields if item else ())
            if field.openness is Openness.PUBLIC and record.content.get(field.id) not in (None, "", [])
        ]
        which = cast(forms.ChoiceField, self.fields["field"])
        which.choices = [("", _("The record as a whole")), *shown]


class ReasonForm(forms.Form):
    """An act of the subject on its application."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=2000)
    document = forms.FileField(required=False)


class MandateForm(forms.Form):
    """A mandate for somebody who has an account."""

    account = forms.CharField(label=_("Account name"), max_length=150)
    ground = forms.ChoiceField(
        label=_("As"), choices=[(each.value, each.label) for each in (Ground.COUNSEL, Ground.AGENT)]
    )
    until = forms.DateField(
        label=_("First day on which it no longer holds"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A counselling body's mandate always has an end."),
    )
    document = _file(_("The mandate, signed"), required=True)
