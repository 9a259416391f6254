"""What people choose for a map. Every choice has a default: an address without a query shows a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.recorded_crime.rules import ASB, CRIME_TYPES
from frankpledge.office.ui.forms import Form
from frankpledge.office.ui.words import date_words

from . import rules, words
from .rules import Period, Question

FAULTS = {
    "order": gettext_lazy("The first month comes after the last one."),
    "not_held": gettext_lazy("These months are not among those that are held."),
    "long": gettext_lazy("Choose at most 120 months."),
}


class MapForm(Form):
    """The question of a map. Names are short, because they stand in addresses that people pass on."""

    level = forms.ChoiceField(label=gettext_lazy("Areas"), required=False)
    within = forms.ChoiceField(label=gettext_lazy("Within"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("What is counted"), required=False)
    show = forms.ChoiceField(label=gettext_lazy("Shown as"), required=False, choices=list(words.SHOWS.items()))
    source = forms.ChoiceField(label=gettext_lazy("Figures"), required=False)
    from_ = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    to = forms.ChoiceField(label=gettext_lazy("To"), required=False)
    from2 = forms.ChoiceField(label=gettext_lazy("Compare with: from"), required=False)
    to2 = forms.ChoiceField(label=gettext_lazy("Compare with: to"), required=False)

    def __init__(
        self,
        asked: Mapping[str, str],
        *,
        default: Question,
        levels: Sequence[str],
        sources: Sequence[str],
        within: Sequence[tuple[str, str]],
        months: Sequence[str],
    ) -> None:
        super().__init__({})
        self.months = list(months)
        named = [(month, date_words(month)) for month in reversed(self.months)]
        offered: dict[str, list[tuple[str, Any]]] = {
            "level": [(level, words.LEVELS[level]) for level in levels],
            "within": list(within),
            "type": [("", _("All crimes")), *((name, name) for name in CRIME_TYPES), (ASB, ASB)],
            "source": [(source, words.SOURCES[source]) for source in sources],
            "from": named,
            "to": named,
            "from2": [("", _("no comparison")), *named],
            "to2": [("", _("no comparison")), *named],
        }
        self.fields["from"] = self.fields.pop("from_")
        self.order_fields(["level", "within", "type", "show", "source", "from", "to", "from2", "to2"])
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(sources) < 2:
            del self.fields["source"]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]
        self.data = {name: self._chosen(name, asked, default) for name in self.fields}
        self.is_bound = True
        self.default = default
        self.full_clean()

    def _chosen(self, name: str, asked: Mapping[str, str], default: Question) -> str:
        """What was asked for if it is offered, else the default."""
        standing = {
            "level": default.level, "within": default.within, "type": default.kind, "show": default.show,
            "source": default.source, "from": default.period.first, "to": default.period.last, "from2": "", "to2": "",
        }  # fmt: skip
        offered = {str(value) for value, _text in self.fields[name].choices}  # type: ignore[attr-defined]
        given = asked.get(name, "")
        return given if given in offered else standing[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = self.data
        if given["from"] and (fault := rules.period_fault(given["from"], given["to"], self.months)):
            self.add_error("from", FAULTS[fault])
        if bool(given["from2"]) != bool(given["to2"]):
            self.add_error("from2" if not given["from2"] else "to2", _("Choose both months to compare with, or none."))
        elif given["from2"]:
            self._check_comparison(Period(given["from2"], given["to2"]), Period(given["from"], given["to"]))
        return cleaned

    def _check_comparison(self, earlier: Period, period: Period) -> None:
        if fault := rules.period_fault(earlier.first, earlier.last, self.months):
            self.add_error("from2", FAULTS[fault])
        elif rules.overlap(earlier, period):
            self.add_error("from2", _("The two periods share a month: compare periods that lie apart."))

    def question(self) -> Question:
        """What is to be shown: as chosen, or the default periods where those chosen cannot be shown."""
        given = self.data
        period = Period(given["from"], given["to"]) if "from" not in self.errors else self.default.period
        wrong = {"from", "from2", "to2"} & set(self.errors)
        earlier = Period(given["from2"], given["to2"]) if given["from2"] and not wrong else None
        return Question(
            level=given["level"], within=given["within"], kind=given["type"], period=period, earlier=earlier,
            show=given["show"], source=given.get("source", self.default.source),
        )  # fmt: skip
