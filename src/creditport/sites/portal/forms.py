"""The filters of the publicity lists."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from creditport.foundation.publicity.queries import PublicityFilter
from creditport.foundation.records.choices import Severity
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueItem, Nature
from creditport.sites.portal import labels


def _option(key: str, label: str, chosen: str) -> str:
    selected = " selected" if key == chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(label)}</option>'


class PlainSelect(forms.Select):
    """A select written in one go. Django renders a template for each option, and there are hundreds of agencies."""

    def render(
        self, name: str, value: object, attrs: Mapping[str, object] | None = None, renderer: object = None
    ) -> SafeString:
        chosen = str(value or "")
        options = "".join(_option(str(key), str(label), chosen) for key, label in self.choices)
        attributes = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return mark_safe(f"<select{attributes}>{options}</select>")


class PublicityForm(forms.Form):
    """What a list is narrowed to; every field may be empty."""

    q = forms.CharField(label=_("Subject (name or code)"), max_length=100, required=False)
    severity = forms.TypedChoiceField(
        label=_("Severity"), required=False, coerce=int, empty_value=None, widget=PlainSelect
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False, widget=PlainSelect)
    county = forms.ChoiceField(label=_("City or county"), required=False, widget=PlainSelect)
    since = forms.DateField(
        label=_("Decided from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Decided until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: object, *, item: CatalogueItem) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.item = item
        registry = packs()
        agencies = [each.id for each in registry.agencies.values() if item.id in each.items]
        self._choices("agency", [(id, labels.agency_name(id)) for id in sorted(agencies)])
        self._choices("county", [(each.code, labels.local(each.label)) for each in registry.counties()])
        if item.nature is Nature.ADVERSE:
            self._choices("severity", [(str(int(each)), str(each.label)) for each in Severity])
        else:
            del self.fields["severity"]
        for name, field in self.fields.items():
            style = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            wrong = " is-invalid" if name in self.errors else ""
            field.widget.attrs["class"] = style + wrong

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", str(_("All"))), *choices]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first. Please change one of them."))
        return cleaned

    def wanted(self, subjects: tuple[int, ...] | None) -> PublicityFilter:
        """The filter that the form asks for. A field with a fault does not narrow; the page says so beside it."""
        chosen = self.cleaned_data
        severity = chosen.get("severity")
        return PublicityFilter(
            item=self.item.id,
            severity=Severity(severity) if severity else None,
            agency=chosen.get("agency") or None,
            county_code=chosen.get("county") or None,
            decided_from=chosen.get("since"),
            decided_to=chosen.get("until"),
            subjects=subjects,
        )
