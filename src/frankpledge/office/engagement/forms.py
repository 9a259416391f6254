"""What staff type into the pages of this room, as clean values; forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.people.models import Person
from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, DateField, Form, Radios

from .models import Event, EventState, Route
from .use_cases import Particulars


def _routes() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in Route.choices]


class EventForm(Form):
    """One event: before it, and with what it reached."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    consultation = forms.ChoiceField(label=gettext_lazy("Consultation"), required=False)
    starts_on = DateField(label=gettext_lazy("Day"))
    ends_on = DateField(label=gettext_lazy("Last day, if it takes several"), required=False)
    time = forms.CharField(
        label=gettext_lazy("Time"), help_text=gettext_lazy("For example, “10am to noon”"), max_length=40, required=False
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    area_code = forms.ChoiceField(label=gettext_lazy("District or ward"), required=False)
    route = forms.ChoiceField(label=gettext_lazy("How people are reached"), choices=_routes, widget=Radios())
    groups = forms.MultipleChoiceField(label=gettext_lazy("Groups that it is for"), required=False, widget=Checkboxes())
    own_group = forms.CharField(
        label=gettext_lazy("Another group"),
        help_text=gettext_lazy("It is then offered with every event."),
        max_length=120,
        required=False,
    )
    public = forms.BooleanField(label=gettext_lazy("Show it in the public calendar"), required=False)
    about = forms.CharField(
        label=gettext_lazy("What the public reads of it"), widget=CountedTextarea({"rows": 3}), required=False
    )
    who = forms.ChoiceField(label=gettext_lazy("Who holds it"), required=False)
    notes = forms.CharField(label=gettext_lazy("Notes for staff"), widget=CountedTextarea({"rows": 3}), required=False)
    held = forms.BooleanField(label=gettext_lazy("It was held"), required=False)
    reached = forms.IntegerField(
        label=gettext_lazy("People reached"), min_value=0, max_value=10_000_000, required=False
    )
    cost = forms.DecimalField(
        label=gettext_lazy("Cost"), min_value=0, max_digits=10, decimal_places=2, required=False,
        help_text=gettext_lazy("In pounds, such as 120 or 99.50. Left empty, it is not known."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        consultations: Sequence[Consultation],
        groups: Sequence[tuple[str, str]],
        areas: Sequence[tuple[str, str]],
        people: Sequence[Person],
        event: Event | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(event) if event else {"public": True, **(initial or {})})
        self.event = event
        self.consultations = {one.code: one for one in consultations}
        self.people = {str(one.pk): one for one in people}
        offered: dict[str, list[tuple[str, str]]] = {
            "consultation": [("", _("none: it belongs to the year")), *((c.code, c.title) for c in consultations)],
            "groups": list(groups),
            "area_code": [("", "–"), *areas],
            "who": [("", "–"), *((str(one.pk), one.name) for one in people)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def particulars(self, groups: Sequence[str]) -> Particulars:
        given = self.cleaned_data
        return Particulars(
            title=given["title"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            time=given["time"],
            place=given["place"],
            area_code=given["area_code"],
            route=given["route"],
            groups=groups,
            consultation=self.consultations.get(given["consultation"]),
            held=given["held"],
            reached=given["reached"],
            cost=given["cost"],
            public=given["public"],
            about=given["about"],
            notes=given["notes"],
            who=self.people.get(given["who"]),
            made_up=self.event.made_up if self.event else False,
        )


def _initial(event: Event) -> dict[str, Any]:
    names = (
        "title",
        "starts_on",
        "ends_on",
        "time",
        "place",
        "area_code",
        "route",
        "groups",
        "public",
        "about",
        "notes",
    )
    found = {name: getattr(event, name) for name in (*names, "reached", "cost")}
    return found | {
        "consultation": event.consultation.code if event.consultation else "",
        "who": str(event.who_id or ""),
        "held": event.state == EventState.HELD,
    }


class EventsFilter(forms.Form):
    """Which events are listed."""

    consultation = forms.ChoiceField(label=gettext_lazy("Consultation"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    route = forms.ChoiceField(label=gettext_lazy("How"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    year = forms.CharField(label=gettext_lazy("Year"), required=False, max_length=4)
    words = forms.CharField(label=gettext_lazy("Title, place or notes"), required=False, max_length=100)

    def __init__(
        self, data: Any, *, groups: Sequence[tuple[str, str]], consultations: Sequence[Consultation] | None
    ) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        every = [("", _("All"))]
        choices: dict[str, list[tuple[str, str]]] = {
            "group": list(groups),
            "route": _routes(),
            "state": [(value, capfirst(str(label))) for value, label in EventState.choices],
            "consultation": [("-", _("none: of the year")), *((one.code, one.title) for one in consultations or ())],
        }
        for name, offered in choices.items():
            self.fields[name].choices = every + offered  # type: ignore[attr-defined]
        if consultations is None:
            del self.fields["consultation"]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


class WhyForm(Form):
    """Why an event does not take place."""

    why = forms.CharField(label=gettext_lazy("Why it is cancelled"), widget=CountedTextarea({"rows": 3}))
