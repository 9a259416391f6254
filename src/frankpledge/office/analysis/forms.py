"""What an analyst chooses: areas, type, months, and what the method asks besides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused
from frankpledge.office.maps import words as map_words
from frankpledge.office.maps.rules import Period, overlap, year_to
from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime.rules import ASB, CRIME_TYPES
from frankpledge.office.ui.forms import CountedTextarea, DateField, Form
from frankpledge.office.ui.words import date_words

from . import opening_hours, words
from .methods import METHODS, Method
from .models import State

TYPES = [("", gettext_lazy("All crimes")), *((name, name) for name in CRIME_TYPES), (ASB, ASB)]
MOST_AREAS = 200


class AnalysisFilter(Form):
    """Filters of the list."""

    q = forms.CharField(label=gettext_lazy("Words of the title"), required=False, max_length=100)
    method = forms.ChoiceField(label=gettext_lazy("Method"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = [("", _("All")), *((one.code, one.title) for one in METHODS.values())]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All")), *State.choices]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, str, str]:
        """What was asked for; an unknown choice asks for nothing."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return given.get("q", ""), given.get("method", ""), given.get("state", "")


def _day_field(weekday: int) -> forms.CharField:
    help_text = gettext_lazy("Such as 09:00-17:00, or 09:00-12:00, 13:00-17:00. 22:00-02:00 runs past midnight.")
    return forms.CharField(
        label=WEEKDAYS[weekday], required=False, max_length=80, help_text=help_text if weekday == 0 else ""
    )


