"""What the clerk, a member or the office types about meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import DateField, Form, Radios

from . import rules
from .models import BodyKind, PointKind, ResolutionVerb


class MeetingForm(Form):
    body = forms.ChoiceField(label=_("Which body meets?"), choices=BodyKind.choices, widget=Radios())
    date = DateField(label=_("Date"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = names  # type: ignore[attr-defined]


class ItemForm(Form):
    number = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=9999, required=False, help_text=_("Empty: the next number.")
    )
    title = forms.CharField(label=_("Title"), max_length=250)
    exempt_ground = forms.CharField(
        label=_("Ground of exemption"),
        max_length=250,
        required=False,
        help_text=_("Only if the item is exempt from publication: name the ground."),
    )


class PaperForm(Form):
    title = forms.CharField(label=_("Title"), max_length=250)
    text = forms.CharField(label=_("Text of the paper"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    held_by = forms.CharField(
        label=_("Where it is kept, if not here"),
        max_length=300,
        required=False,
        help_text=_("For example a web address."),
    )
    exempt_ground = forms.CharField(
        label=_("Ground of exemption"), max_length=250, required=False, help_text=_("Only if the paper is exempt.")
    )


class PointForm(Form):
    kind = forms.ChoiceField(label=_("What was it?"), choices=PointKind.choices, widget=Radios())
    speaker = forms.CharField(label=_("Who spoke?"), max_length=160, required=False)
    text = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    places = forms.CharField(
        label=_("Places named"), max_length=300, required=False, help_text=_("Several: put a semicolon between them.")
    )

    def clean_places(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["places"].split(";") if part.strip()]


class ResolutionForm(Form):
    verb = forms.ChoiceField(label=_("The body …"), choices=ResolutionVerb.choices)
    text = forms.CharField(label=_("Text of the resolution"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    due = DateField(
        label=_("Response due"), required=False, help_text=_("Needed if the body requests or recommends something.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if rules.creates_duty(given.get("verb", "")) and not given.get("due"):
            self.add_error("due", _("Enter when the response is due: a request or recommendation needs a date."))
        return given


class ChallengeForm(Form):
    raised_by = forms.CharField(
        label=_("Raised by"), max_length=160, help_text=_("Name as the minutes give it, or role.")
    )
    text = forms.CharField(label=_("Challenge"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    about = forms.ChoiceField(label=_("About"), required=False)
    due = DateField(label=_("Answer due"))

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("Nothing in particular")), *subjects]  # type: ignore[attr-defined]


class AnswerForm(Form):
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 8}), max_length=8000)


class ReportForm(Form):
    meeting = forms.ChoiceField(label=_("To the meeting"))
    plan = forms.ChoiceField(label=_("Plan"))
    title = forms.CharField(label=_("Title"), max_length=200)
    code = forms.SlugField(label=_("Short name in the address"), max_length=60, help_text=_("For example june-2025."))
    as_at = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label=_("Figures up to the month"),
        help_text=_("For example 2025-04."),
        error_messages={"invalid": _("Enter a month such as 2025-04.")},
    )
    period = forms.RegexField(
        r"^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$",
        label=_("Reporting period of the updates"),
        help_text=_("For example 2025-04 or 2025-Q1."),
        error_messages={"invalid": _("Enter a period such as 2025-04, 2025-Q1 or 2025.")},
    )

    def __init__(
        self, *args: Any, meetings: list[tuple[str, str]], plans: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]


class BuildForm(Form):
    why = forms.CharField(
        label=_("Why is it built again?"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
