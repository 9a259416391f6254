"""What staff type about plans and measures, turned into clean values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frankpledge.office.errors import Refused
from frankpledge.office.people.models import Office, Post
from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime.rules import KNOWN_TYPES
from frankpledge.office.ui import forms as ui

from . import queries, rules, words
from .models import (
    Addressee,
    BasisKind,
    Commitment,
    Direction,
    Frequency,
    LeadFor,
    Measure,
    MeasureKind,
    MeasureSource,
    Plan,
    TargetKind,
)
from .use_cases.measures import FIELDS, DefinitionIncomplete


def capitalised(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Choices as they stand on a page: each begins with a capital letter, in any language."""
    return [(value, capfirst(label)) for value, label in choices]


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class PlanForm(ui.Form):
    """A plan about itself. `plan` is the one to change, None for a new one."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Part of its permanent address, for example 2026. Small letters, digits and hyphens."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(label=_("In one paragraph"), widget=text_area(), required=False)
    starts = ui.DateField(label=_("First day"))
    ends = ui.DateField(label=_("Last day"), required=False, help_text=_("Leave empty if it is open."))
    upper_one = forms.CharField(
        label=_("Name of the upper level, singular"), max_length=40, help_text=_("For example priority, or mission.")
    )
    upper_many = forms.CharField(label=_("Name of the upper level, plural"), max_length=40)
    lower_one = forms.CharField(
        label=_("Name of the lower level, singular"), max_length=40, help_text=_("For example commitment, or test.")
    )
    lower_many = forms.CharField(label=_("Name of the lower level, plural"), max_length=40)
    announced_priorities = forms.IntegerField(
        label=_("How many of the upper level were announced"),
        required=False,
        min_value=0,
        max_value=99,
        help_text=_("If a number was given to the public. It is checked against what is defined."),
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )
    consultation = forms.ChoiceField(label=_("Consultation it rests on"), required=False)
    follows = forms.ChoiceField(label=_("Plan before it"), required=False)
    historic = forms.BooleanField(
        label=_("This is a plan of the past, entered for the record"),
        required=False,
        help_text=_("Nothing is asked of it before it is published; pages mark it as history."),
    )

    def __init__(self, *args: Any, plan: Plan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            kwargs.setdefault("initial", _plan_initial(plan))
        else:
            kwargs.setdefault("initial", _level_initial(()))
        super().__init__(*args, **kwargs)
        if plan is not None:
            del self.fields["code"]
        none = ("", _("None"))
        consultations = queries.consultation_choices()
        self.fields["consultation"].choices = [none, *consultations]  # type: ignore[attr-defined]
        others = [(each.code, each.title) for each in queries.plans() if plan is None or each.pk != plan.pk]
        self.fields["follows"].choices = [none, *others]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Ready for `create_plan` or `change_plan`."""
        given = dict(self.cleaned_data)
        given["level_names"] = [
            [given.pop("upper_one"), given.pop("upper_many")],
            [given.pop("lower_one"), given.pop("lower_many")],
        ]
        given["consultation"] = queries.consultation_or_none(given["consultation"])
        given["follows"] = queries.plan(given["follows"]) if given["follows"] else None
        return given


def _plan_initial(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "summary": plan.summary,
        "starts": plan.starts,
        "ends": plan.ends,
        "announced_priorities": plan.announced_priorities,
        "consultation": plan.consultation.code if plan.consultation else "",
        "follows": plan.follows.code if plan.follows else "",
        "historic": plan.historic,
        **_level_initial(plan.level_names),
    }


def _level_initial(level_names: Any) -> dict[str, str]:
    above, below = rules.level_pair(level_names, 0), rules.level_pair(level_names, 1)
    return {"upper_one": above[0], "upper_many": above[1], "lower_one": below[0], "lower_many": below[1]}


