"""Responses, what they rest on, what they cost, and the catalogue of what is known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frankpledge.office.problem_solving import projects
from frankpledge.office.problem_solving.models import CostKind, KnownKind, KnownWork, Response, ResponseState
from frankpledge.office.ui import forms as ui

from .problem import area, capitalised

EMMIE = {
    "mechanism": (_("Mechanism: how should it work?"), _("What it changes for offenders, targets or places.")),
    "effect": (_("Effect: what is known of its effect?"), _("From reviews and studies, with how sure they are.")),
    "moderators": (_("Moderators: where does it work better or worse?"), ""),
    "implementation": (_("Implementation: what must be done for it to work?"), _("Then what was done in fact.")),
    "economics": (_("Economics: what does it cost against what it saves?"), ""),
}


def _emmie(form: forms.Form) -> None:
    for name, (label, hint) in EMMIE.items():
        form.fields[name] = forms.CharField(
            label=label, help_text=str(hint), widget=area(3), required=False, max_length=3000
        )


class ResponseForm(ui.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    what = forms.CharField(label=_("What is done"), widget=area(3), max_length=3000)
    state = forms.ChoiceField(label=_("State"), choices=capitalised(ResponseState.choices))
    starts_on = ui.DateField(label=_("From"), required=False)
    ends_on = ui.DateField(label=_("To"), required=False)
    untested = forms.BooleanField(
        label=_("Untested: we looked, and no study of it was found"),
        required=False,
        help_text=_("Else say below, on its page, what it rests on."),
    )

    def __init__(self, *args: Any, response: Response | None = None, **kwargs: Any) -> None:
        names = ("name", "what", "state", "starts_on", "ends_on", "untested", *EMMIE)
        if response is not None:
            kwargs.setdefault("initial", {name: getattr(response, name) for name in names})
        super().__init__(*args, **kwargs)
        untested = self.fields.pop("untested")
        _emmie(self)
        self.fields["untested"] = untested


class CostForm(ui.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=capitalised(CostKind.choices))
    amount = forms.DecimalField(
        label=_("Amount in pounds"), max_digits=12, decimal_places=2,
        widget=forms.NumberInput({"class": "govuk-input--width-10"}),
    )  # fmt: skip
    paid = forms.BooleanField(label=_("It was paid, not only planned"), required=False)
    funder = forms.CharField(label=_("Who pays"), required=False, max_length=200)
    note = forms.CharField(label=_("What for"), required=False, max_length=300)


class CiteForm(ui.Form):
    note = forms.CharField(
        label=_("What it tells us here"), widget=area(2), required=False, max_length=1000,
        help_text=_("Where was it tried, what came of it, and in what is it like ours?"),
    )  # fmt: skip


class KnownFilter(ui.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    where = forms.ChoiceField(
        label=_("Where"),
        required=False,
        choices=[("", _("Everywhere")), ("known", _("Our catalogue")), ("project", _("Index of projects"))],
    )
    award = forms.ChoiceField(
        label=_("Award of projects"), required=False,
        choices=[("", _("Any or none")), *((name, name.capitalize()) for name in projects.AWARDS[:3])],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


class KnownForm(ui.Form):
    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Part of its address. Small letters, digits and hyphens.")
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=capitalised(KnownKind.choices))
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Author, year, where it was published."))
    link = forms.CharField(label=_("Address, or reference here"), required=False, max_length=300)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1900, max_value=2100,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )  # fmt: skip

    def __init__(self, *args: Any, entry: KnownWork | None = None, **kwargs: Any) -> None:
        if entry is not None:
            names = ("title", "kind", "source", "link", "year", *EMMIE)
            kwargs.setdefault("initial", {name: getattr(entry, name) for name in names})
        super().__init__(*args, **kwargs)
        _emmie(self)
        if entry is not None:
            del self.fields["code"]

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if "://" in link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(_now("Write an address that begins with https://, or a reference here."))
        return link
