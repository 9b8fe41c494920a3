"""The forms about contested acts: where an act is contested, and what was ordered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditport.consequences.proceedings.choices import ProceedingAct, ProceedingKind, Result


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class FilingForm(forms.Form):
    """Before whom the act is contested."""

    kind = forms.ChoiceField(label=_("Where it is contested"), choices=ProceedingKind.choices)
    body = forms.CharField(label=_("Authority or court"), max_length=200)
    reference = forms.CharField(label=_("Number of its case"), max_length=100)
    filed_on = _day(_("Filed on"))


class OrderForm(forms.Form):
    """What the body ordered, by which document."""

    act = forms.ChoiceField(
        label=_("What was ordered"),
        choices=[*ProceedingAct.choices[:2], *Result.choices],
    )
    ruling = forms.CharField(label=_("Number of the document"), max_length=100)
    ruled_on = _day(_("Day of the document"))
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)