class PriorityForm(ui.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Part of its permanent address, for example P1. Once published it stays."),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    title = forms.CharField(label=_("Title"), max_length=200)


class CommitmentForm(ui.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Part of its permanent address, for example P1.1. Once published it stays."),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    text = forms.CharField(
        label=_("The promise"),
        widget=text_area(),
        help_text=_("What will be done, in one sentence that anybody understands."),
    )
    addressee = forms.ChoiceField(label=_("Addressed to"), widget=ui.Radios())
    how_we_will_know = forms.CharField(
        label=_("How we will know"),
        widget=text_area(),
        required=False,
        help_text=_("If no measure answers it: what will show whether it was kept?"),
    )
    not_measured_because = forms.CharField(
        label=_("Not measured, because"),
        widget=text_area(),
        required=False,
        help_text=_("If it cannot be measured: why not?"),
    )
    known_outcome = forms.CharField(label=_("What became of it"), widget=text_area(), required=False)

    def __init__(self, *args: Any, office: Office | None, historic: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = words.addressee_names(office)
        self.fields["addressee"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(names[value])) for value in Addressee.values if _is_open(value, office)
        ]
        if not historic:
            del self.fields["known_outcome"]


def _is_open(addressee: str, office: Office | None) -> bool:
    """An office without a fire and rescue service addresses nothing to one."""
    return addressee not in ("fire", "joint") or office is None or bool(office.fire_name)


def commitment_initial(commitment: Commitment) -> dict[str, Any]:
    names = ("code", "text", "addressee", "how_we_will_know", "not_measured_because", "known_outcome")
    return {name: getattr(commitment, name) for name in names}


class MoveForm(ui.Form):
    """To which of the upper level a commitment goes."""

    to = forms.ChoiceField(label=_("Move it to"), widget=ui.Radios())

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class LeadForm(ui.Form):
    """One accountable post; the service follows from the post's organisation."""

    post = forms.ChoiceField(
        label=_("Accountable post"),
        help_text=_("A new lead of the same service takes the place of the one before."),
    )

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts if post.organisation.kind in LeadFor.values}
        none = ("", _("Choose a post"))
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            none,
            *((key, f"{post.organisation.name}: {post.title}") for key, post in self.posts.items()),
        ]

    def chosen(self) -> Post:
        return self.posts[self.cleaned_data["post"]]


class BasisForm(ui.Form):
    """One reason why a commitment is there. `themes` are (reference, label with its count)."""

    kind = forms.ChoiceField(label=_("What it rests on"), choices=capitalised(BasisKind.choices), widget=ui.Radios())
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        help_text=_("For what people said. Only accepted themes are listed, with their answers."),
    )
    cited = forms.CharField(
        label=_("Reference or citation"),
        max_length=300,
        required=False,
        help_text=_(
            "For the others: a permanent reference from this site, like challenge/…, or the name of a law or a paper."
        ),
    )
    note = forms.CharField(label=_("In words"), widget=text_area(), required=False)

    def __init__(self, *args: Any, themes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("Choose a theme")), *themes]  # type: ignore[attr-defined]
        for name in ("theme", "cited"):
            self.fields[name].say_optional = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == BasisKind.THEME and not given.get("theme"):
            self.add_error("theme", _("Choose the theme that people spoke of"))
        return given


class LinkMeasureForm(ui.Form):
    """Which measure speaks to a commitment, and how well."""

    measure = forms.ChoiceField(label=_("Measure"))
    how = forms.CharField(
        label=_("What it says about the promise, and what it does not"), widget=text_area(), required=False
    )

    def __init__(self, *args: Any, measures: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(each.code, f"{each.title}, {each.area_name}") for each in measures]
        self.fields["measure"].choices = [("", _("Choose a measure")), *listed]  # type: ignore[attr-defined]


