"""What staff type into the pages of this room, as clean values; forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from frankpledge.office.ui.forms import CountedTextarea, DateField, Form

from .models import Theme


class ExtendForm(Form):
    """A later closing day, and why."""

    closes_on = DateField(label=gettext_lazy("New closing day"))
    why = forms.CharField(label=gettext_lazy("Why"), widget=CountedTextarea({"rows": 3}))


class ThemeForm(Form):
    """What a theme is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    definition = forms.CharField(
        label=gettext_lazy("What belongs here"),
        help_text=gettext_lazy("One or two sentences for the public: what these people say or ask for."),
        widget=CountedTextarea({"rows": 3}),
        required=False,
    )
    why = forms.CharField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("Needed once the public has read the theme."),
        widget=CountedTextarea({"rows": 2}),
        required=False,
    )

    def __init__(self, data: Any = None, *, theme: Theme | None = None) -> None:
        initial = {"name": theme.name, "definition": theme.definition} if theme else {}
        super().__init__(data, initial=initial)
        if theme is None or theme.state != "accepted":
            del self.fields["why"]


class WhyForm(Form):
    """A reason."""

    why = forms.CharField(label=gettext_lazy("Why"), widget=CountedTextarea({"rows": 3}), required=False)

    def __init__(self, data: Any = None, *, needed: bool = False) -> None:
        super().__init__(data)
        self.fields["why"].required = needed


class MergeForm(WhyForm):
    """Into which theme, and why."""

    into = forms.ChoiceField(label=gettext_lazy("Merge into"))

    def __init__(self, data: Any = None, *, others: Sequence[Theme], needed: bool = False) -> None:
        super().__init__(data, needed=needed)
        self.others = {one.code: one for one in others}
        self.fields["into"].choices = [("", "–")] + [(one.code, one.name) for one in others]  # type: ignore[attr-defined]
        self.order_fields(["into", "why"])


class WordsForm(Form):
    """Words to be cleared for the public."""

    text = forms.CharField(
        label=gettext_lazy("Words as published"),
        help_text=gettext_lazy(
            "Take out names, places and anything else by which somebody could be recognised; put […] where words were. "
            "Add nothing."
        ),
        widget=CountedTextarea({"rows": 8}),
    )
    names_checked = forms.BooleanField(
        label=gettext_lazy("I have checked what looks like a name: no name of a person is left"), required=False
    )
