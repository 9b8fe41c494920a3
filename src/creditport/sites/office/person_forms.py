"""The forms by which a natural person is proposed for a list. What names the person is never sent back to the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditport.kernel.packs.registry import packs
from creditport.sites.office.list_forms import ProposalForm, offer
from creditport.sites.office.names import in_language


class Unechoed(forms.PasswordInput):
    """Read by who types it, forgotten by the page: the value is not rendered again."""

    input_type = "text"

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false"}, render_value=False)


class PersonProposalForm(ProposalForm):
    """By which document the person is meant, in which case of the agency; then as for every proposal."""

    document_kind = forms.ChoiceField(
        label=_("Kind of identity document"), error_messages={"required": _("Choose the kind of identity document.")}
    )
    document_number = forms.CharField(
        label=_("Number of the identity document"),
        max_length=40,
        widget=Unechoed,
        help_text=_("The person is found by it alone. It is kept sealed and shown to nobody."),
        error_messages={"required": _("Give the number of the document.")},
    )
    name = forms.CharField(
        label=_("Name of the person"),
        max_length=100,
        widget=Unechoed,
        help_text=_("Only compared with the name under which the document is registered; nobody is searched by name."),
        error_messages={"required": _("Give the name of the person.")},
    )
    reference = forms.CharField(
        label=_("Number of your file"),
        max_length=128,
        help_text=_("It stands in the log of accesses, which the person reads, and names the case on your pages."),
        error_messages={"required": _("Give the number of your file.")},
    )
    field_order = ("document_kind", "document_number", "name", "reference", "facts", "basis", "evidence")

    def __init__(self, bases: Sequence[tuple[str, str]], *args: Any, needs_evidence: bool, **kwargs: Any) -> None:
        super().__init__(bases, *args, needs_evidence=needs_evidence, **kwargs)
        kinds = packs().code_lists["document-kind"].values
        offer(self, "document_kind", [("", _("Choose")), *((each.id, in_language(each.label)) for each in kinds)])