class QuestionForm(Form):
    """The question of one method. Fields that the method does not need are taken away."""

    source = forms.ChoiceField(label=gettext_lazy("Figures"), choices=list(map_words.SOURCES.items()))
    level = forms.ChoiceField(label=gettext_lazy("Areas"))
    within = forms.ChoiceField(label=gettext_lazy("Within"))
    area = forms.CharField(
        label=gettext_lazy("Code of the area"), max_length=9,
        help_text=gettext_lazy("Of a force area, district, ward or small area, such as E01027020."),
    )  # fmt: skip
    extract = forms.ChoiceField(label=gettext_lazy("Extract"))
    treated = forms.CharField(
        label=words.GROUPS["treated"], widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Codes of areas, one on each line."),
    )  # fmt: skip
    control = forms.CharField(
        label=words.GROUPS["control"], widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Areas as alike as possible in which nothing was done."),
    )  # fmt: skip
    displacement = forms.CharField(
        label=words.GROUPS["displacement"], required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    displacement_control = forms.CharField(
        label=words.GROUPS["displacement_control"], required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    type = forms.ChoiceField(label=gettext_lazy("What is counted"), required=False, choices=TYPES)
    measure = forms.ChoiceField(label=gettext_lazy("Taken as"), choices=list(words.MEASURES.items()))
    first = forms.ChoiceField(label=gettext_lazy("From"))
    last = forms.ChoiceField(label=gettext_lazy("To"))
    first2 = forms.ChoiceField(label=gettext_lazy("Earlier period: from"))
    last2 = forms.ChoiceField(label=gettext_lazy("Earlier period: to"))
    start = forms.ChoiceField(label=gettext_lazy("First month after it began"))
    horizon = forms.IntegerField(label=gettext_lazy("Months ahead"), min_value=1, max_value=24, initial=12)
    start_day = DateField(label=gettext_lazy("First day"), required=False)
    end_day = DateField(label=gettext_lazy("Last day"), required=False)
    space = forms.CharField(
        label=gettext_lazy("Distances, in metres"), initial="0, 100, 200, 400", max_length=80,
        help_text=gettext_lazy("Edges of the bands, rising."),
    )  # fmt: skip
    time = forms.CharField(
        label=gettext_lazy("Times between, in days"), initial="0, 7, 14, 28", max_length=80,
        help_text=gettext_lazy("Edges of the bands, rising."),
    )  # fmt: skip
    radius = forms.FloatField(
        label=gettext_lazy("Smoothing radius, in metres"), min_value=25, max_value=5000, initial=300
    )
    cell = forms.FloatField(label=gettext_lazy("Width of a cell, in metres"), min_value=10, max_value=1000, initial=100)
    within_m = forms.FloatField(
        label=gettext_lazy("Near: at most so many metres"), min_value=0, max_value=5000, initial=200
    )
    within_days = forms.IntegerField(
        label=gettext_lazy("Soon: at most so many days"), min_value=0, max_value=365, initial=14,
        help_text=gettext_lazy("Calendar days; 0 is the same day."),
    )  # fmt: skip
    agency = forms.CharField(
        label=gettext_lazy("Agency or service"), max_length=opening_hours.LONGEST_NAME,
        help_text=gettext_lazy("Whose hours follow, day by day. Leave a day empty when it is closed."),
    )  # fmt: skip
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (_day_field(at) for at in range(7))
    further = forms.CharField(
        label=gettext_lazy("Further agencies"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line, such as Youth service: Mon-Fri 15:00-20:00; Sat 10:00-13:00."),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=160,
        help_text=gettext_lazy("Left empty, it is named after what you choose."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        method: Method,
        held: Mapping[tuple[str, str], Sequence[str]],
        office_area: str,
        extracts: Sequence[tuple[str, str]],
        standing: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(standing or {}))
        self.method, self.held = method, held
        for name in set(self.fields) - wanted_fields(method):
            del self.fields[name]
        for name in {"type", *opening_hours.DAYS} & set(self.fields):
            self.fields[name].say_optional = False  # type: ignore[attr-defined]
        self._offer(office_area, extracts)

    def _offer(self, office_area: str, extracts: Sequence[tuple[str, str]]) -> None:
        months = sorted({month for some in self.held.values() for month in some}, reverse=True)
        named = [(month, date_words(month)) for month in months]
        levels = [level for level in map_words.LEVELS if any(key[1] == level for key in self.held)]
        offered: dict[str, Sequence[tuple[Any, Any]]] = {
            "level": [(level, map_words.LEVELS[level]) for level in levels],
            "within": [
                (office_area, places.area_name(office_area)),
                *((one.code, one.name) for one in places.districts_of(office_area)),
            ],
            "extract": extracts,
            "first": named, "last": named, "first2": named, "last2": named, "start": named,
        }  # fmt: skip
        for name, choices in offered.items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name, value in self._standing(office_area).items():
            if name in self.fields:
                self.initial.setdefault(name, value)

    def _standing(self, office_area: str) -> dict[str, Any]:
        """A year to the newest month held, beside the year before."""
        if not self.held:
            return {"area": office_area}
        (source, level), months = max(self.held.items(), key=lambda each: (each[0][1] == "lsoa21", len(each[1])))
        period = year_to(months[-1], months)
        before = [month for month in months if month < period.first] or [months[0]]
        earlier = year_to(before[-1], before)
        whole = year_to(months[-1], months) if self.method.needs == "areas" else Period(months[0], months[-1])
        first = months[0] if self.method.code in ("forecast", "interrupted", "emerging") else whole.first
        if "earlier" in self.method.fields:
            first = period.first
        return {
            "source": source, "level": level, "within": office_area, "area": office_area, "first": first,
            "last": period.last, "first2": earlier.first, "last2": earlier.last, "start": period.first,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._check_periods(cleaned)
        for name in ("space", "time"):
            if cleaned.get(name):
                self._check_edges(name, cleaned[name])
        if "agency" in self.fields:
            self._check_hours(cleaned)
        if cleaned.get("start_day") and cleaned.get("end_day") and cleaned["start_day"] > cleaned["end_day"]:
            self.add_error("end_day", _("The last day comes before the first one."))
        return cleaned

    def _check_periods(self, cleaned: Mapping[str, Any]) -> None:
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last month comes before the first one."))
            return
        if cleaned.get("start") and first and last and not first < cleaned["start"] <= last:
            self.add_error("start", _("It must begin after the first month, and not after the last one."))
        start, end = cleaned.get("first2"), cleaned.get("last2")
        if start and end and first and last:
            if start > end:
                self.add_error("last2", _("The last month comes before the first one."))
            elif overlap(Period(start, end), Period(first, last)):
                self.add_error("first2", _("The two periods share a month: compare periods that lie apart."))

    def _check_edges(self, name: str, text: str) -> None:
        parts = [part for part in re.split(r"[,\s]+", text.strip()) if part]
        try:
            edges = [float(part) for part in parts]
        except ValueError:
            self.add_error(name, _("Write numbers with commas between them, such as 0, 100, 200."))
            return
        if len(edges) < 2 or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > 1_000_000 or len(edges) > 9:
            self.add_error(name, _("Give two to nine numbers that rise, the first 0 or more."))

    def _check_hours(self, cleaned: dict[str, Any]) -> None:
        """Opening hours by day and line become `agencies`, as they are kept."""
        spans = []
        for at, name in enumerate(opening_hours.DAYS):
            try:
                spans += opening_hours.day(cleaned.pop(name, ""), at)
            except Refused as refused:
                self.add_error(name, refused.message)
        if not spans and not any(name in self.errors for name in opening_hours.DAYS):
            self.add_error("monday", _("Give the hours of at least one day."))
        try:
            others = opening_hours.agencies(cleaned.pop("further", ""))
        except Refused as refused:
            self.add_error("further", refused.message)
            return
        names = [cleaned.pop("agency", "").strip(), *(one["name"] for one in others)]
        if len(names) > opening_hours.MOST_AGENCIES:
            self.add_error("further", _("Give at most %(most)s agencies.") % {"most": opening_hours.MOST_AGENCIES})
        elif len({name.casefold() for name in names}) < len(names):
            self.add_error("further", _("Two agencies have the same name."))
        cleaned["agencies"] = [{"name": names[0], "spans": [list(span) for span in spans]}, *others]

    def clean_area(self) -> str:
        return _known(self.cleaned_data["area"])

    def clean_treated(self) -> list[str]:
        return _codes(self.cleaned_data["treated"])

    def clean_control(self) -> list[str]:
        return _codes(self.cleaned_data["control"])

    def clean_displacement(self) -> list[str]:
        return _codes(self.cleaned_data["displacement"])

    def clean_displacement_control(self) -> list[str]:
        return _codes(self.cleaned_data["displacement_control"])

    def choices(self) -> dict[str, Any]:
        """What was chosen, as plain data that is kept with the analysis."""
        named = {"first": "from", "last": "to", "first2": "from2", "last2": "to2"}
        kept: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name == "title" or value in (None, "", []):
                continue
            kept[named.get(name, name)] = value.isoformat() if hasattr(value, "isoformat") else value
        if self.method.needs == "series" and "source" in kept:
            kept["counted"] = map_words.counted(kept.get("type", ""))
        return kept


def standing_of(choices: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen for an earlier analysis, as the form shows it."""
    named = {"from": "first", "to": "last", "from2": "first2", "to2": "last2"}
    rest = {name: value for name, value in choices.items() if name != "agencies"}
    return {
        **{named.get(name, name): "\n".join(value) if isinstance(value, list) else value
           for name, value in rest.items()},
        **opening_hours.as_fields(choices.get("agencies", [])),
    }  # fmt: skip


NEEDED = {
    "areas": {"source", "level", "within", "type", "first", "last"},
    "series": {"source", "area", "type", "first", "last"},
    "groups": {"source", "treated", "control", "displacement", "displacement_control", "type", "first", "last"},
    "points": {"extract", "type", "start_day", "end_day"},
}


def wanted_fields(method: Method) -> set[str]:
    """The fields of the form of a method."""
    own = set(method.fields) - {"earlier", "groups"}
    earlier = {"first2", "last2"} if "earlier" in method.fields else set()
    return NEEDED[method.needs] | own | earlier | {"title"}


def _known(code: str) -> str:
    try:
        return places.place(code.strip().upper()).code
    except Refused as refused:
        raise ValidationError(f"{refused.message} {refused.remedy}") from None


def _codes(text: str) -> list[str]:
    codes = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    if len(codes) > MOST_AREAS:
        raise ValidationError(_("Give at most %(most)s areas.") % {"most": MOST_AREAS})
    found = [_known(code) for code in codes]
    if len(found) != len(set(found)):
        raise ValidationError(_("An area stands there twice."))
    return found


class AttachForm(Form):
    """Where an analysis is to be shown."""

    to = forms.ChoiceField(label=gettext_lazy("Show it on"))
    note = forms.CharField(
        label=gettext_lazy("What it shows there"),
        required=False,
        max_length=300,
        widget=CountedTextarea(max_length=300),
    )

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = targets  # type: ignore[attr-defined]


class ClearForm(Form):
    """Why the public may see an analysis."""

    why = forms.CharField(
        label=gettext_lazy("Why may the public see it?"), max_length=1000, widget=CountedTextarea(max_length=1000),
        help_text=gettext_lazy("This is kept in the audit trail."),
    )  # fmt: skip
