"""What coders type, as clean values; forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Theme
from frankpledge.office.people.models import Person
from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, Form


class DescribeForm(Form):
    """A theme in full."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    definition = forms.CharField(
        label=gettext_lazy("What belongs to it"),
        help_text=gettext_lazy("One or two sentences. The public reads this."),
        widget=CountedTextarea({"rows": 3}),
        required=False,
    )
    includes = forms.CharField(label=gettext_lazy("Include"), widget=CountedTextarea({"rows": 2}), required=False)
    excludes = forms.CharField(
        label=gettext_lazy("Exclude"),
        help_text=gettext_lazy("What belongs to another theme, and to which."),
        widget=CountedTextarea({"rows": 2}),
        required=False,
    )
    example = forms.CharField(
        label=gettext_lazy("Example"),
        help_text=gettext_lazy("Made up, or words that were cleared for the public."),
        widget=CountedTextarea({"rows": 2}),
        required=False,
    )
    parent = forms.ChoiceField(label=gettext_lazy("Stands under"), required=False)
    before = forms.ChoiceField(label=gettext_lazy("In front of"), required=False)
    why = forms.CharField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("Needed when the public has read its name or definition."),
        required=False,
    )

    def __init__(self, data: Any = None, *, theme: Theme, others: Sequence[Theme]) -> None:
        fields = ("name", "definition", "includes", "excludes", "example")
        initial = {field: getattr(theme, field) for field in fields}
        self.others = {one.code: one for one in others}
        initial["parent"] = theme.parent.code if theme.parent else ""
        beside = sorted(
            (one for one in others if one.parent_id == theme.parent_id),
            key=lambda one: (one.order, one.name.casefold()),
        )
        after = [one for one in beside if (one.order, one.name.casefold()) > (theme.order, theme.name.casefold())]
        initial["before"] = after[0].code if after else ""
        super().__init__(data, initial=initial)
        names = [(one.code, one.name) for one in others]
        self.fields["parent"].choices = [("", gettext_lazy("no other theme")), *names]  # type: ignore[attr-defined]
        self.fields["before"].choices = [("", gettext_lazy("none: at the end")), *names]  # type: ignore[attr-defined]


class SplitForm(Form):
    """A new theme made of some of another's answers."""

    name = forms.CharField(label=gettext_lazy("Name of the new theme"), max_length=160)
    definition = forms.CharField(
        label=gettext_lazy("What belongs to it"), widget=CountedTextarea({"rows": 3}), required=False
    )
    why = forms.CharField(
        label=gettext_lazy("Why it is split"),
        help_text=gettext_lazy("Needed when the public has read the theme."),
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("All answers with these words go to it"),
        help_text=gettext_lazy("As well as those ticked below. Several words: answers that hold all of them."),
        required=False,
    )


class ReasonForm(Form):
    """A reason."""

    why = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, needed: bool = True, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["why"].required = needed


class RulesForm(Form):
    """What people agree before the machine may do anything."""

    precision = forms.IntegerField(
        label=gettext_lazy("Of 100 codings by the machine, how many must be right"),
        help_text=gettext_lazy("Between 50 and 99. Left empty, it never codes by itself."),
        min_value=50,
        max_value=99,
        required=False,
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections of which every answer is read by a person"), required=False, widget=Checkboxes()
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Areas of which every answer is read by a person"),
        help_text=gettext_lazy("Choose the groups from which few answered: the page on coverage names them."),
        required=False,
        widget=Checkboxes(),
    )
    why = forms.CharField(label=gettext_lazy("How this was agreed"), required=False)

    def __init__(
        self, data: Any = None, *, sections: Sequence[tuple[str, str]], areas: Sequence[tuple[str, str]], initial: Any
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["sections"].choices = list(sections)  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(areas)  # type: ignore[attr-defined]
        if not areas:
            del self.fields["areas"]


class DrawForm(Form):
    """A random sample to be coded by several people."""

    size = forms.IntegerField(
        label=gettext_lazy("How many answers"),
        help_text=gettext_lazy("At least 100 tell something about themes that are common; rare ones take more."),
        min_value=10,
        max_value=2000,
        initial=100,
    )
    coders = forms.MultipleChoiceField(label=gettext_lazy("Who codes them"), widget=Checkboxes())
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("Any number. The same answers and seed give the same sample, so anybody can check it."),
        min_value=0,
        max_value=2**31,
        initial=1,
    )

    def __init__(self, data: Any = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.people = {str(one.pk): one for one in people}
        self.fields["coders"].choices = [(key, one.name) for key, one in self.people.items()]  # type: ignore[attr-defined]


class NameForm(Form):
    """What a campaign is called."""

    name = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=160)
