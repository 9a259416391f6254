"""The problem, its test, its triangle, its hypotheses and who works on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Organisation, Post
from frankpledge.office.problem_solving import areas, words
from frankpledge.office.problem_solving.models import (
    CheersElement,
    Direction,
    Holds,
    Hypothesis,
    PartnerRole,
    Problem,
    ProblemState,
    Side,
    Verdict,
)
from frankpledge.office.recorded_crime.rules import KNOWN_TYPES
from frankpledge.office.ui import forms as ui

NOBODY = _("Never write who suffered, who offended, or an address.")


def capitalised(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [(value, capfirst(label)) for value, label in choices]


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class AreaField(forms.CharField):
    """One area, typed by code or name; the clean value is its code."""

    def __init__(self, *, force_code: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.force_code = force_code

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return _area(lambda: areas.area_code(text, self.force_code)) if text else ""


def _area(find: Any) -> Any:
    try:
        return find()
    except areas.NoSuchArea as refused:
        raise forms.ValidationError(str(refused)) from refused


class AreasField(forms.CharField):
    """Several areas, one a line; the clean value is the list of their codes."""

    widget = forms.Textarea

    def __init__(self, *, force_code: str = "", **kwargs: Any) -> None:
        super().__init__(**{"widget": area(4), **kwargs})
        self.force_code = force_code

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().clean(value)
        return list(_area(lambda: areas.area_codes(text, self.force_code)))


class ProblemForm(ui.Form):
    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("The problem, not what is done about it."))
    statement = forms.CharField(
        label=_("Problem statement"),
        widget=area(5),
        max_length=4000,
        help_text=_("What happens again and again, where, when, since when, and whom it harms in what way."),
    )
    area_code = AreaField(
        label=_("Area"), required=False, max_length=120, help_text=_("Name or code of a district, ward or small area.")
    )
    crime_types = forms.MultipleChoiceField(
        label=_("What is counted"),
        required=False,
        choices=[(name, name) for name in KNOWN_TYPES],
        widget=ui.Checkboxes(),
        help_text=_("Anti-social behaviour incidents are no crimes: they are never counted together."),
    )
    owner = forms.ModelChoiceField(queryset=Post.objects.none(), label=_("Post that owns it"), required=False)

    def __init__(self, *args: Any, posts: Any, force_code: str, problem: Problem | None = None, **kwargs: Any) -> None:
        if problem is not None:
            kwargs.setdefault("initial", {
                "title": problem.title, "statement": problem.statement, "owner": problem.owner_id,
                "area_code": problem.area_code, "crime_types": problem.crime_types,
            })  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["statement"].help_text = f"{self.fields['statement'].help_text} {NOBODY}"
        self.fields["owner"].queryset = posts  # type: ignore[attr-defined]
        self.fields["area_code"].force_code = force_code  # type: ignore[attr-defined]


class ProblemFilter(ui.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Step"), required=False, choices=[("", _("All")), *capitalised(ProblemState.choices)]
    )
    level = forms.ChoiceField(
        label=_("Evidence"),
        required=False,
        choices=[("", _("All")), *((str(level), text) for level, text in words.LEVEL_CHOICES)],
    )
    mine = forms.BooleanField(label=_("Owned by a post of mine"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


class CheersForm(ui.Form):
    """The six parts of the test on one page."""

    def __init__(self, *args: Any, cheers: Iterable[Any], **kwargs: Any) -> None:
        initial: dict[str, str] = {}
        for row in cheers:
            initial |= {f"{row.element}_holds": row.holds, f"{row.element}_note": row.note}
        super().__init__(*args, initial=initial, **kwargs)
        for element, label in CheersElement.choices:
            self.fields[f"{element}_holds"] = forms.ChoiceField(
                label=_now("%(part)s: does it hold?") % {"part": label},
                help_text=str(words.CHEERS[element]),
                choices=capitalised(Holds.choices),
                widget=ui.Radios(attrs={"class": "govuk-radios--inline"}),
            )
            self.fields[f"{element}_note"] = forms.CharField(
                label=_now("%(part)s: what shows it") % {"part": label}, widget=area(2), required=False, max_length=2000
            )
            self.fields[f"{element}_note"].say_optional = False  # type: ignore[attr-defined]

    def answers(self) -> list[tuple[str, str, str]]:
        """Part, answer, what shows it."""
        given = self.cleaned_data
        return [(part, given[f"{part}_holds"], given[f"{part}_note"]) for part in CheersElement.values]


class TriangleForm(ui.Form):
    """The three sides of the triangle on one page."""

    def __init__(self, *args: Any, sides: Iterable[Any], **kwargs: Any) -> None:
        initial: dict[str, str] = {}
        for row in sides:
            initial |= {f"{row.side}_{name}": getattr(row, name) for name in ("known", "controller", "missing")}
        super().__init__(*args, initial=initial, **kwargs)
        for side in Side.values:
            name, control, examples = words.SIDES[side]
            self.fields[f"{side}_known"] = forms.CharField(
                label=_now("%(side)s: what is known") % {"side": name}, widget=area(3), required=False,
                max_length=2000, help_text=NOBODY,
            )  # fmt: skip
            self.fields[f"{side}_controller"] = forms.CharField(
                label=_now("%(control)s: who could control it") % {"control": control}, required=False,
                max_length=200, help_text=_now("For example %(examples)s.") % {"examples": examples},
            )  # fmt: skip
            self.fields[f"{side}_missing"] = forms.CharField(
                label=_now("%(control)s: what that control lacks") % {"control": control}, widget=area(2),
                required=False, max_length=2000,
            )  # fmt: skip
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]

    def answers(self) -> list[dict[str, str]]:
        given = self.cleaned_data
        parts = ("known", "controller", "missing")
        return [{"side": side, **{name: given[f"{side}_{name}"] for name in parts}} for side in Side.values]


class LinkForm(ui.Form):
    commitment = forms.ChoiceField(label=_("A line of a plan"), required=False)
    reference = forms.CharField(
        label=_("Or anything else, by its reference"), required=False, max_length=200,
        help_text=_("The address of its page without the office's own part, for example measure/burglary."),
    )  # fmt: skip
    note = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, *args: Any, commitments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].choices = [("", _now("None")), *commitments]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("commitment") and not given.get("reference"):
            self.add_error("reference", _now("Choose a line of a plan, or write a reference."))
        return given


class PartnerForm(ui.Form):
    organisation = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Organisation"))
    role = forms.ChoiceField(label=_("What it does"), choices=capitalised(PartnerRole.choices))
    brings = forms.CharField(
        label=_("What it brings"), widget=area(2), required=False, max_length=1000,
        help_text=_("Posts and services, never names of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class HypothesisForm(ui.Form):
    text = forms.CharField(
        label=_("Hypothesis"), widget=area(3), max_length=2000,
        help_text=_("A sentence that could turn out to be wrong: “It happens because …”."),
    )  # fmt: skip
    verdict = forms.ChoiceField(
        label=_("What the evidence says"), choices=capitalised(Verdict.choices), widget=ui.Radios()
    )

    def __init__(self, *args: Any, hypothesis: Hypothesis | None = None, **kwargs: Any) -> None:
        if hypothesis is not None:
            kwargs.setdefault("initial", {"text": hypothesis.text, "verdict": hypothesis.verdict})
        super().__init__(*args, **kwargs)
        if hypothesis is None:
            del self.fields["verdict"]


class EvidenceForm(ui.Form):
    direction = forms.ChoiceField(
        label=_("It speaks"), choices=capitalised(Direction.choices), widget=ui.Radios(), initial="for"
    )
    text = forms.CharField(label=_("Evidence"), widget=area(3), max_length=2000)
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Where anybody can look it up: an analysis, a file, a survey.")
    )
    reference = forms.CharField(
        label=_("Its reference here"), required=False, max_length=200, help_text=_("For example measure/burglary.")
    )


class ReasonForm(ui.Form):
    why = forms.CharField(label=_("Why"), widget=area(3), max_length=1000)


class CloseForm(ui.Form):
    lessons = forms.CharField(
        label=_("What was learnt"), widget=area(4), max_length=2000,
        help_text=_("What worked or did not, for whom, and what others should know before they do the same."),
    )  # fmt: skip
    led_to_change = forms.TypedChoiceField(
        label=_("Is something done differently because of it?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=ui.Radios(attrs={"class": "govuk-radios--inline"}),
    )
