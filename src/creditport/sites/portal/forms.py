"""The filters of the publicity lists."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from creditport.foundation.publicity.queries import PublicityFilter
from creditport.foundation.records.choices import Severity
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueItem, Nature
from creditport.sites.portal import labels


class PublicityForm(forms.Form):
    """What a list is narrowed to; every field may be empty."""

    q = forms.CharField(label=_("Subject (name or code)"), max_length=100, required=False)
    severity = forms.TypedChoiceField(label=_("Severity"), required=False, coerce=int, empty_value=None)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    county = forms.ChoiceField(label=_("City or county"), required=False)
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
            field.choices = [("", str(_("all"))), *choices]

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
