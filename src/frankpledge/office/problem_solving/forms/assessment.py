"""A design: what is compared with what, where, when, and by which method."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frankpledge.office.problem_solving.models import EvaluationDesign, Method, Source
from frankpledge.office.problem_solving.use_cases import Plan
from frankpledge.office.recorded_crime.rules import KNOWN_TYPES
from frankpledge.office.ui import forms as ui

from .problem import AreaField, AreasField, area, capitalised

MONTH_HINT = _("Like 2024-05.")
PARTS = ("treated", "control", "treated_near", "control_near")
METHOD_HINTS = {
    "wdd": _("Before and after, treated beside comparison areas, with displacement. The usual choice."),
    "harm": _("The same, with a weight of harm for each type."),
    "two_counts": _("Before and after only: cannot tell the response from anything else."),
    "its": _("Was there a step in a monthly series? At least 12 months before."),
    "did": _("Several treated and several comparison areas, month by month."),
    "synthetic": _("A mixture of comparison areas that moved like the treated one."),
}


class MonthField(forms.RegexField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            r"^\d{4}-(0[1-9]|1[0-2])$",
            help_text=MONTH_HINT,
            error_messages={"invalid": _("Write a month like 2024-05.")},
            widget=forms.TextInput({"class": "govuk-input--width-5"}),
            **kwargs,
        )


class DesignForm(ui.Form):
    question = forms.CharField(
        label=_("Question"),
        max_length=240,
        help_text=_("For example: are there fewer burglaries where locks were fitted?"),
    )
    responses = forms.MultipleChoiceField(label=_("Responses that it evaluates"), widget=ui.Checkboxes())
    method = forms.ChoiceField(
        label=_("Method"), choices=capitalised(Method.choices), widget=ui.Radios(hints=METHOD_HINTS), initial="wdd"
    )
    source = forms.ChoiceField(label=_("Where the counts come from"), choices=capitalised(Source.choices))
    crime_types = forms.MultipleChoiceField(
        label=_("What is counted"), required=False, choices=[(name, name) for name in KNOWN_TYPES],
        widget=ui.Checkboxes(), help_text=_("None ticked: all crimes, without anti-social behaviour incidents."),
    )  # fmt: skip
    before_from = MonthField(label=_("First month before"))
    before_to = MonthField(label=_("Last month before"))
    after_from = MonthField(label=_("First month after"))
    after_to = MonthField(label=_("Last month after"))
    treated = AreasField(
        label=_("Treated areas"),
        help_text=_("One a line, by name or code: districts, wards or small areas (LSOA 2021)."),
    )
    control = AreasField(
        label=_("Comparison areas"), required=False, help_text=_("Like the treated, but nothing was done.")
    )
    treated_near = AreasField(label=_("Areas near the treated ones (displacement)"), required=False)
    control_near = AreasField(label=_("Areas near the comparison areas"), required=False)
    selection_rule = forms.CharField(
        label=_("The rule by which the treated areas were chosen"), widget=area(2), required=False, max_length=1000
    )
    chosen_for_high = forms.BooleanField(
        label=_("They were chosen because their counts were high"), required=False,
        help_text=_("High counts fall by themselves; the result then carries a warning."),
    )  # fmt: skip
    candidates = AreaField(
        label=_("Area in which they were chosen"), required=False, max_length=120,
        help_text=_("A district or ward: its small areas show how far high counts fall by themselves."),
    )  # fmt: skip
    comparable = forms.BooleanField(label=_("The comparison areas are like the treated ones"), required=False)
    comparable_because = forms.CharField(
        label=_("In what they are alike"), widget=area(2), required=False, max_length=1000
    )
    adjusted = forms.BooleanField(label=_("Other causes are allowed for"), required=False)
    adjusted_how = forms.CharField(label=_("Which, and how"), widget=area(2), required=False, max_length=1000)
    randomised = forms.BooleanField(label=_("Chance decided which areas were treated"), required=False)
    harmonics = forms.ChoiceField(
        label=_("Season, for an interrupted time series"), required=False,
        choices=[("0", _("None")), ("1", _("One wave a year")), ("2", _("Two waves a year"))],
    )  # fmt: skip
    harm_weights = forms.CharField(
        label=_("Harm weights, for the method by harm"), widget=area(3), required=False, max_length=2000,
        help_text=_("One type a line: Burglary = 438. Say in the rule above where the weights come from."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, responses: Any, force_code: str, design: EvaluationDesign | None = None, **kwargs: Any
    ) -> None:
        if design is not None:
            kwargs.setdefault("initial", _initial(design))
        super().__init__(*args, **kwargs)
        self.fields["responses"].choices = [  # type: ignore[attr-defined]
            (str(response.pk), f"{response.number}. {response.name}") for response in responses
        ]
        for name in (*PARTS, "candidates"):
            self.fields[name].force_code = force_code  # type: ignore[attr-defined]

    def clean_harm_weights(self) -> dict[str, float]:
        """Type → weight. Raises a message that names the line."""
        found: dict[str, float] = {}
        for number, line in enumerate(self.cleaned_data["harm_weights"].splitlines(), 1):
            if not line.strip():
                continue
            name, _sign, weight = line.rpartition("=")
            try:
                found[_known_type(name)] = _weight(weight)
            except ValueError as wrong:
                raise forms.ValidationError(
                    _now("Line %(number)s: %(line)s. Write a type and a weight above nought, like Burglary = 438.")
                    % {"number": number, "line": line.strip()}
                ) from wrong
        return found

    def plan(self) -> Plan:
        given = self.cleaned_data
        options: dict[str, Any] = {}
        if given["method"] == "its":
            options["harmonics"] = int(given["harmonics"] or 0)
        if given["method"] == "harm":
            options["harm_weights"] = {name: given["harm_weights"].get(name, 0.0) for name in given["crime_types"]}
            options["harm_weights"] = {name: weight for name, weight in options["harm_weights"].items() if weight}
        if given["candidates"]:
            options["candidates"] = given["candidates"]
        same = (
            "question", "method", "source", "crime_types", "comparable", "comparable_because", "randomised", "adjusted",
            "adjusted_how", "chosen_for_high", "selection_rule",
        )  # fmt: skip
        return Plan(
            **{name: given[name] for name in same},
            before=(given["before_from"], given["before_to"]),
            after=(given["after_from"], given["after_to"]),
            sites={part: given[part] for part in PARTS},
            options=options,
        )

    def chosen(self, responses: Any) -> list[Any]:
        """The responses that were ticked."""
        return [response for response in responses if str(response.pk) in self.cleaned_data["responses"]]


def _known_type(text: str) -> str:
    names = {name.casefold(): name for name in KNOWN_TYPES}
    if text.strip().casefold() not in names:
        raise ValueError("no such type")
    return names[text.strip().casefold()]


def _weight(text: str) -> float:
    weight = float(text.replace(",", ""))
    if not 0 < weight < float("inf"):
        raise ValueError("a weight is above nought")
    return weight


def _initial(design: EvaluationDesign) -> dict[str, Any]:
    names = (
        "question", "method", "source", "crime_types", "before_from", "before_to", "after_from", "after_to",
        "comparable", "comparable_because", "randomised", "adjusted", "adjusted_how", "chosen_for_high",
        "selection_rule",
    )  # fmt: skip
    lines: dict[str, list[str]] = {part: [] for part in PARTS}
    for site in design.sites.all():
        lines[site.role].append(site.area_code)
    weights = design.options.get("harm_weights", {})
    return {
        **{name: getattr(design, name) for name in names},
        **{part: "\n".join(codes) for part, codes in lines.items()},
        "responses": [str(response.pk) for response in design.responses.all()],
        "candidates": design.options.get("candidates", ""),
        "harmonics": str(design.options.get("harmonics", 0)),
        "harm_weights": "\n".join(f"{name} = {weight:g}" for name, weight in weights.items()),
    }


class AssessForm(ui.Form):
    """Asks why, when it was computed before."""

    why = forms.CharField(label=_("What changed since the last time?"), widget=area(2), max_length=1000)

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["why"]