class PublishForm(ui.Form):
    """Why a version takes the place of the one before; `first` needs no reason."""

    why = forms.CharField(
        label=_("What changed, and why"),
        widget=text_area(),
        help_text=_("The public reads this beside the new version."),
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["why"]


class ImportForm(ui.Form):
    """A plan in a file."""

    file = forms.FileField(
        label=_("Plan, as .xlsx or .yaml"), widget=forms.ClearableFileInput({"accept": ".xlsx,.yaml,.yml"})
    )


# ---- measures (their pages are the room performance's)


class DefinitionForm(ui.Form):
    """What is counted, where, and how it is judged. `values()` is ready for the use cases."""

    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("As it starts a sentence: Recorded burglary.")
    )
    question = forms.CharField(label=_("The question it answers"), max_length=240, required=False)
    definition = forms.CharField(label=_("What is counted"), widget=text_area())
    caveats = forms.CharField(label=_("What to know when reading it"), widget=text_area(), required=False)
    source = forms.ChoiceField(
        label=_("Where its figures come from"), choices=capitalised(MeasureSource.choices), widget=ui.Radios()
    )
    crime_types = forms.MultipleChoiceField(
        label=_("Types counted"),
        choices=[(name, name) for name in KNOWN_TYPES],
        widget=ui.Checkboxes(),
        required=False,
        help_text=_(
            "Not for figures that are typed in. Crimes and anti-social behaviour are never counted in one figure."
        ),
    )
    kind = forms.ChoiceField(label=_("Count or rate"), choices=capitalised(MeasureKind.choices), widget=ui.Radios())
    unit = forms.CharField(label=_("Unit, in words"), max_length=60, help_text=_("For example: recorded burglaries."))
    area_code = forms.ChoiceField(label=_("Area"))
    frequency = forms.ChoiceField(label=_("How often"), choices=capitalised(Frequency.choices), widget=ui.Radios())
    good = forms.ChoiceField(
        label=_("Which way is better"),
        choices=capitalised(Direction.choices),
        widget=ui.Radios(hints={"none": _("Where more reporting or searching raises the figure.")}),
    )
    good_because = forms.CharField(label=_("Why that way"), widget=text_area(2), required=False)
    target_kind = forms.ChoiceField(label=_("Target"), choices=capitalised(TargetKind.choices), widget=ui.Radios())
    target_value = forms.FloatField(
        label=_("Target level"),
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-10", "step": "any"}),
    )
    target_date = ui.DateField(label=_("Target date"), required=False)
    target_reason = forms.CharField(
        label=_("Reason for the target, or for having none"), widget=text_area(2), required=False
    )

    def __init__(self, *args: Any, measure: Measure | None = None, **kwargs: Any) -> None:
        initial = {"kind": "count", "frequency": "month", "good": "none", "target_kind": "none"}
        if measure is not None:
            initial = {name: getattr(measure, name) for name in FIELDS}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self.areas = _areas(measure)
        self.fields["area_code"].choices = [("", _("Choose an area")), *self.areas]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Ready for `define_measure` or `revise_measure`."""
        given = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        return given | {"area_name": dict(self.areas).get(given["area_code"], "")}

    def show(self, refused: Refused) -> None:
        """Put every fault at the field where it can be mended."""
        if not isinstance(refused, DefinitionIncomplete):
            ui.add_refusal(self, refused)
            return
        for field, reason in refused.faults:
            self.add_error(field if field in self.fields else None, reason)


def _areas(measure: Measure | None) -> list[tuple[str, str]]:
    """The office's own force area and its districts first, then the other force areas; a measure's own in any case."""
    found: list[tuple[str, str]] = []
    office = queries.office()
    if office:
        found.append((office.area_code, office.area_name))
        found += [(each.code, each.name) for each in places.districts_of(office.area_code)]
    found += [(each.code, each.area_name) for each in places.force_areas()]
    if measure is not None:
        found.append((measure.area_code, measure.area_name))
    return list(dict(reversed(found)).items())[::-1]


class MeasureForm(DefinitionForm):
    """A new measure."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Part of its permanent address, for example burglary. Small letters, digits and hyphens."),
    )
    field_order = ["code"]


class RevisionForm(DefinitionForm):
    """A better definition of a measure that exists."""

    first_period = forms.CharField(
        label=_("First period counted in the new way"),
        max_length=7,
        required=False,
        help_text=_("Needed when what is counted changes. Figures before it are not compared with those after."),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    why = forms.CharField(label=_("What changed, and why"), widget=text_area())


class BreakForm(ui.Form):
    """A dated cause after which figures are not comparable with before."""

    first_period = forms.CharField(
        label=_("First period after it"),
        max_length=7,
        help_text=_("A month as 2025-04, a quarter as 2025-Q1, a year as 2025."),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    cause = forms.CharField(
        label=_("Cause"), max_length=200, help_text=_("For example: new counting rule for harassment.")
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)


class RetireForm(ui.Form):
    on = ui.DateField(label=_("From which day"))
    why = forms.CharField(label=_("Why"), widget=text_area())
