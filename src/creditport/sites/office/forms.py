"""The forms of the office: they read what was typed and say what is missing; rules are the domain's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.sites.office.names import agencies, items_of

ACCEPTED = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".json", ".ndjson")
_ANY: list[tuple[str, Any]] = [("", _("All"))]


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Fill in what a field may be; it depends on who asks."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class UploadForm(forms.Form):
    """A file of one catalogue item. Operators name the agency for which they stand in."""

    agency = forms.ChoiceField(label=_("Agency"))
    item = forms.ChoiceField(label=_("What the file contains"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, CSV (UTF-8 or GB18030, comma or tab) or JSON Lines, with the template's headers."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty: choose one with rows.")},
    )
    mends = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "item", [("", _("Choose")), *items_of(actor.agency)])
        if actor.agency:
            del self.fields["agency"]
        else:
            _offer(self, "agency", [("", _("Choose")), *agencies()])
        self.fields["file"].widget.attrs["accept"] = ",".join(ACCEPTED)

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if PurePath(file.name or "").suffix.lower() not in ACCEPTED:
            raise forms.ValidationError(
                _("This kind of file cannot be read. Save it as XLSX or CSV and choose it again.")
            )
        return file


class SubmissionFilterForm(forms.Form):
    """Narrows the list of submissions."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    item = forms.ChoiceField(label=_("Item"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            *_ANY,
            ("open", _("with rows to mend")),
            ("applied", _("Applied")),
            ("received", _("Being checked")),
            ("refused", _("Refused")),
        ],
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "item", [*_ANY, *items_of(actor.agency)])
        if actor.agency:
            del self.fields["agency"]
        else:
            _offer(self, "agency", [*_ANY, *agencies()])


class RecordSearchForm(forms.Form):
    """Finds records of the own agency by an exact number."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    item = forms.ChoiceField(label=_("Item"), required=False)
    q = forms.CharField(
        label=_("Document number or unified social credit code"), required=False, max_length=200, strip=True
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "item", [*_ANY, *items_of(actor.agency)])
        if actor.agency:
            del self.fields["agency"]
        else:
            _offer(self, "agency", agencies())


class DeclineForm(forms.Form):
    """Why a proposed withdrawal is not made."""

    reason = forms.CharField(max_length=200)


class WithdrawForm(forms.Form):
    """The proposal of a withdrawal needs its reason and a yes. `after` is the version that was looked at."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: decision revoked on review, with the number of the review decision."),
        error_messages={"required": _("Say why: the reason is kept with the record.")},
    )
    sure = forms.BooleanField(
        label=_("Once confirmed, the record leaves the public site for everybody. I have checked it."),
        error_messages={"required": _("Tick the box once you have checked the record.")},
    )


class StaffForm(forms.Form):
    """A new account. Managers make reporters of their own agency; operators also managers of any agency.

    It asks for no password: the holder sets one by a link, and nobody else ever knows it.
    """

    username = forms.RegexField(
        r"^[\w.@+-]{2,150}$",
        label=_("Account name"),
        help_text=_("Letters, digits and . _ - @ +"),
        error_messages={"invalid": _("Use only letters, digits and . _ - @ +, at least two of them.")},
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))
    agency = forms.ChoiceField(label=_("Agency"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [Role.REPORTER] if actor.role == Role.AGENCY_MANAGER else [Role.REPORTER, Role.AGENCY_MANAGER]
        _offer(self, "role", [(role.value, role.label) for role in roles])
        if actor.agency:
            del self.fields["agency"]
        else:
            _offer(self, "agency", [("", _("Choose")), *agencies()])


class SuspendForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class RoleForm(forms.Form):
    """Another role or agency for a member of staff."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in (Role.REPORTER, Role.AGENCY_MANAGER)]
    )
    agency = forms.ChoiceField(label=_("Agency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "agency", agencies())


class AuditFilterForm(forms.Form):
    """Narrows the audit log."""

    actor = forms.CharField(label=_("Who"), required=False, max_length=150)
    act = forms.ChoiceField(label=_("Act"), required=False)
    object_id = forms.CharField(label=_("On what"), required=False, max_length=64)
    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, acts: tuple[tuple[str, str], ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "act", [*_ANY, *acts])
