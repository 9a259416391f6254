"""What a lead or the office types about delivery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frankpledge.office.performance.words import period as period_words
from frankpledge.office.plan.models import Plan
from frankpledge.office.ui.forms import CountedTextarea, DateField, Form, Radios

from . import rules
from .models import Confidence


class UpdateForm(Form):
    """An update on one commitment. What it must hold is the use case's to say."""

    text = forms.CharField(
        label=_("What has been done since the last update?"),
        help_text=_("At most %(most)s words. Say what was done and what came of it; the figures stand beside it.")
        % {"most": rules.MOST_WORDS},
        widget=CountedTextarea(max_words=rules.MOST_WORDS),
        required=False,
        max_length=4000,
    )
    confidence = forms.ChoiceField(
        label=_("How confident are you that the commitment will be kept?"),
        choices=[(value, capfirst(label)) for value, label in Confidence.choices],
        widget=Radios(),
        required=False,
    )
    confidence_reason = forms.CharField(
        label=_("Why did your confidence change?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, confidence_before: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]  # a draft may lack anything; sending says what it needs
        if confidence_before is None:
            del self.fields["confidence_reason"]
        else:
            self["confidence_reason"].help_text = _("Only if it changed: in the last update it was “%(before)s”.") % {
                "before": Confidence(confidence_before).label
            }


class AskForm(Form):
    """Asks every lead of a plan for an update."""

    plan = forms.ModelChoiceField(queryset=Plan.objects.none(), label=_("Plan"), empty_label=None, to_field_name="code")
    period = forms.RegexField(
        r"^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$",
        label=_("Reporting period"),
        help_text=_("A month (2025-04), a quarter (2025-Q1) or a year (2025)."),
        error_messages={"invalid": _("Enter a period such as 2025-04, 2025-Q1 or 2025.")},
    )
    due = DateField(label=_("Due on"))
    send_links = forms.BooleanField(
        label=_("E-mail each lead a personal link now"),
        help_text=_("It opens their update without signing in, and works for %(days)s days.")
        % {"days": rules.LINK_DAYS},
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class AskedFilter(Form):
    """Which of the updates asked for are listed."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("mine", _("Asked of me")),
            ("open", _("Not yet come")),
            ("overdue", _("Overdue")),
            ("came", _("Has come")),
        ],
    )
    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, *args: Any, periods: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]
        self.fields["period"].choices = [("", _("All")), *((p, period_words(p)) for p in periods)]  # type: ignore[attr-defined]
