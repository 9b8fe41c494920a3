"""The forms for accounts of businesses and their mandates; rules are the domain's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditport.kernel.factors.choices import IdentityCheck
from creditport.subjects.mandates.choices import Ground


class PeopleSearchForm(forms.Form):
    """Finds an account exactly: nobody leafs through the accounts of others."""

    q = forms.CharField(
        label=_("Account name, or unified social credit code of the business"),
        required=False,
        max_length=150,
        strip=True,
    )


class AccountForm(forms.Form):
    """A new account for somebody who acts for businesses."""

    username = forms.RegexField(
        r"^[\w.@+-]{2,150}$",
        label=_("Account name"),
        help_text=_("Letters, digits and . _ - @ +"),
        error_messages={"invalid": _("Use only letters, digits and . _ - @ +, at least two of them.")},
    )
    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("As on the identity document or the licence."))


class MandateForm(forms.Form):
    """For whom the account acts, on what ground, how long, and the document that was shown."""

    subject = forms.CharField(label=_("Unified social credit code of the business"), max_length=18, strip=True)
    ground = forms.ChoiceField(label=_("As"), choices=[(each.value, each.label) for each in Ground])
    since = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: from today."),
    )
    until = forms.DateField(
        label=_("First day on which it no longer holds"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A counselling body's mandate always has an end."),
    )
    document = forms.FileField(
        label=_("The document that was shown"),
        help_text=_("The licence with the representative's name, or the signed mandate: PDF, JPEG or PNG."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
    )


class EndForm(forms.Form):
    """Why a mandate ends or an account is closed."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ResetForm(forms.Form):
    """Why second factors are to be reset, and how it is known that their holder asks."""

    reason = forms.CharField(
        label=_("What was lost, and how"),
        max_length=400,
        help_text=_("Such as: phone lost on 24 November, reported to the police."),
    )
    identity = forms.ChoiceField(label=_("How the identity was checked"))

    def __init__(self, of_business: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = IdentityCheck.COLLEAGUE if of_business else IdentityCheck.MANDATE
        identity = self.fields["identity"]
        assert isinstance(identity, forms.ChoiceField)
        identity.choices = [
            ("", _("Choose")),
            *((each.value, each.label) for each in IdentityCheck if each is not other),
        ]
