"""What staff type into the pages about what was received, as clean values; forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.people.models import Person
from frankpledge.office.ui.forms import CountedTextarea, Form

from .models import Section
from .queries import ItemState, Offers


def day_field(label: Any) -> forms.DateField:
    """A day in one box, for filters."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        widget=forms.DateInput({"class": "govuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Enter a date like 31/5/2026")},
    )


class ReceivedFilter(forms.Form):
    """Which items are listed."""

    state = forms.ChoiceField(label=gettext_lazy("Where it stands"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Came by"), required=False)
    section = forms.ChoiceField(label=gettext_lazy("Answering as"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Looked after by"), required=False)
    received_from = day_field(gettext_lazy("Received from (like 31/5/2026)"))
    received_to = day_field(gettext_lazy("Received to"))
    words = forms.CharField(
        label=gettext_lazy("Number, sheet, receipt, for whom, file or words"), required=False, max_length=100
    )
    late = forms.BooleanField(label=gettext_lazy("Came after closing"), required=False)
    with_files = forms.BooleanField(label=gettext_lazy("With files"), required=False)
    event = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, sections: Sequence[Section], channels: Sequence[tuple[str, str]], owners: Sequence[Person]
    ) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        every = [("", _("All"))]
        choices: dict[str, list[Any]] = {
            "state": [(value, capfirst(str(label))) for value, label in ItemState.choices],
            "channel": list(channels),
            "section": [(one.code, one.title) for one in sections],
            "owner": [("none", _("nobody")), *((str(one.pk), one.name) for one in owners)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = every + offered  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


class ResponsesFilter(forms.Form):
    """Which responses are listed."""

    section = forms.ChoiceField(label=gettext_lazy("Answering as"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Came by"), required=False)
    sent_from = day_field(gettext_lazy("Sent from (like 31/5/2026)"))
    sent_to = day_field(gettext_lazy("Sent to"))
    mark = forms.ChoiceField(label=gettext_lazy("Marked"), required=False)
    late = forms.ChoiceField(label=gettext_lazy("Came"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("District or ward"), required=False)
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    theme = forms.CharField(required=False, widget=forms.HiddenInput)
    question = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, sections: Sequence[Section], channels: Sequence[tuple[str, str]], offers: Offers
    ) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        every = [("", _("All"))]
        self.fields["section"].choices = every + [(one.code, one.title) for one in sections]  # type: ignore[attr-defined]
        self.fields["channel"].choices = every + list(channels)  # type: ignore[attr-defined]
        offered = {
            "mark": offers.marks,
            "late": [("no", _("in time")), ("yes", _("after closing"))],
            "language": offers.languages,
            "area": offers.areas,
        }
        for name, pairs in offered.items():
            self.fields[name].choices = [*every, *pairs]  # type: ignore[attr-defined]
            if not pairs:
                del self.fields[name]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


class ConsiderForm(Form):
    """What was made of an item."""

    note = forms.CharField(
        label=gettext_lazy("What it says, and what you made of it"),
        help_text=gettext_lazy("A sentence or two. Do not name anybody."),
        widget=CountedTextarea({"rows": 3}),
    )


class OwnerForm(Form):
    """To whom items are given."""

    owner = forms.ChoiceField(label=gettext_lazy("Give the items ticked to"), required=False)

    def __init__(self, data: Any = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.people = {str(one.pk): one for one in people}
        self.fields["owner"].choices = [("", _("nobody")), *((str(one.pk), one.name) for one in people)]  # type: ignore[attr-defined]
        self.fields["owner"].say_optional = False  # type: ignore[attr-defined]

    @property
    def person(self) -> Person | None:
        return self.people.get(self.cleaned_data["owner"])
