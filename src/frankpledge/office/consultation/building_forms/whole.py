"""Forms about a consultation as a whole: what it is about, the list, its publication, its checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import (
    Consultation,
    LateRule,
    Subject,
)
from frankpledge.office.consultation.rules import State
from frankpledge.office.consultation.use_cases import Particulars
from frankpledge.office.ui.forms import CountedTextarea, DateField, Form, Radios

from .codes import choices_of, code_field, code_from, say_nothing_of_optional


class ConsultationForm(Form):
    """A consultation as a whole."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    code = code_field()
    about = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy(
            "Say why you ask, what is decided already, what can still change, and what happens with the answers."
        ),
        widget=CountedTextarea({"rows": 8}),
    )
    alternatives = forms.CharField(
        label=gettext_lazy("What else was considered, and why it is not proposed"),
        help_text=gettext_lazy(
            "People can only weigh a proposal if they know what else was possible. Shown with what it is about."
        ),
        widget=CountedTextarea({"rows": 5}),
        required=False,
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("It is about"),
        choices=lambda: choices_of(Subject),
        widget=Radios(),
        initial=Subject.OTHER,
        required=False,
    )
    subject_reference = forms.CharField(
        label=gettext_lazy("Reference of what it is about"),
        help_text=gettext_lazy("The address of its page here without the strokes at the ends, such as plan/2021."),
        max_length=200,
        required=False,
    )
    opens_on = DateField(label=gettext_lazy("Opens at the start of"))
    closes_on = DateField(label=gettext_lazy("Closes at the end of"))
    decision_on = DateField(
        label=gettext_lazy("Decision expected on"),
        help_text=gettext_lazy("The day after which views can no longer change what is decided."),
        required=False,
    )
    late_rule = forms.ChoiceField(
        label=gettext_lazy("Responses that come after closing"),
        choices=lambda: choices_of(LateRule),
        widget=Radios(),
        initial=LateRule.REFUSE,
        required=False,
    )
    offers_result_mail = forms.BooleanField(
        label=gettext_lazy("Offer to send the result by e-mail (addresses are kept apart from the answers)"),
        required=False,
    )
    asks_equality = forms.BooleanField(
        label=gettext_lazy("Ask the equality questions last; nobody must answer them, and they are kept apart"),
        required=False,
    )
    stand_in_notice = forms.CharField(
        label=gettext_lazy("Notice about the text"),
        help_text=gettext_lazy("Only if the words are stand-ins from another place: shown wherever the words are."),
        widget=CountedTextarea({"rows": 3}),
        required=False,
    )

    def __init__(self, data: Any = None, *, consultation: Consultation | None = None) -> None:
        names = [name for name in self.base_fields if name != "code"]
        initial = {name: getattr(consultation, name) for name in names} if consultation else {}
        super().__init__(data, initial=initial)
        self.consultation = consultation
        say_nothing_of_optional(self, "subject", "late_rule")
        if consultation:
            del self.fields["code"]

    def clean_code(self) -> str:
        return code_from(self.cleaned_data["code"], self.cleaned_data.get("title", ""))

    def clean_subject_reference(self) -> str:
        return self.cleaned_data["subject_reference"].strip().strip("/")

    def particulars(self) -> Particulars:
        given = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        given["subject"] = given["subject"] or Subject.OTHER
        given["late_rule"] = given["late_rule"] or LateRule.REFUSE
        return Particulars(**given, made_up=self.consultation.made_up if self.consultation else False)


class ConsultationsFilter(forms.Form):
    """Which consultations are listed."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("Where it stands"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("About"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        every = [("", _("All"))]
        self.fields["state"].choices = every + _states()  # type: ignore[attr-defined]
        self.fields["subject"].choices = every + choices_of(Subject)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


def _states() -> list[tuple[str, str]]:
    return [
        (State.DRAFT.value, _("Not published")),
        (State.UPCOMING.value, _("Not open yet")),
        (State.OPEN.value, _("Open")),
        (State.CLOSED.value, _("Closed")),
    ]


class PublishForm(Form):
    """Publishing although something that binds is not shown is allowed, with a reason that is kept."""

    nevertheless = forms.BooleanField(
        label=gettext_lazy("I know what the checklist lacks, and publish nevertheless"),
    )
    why = forms.CharField(
        label=gettext_lazy("Why it opens without it"),
        help_text=gettext_lazy("Kept in the audit trail."),
        widget=CountedTextarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, nevertheless: bool) -> None:
        super().__init__(data)
        if not nevertheless:
            del self.fields["nevertheless"], self.fields["why"]


class ChecklistForm(Form):
    """What there is to show for one item."""

    evidence = forms.CharField(
        label=gettext_lazy("What there is to show"), widget=CountedTextarea({"rows": 4}), required=False
    )
    link = forms.CharField(
        label=gettext_lazy("Where it can be seen"),
        help_text=gettext_lazy("An address of the web, or of a page of this site, such as /meetings/."),
        max_length=300,
        required=False,
    )
    not_applicable = forms.CharField(
        label=gettext_lazy("Or why it does not apply"), widget=CountedTextarea({"rows": 3}), required=False
    )
