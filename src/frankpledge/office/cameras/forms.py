"""What is typed about networks, sites and studies, turned into clean values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from datetime import datetime, time
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.recorded_crime.rules import ASB, CRIME_TYPES
from frankpledge.office.ui.forms import Checkboxes, DateField, Form, Radios

from . import demand as resting
from . import rules
from .models import Cause, Network, NetworkKind, Outcome, Setting, Shown, Site, State, StudyState
from .use_cases import NetworkSaid, SiteSaid


class NetworkForm(Form):
    name = django_forms.CharField(label=gettext_lazy("Name of the network"), max_length=120)
    kind = django_forms.ChoiceField(
        label=gettext_lazy("What kind of cameras"), choices=NetworkKind.choices, widget=Radios
    )
    purpose = django_forms.CharField(
        label=gettext_lazy("What it is for"), widget=django_forms.Textarea({"rows": 4}), max_length=2000,
        help_text=gettext_lazy("The public reads it."),
    )  # fmt: skip
    operator = django_forms.CharField(label=gettext_lazy("Who runs it"), max_length=120)
    shown = django_forms.ChoiceField(
        label=gettext_lazy("What the public sees of where its sites are"), choices=Shown.choices,
        widget=Radios(hints={"places": gettext_lazy("Not for number-plate cameras.")}), initial=Shown.DISTRICTS,
    )  # fmt: skip
    baseline_on = DateField(
        label=gettext_lazy("Baseline day"), required=False,
        help_text=gettext_lazy("Growth is counted from the sites that were in use on this day."),
    )  # fmt: skip
    target_sites = django_forms.IntegerField(
        label=gettext_lazy("Sites wanted in all, if a number was promised"), required=False, min_value=1
    )
    target_on = DateField(label=gettext_lazy("By when"), required=False)
    commitment = django_forms.RegexField(
        r"^commitment/[\w.-]+/[\w.-]+$", label=gettext_lazy("Reference of the commitment, if it is one"),
        required=False, max_length=120, help_text=gettext_lazy("Such as commitment/2021/1.3."),
    )  # fmt: skip

    def __init__(self, *args: Any, network: Network | None = None, **kwargs: Any) -> None:
        if network:
            kwargs["initial"] = {name: getattr(network, name) for name in self.base_fields}
        self.network = network
        super().__init__(*args, **kwargs)

    def said(self) -> NetworkSaid:
        given = self.cleaned_data
        return NetworkSaid(**given, made_up=self.network.made_up if self.network else False)


class SiteForm(Form):
    code = django_forms.SlugField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Letters, digits and hyphens.")
    )
    name = django_forms.CharField(label=gettext_lazy("Name"), max_length=160)
    easting = django_forms.IntegerField(
        label=gettext_lazy("Easting, metres"), help_text=gettext_lazy("Such as 475600.")
    )
    northing = django_forms.IntegerField(
        label=gettext_lazy("Northing, metres"), help_text=gettext_lazy("Such as 260300.")
    )
    area_code = django_forms.CharField(
        label=gettext_lazy("Small area (LSOA of 2021)"), required=False, max_length=9,
        help_text=gettext_lazy("It says which district the site is in, and whether that is rural."),
    )  # fmt: skip
    setting = django_forms.ChoiceField(
        label=gettext_lazy("Rural or urban, where no area is given"), choices=Setting.choices, required=False
    )
    justification = django_forms.CharField(
        label=gettext_lazy("Why here"), required=False, widget=django_forms.Textarea({"rows": 4}), max_length=4000
    )
    assessment = django_forms.CharField(
        label=gettext_lazy("Reference of the privacy assessment"), required=False, max_length=160
    )
    assessed_on = DateField(label=gettext_lazy("Day of the privacy assessment"), required=False)
    review_due_on = DateField(label=gettext_lazy("Next review due"), required=False)

    def __init__(self, *args: Any, network: Network | None = None, site: Site | None = None, **kwargs: Any) -> None:
        if site:
            kwargs["initial"] = {name: getattr(site, name) for name in self.base_fields}
            if site.area_code:
                kwargs["initial"]["setting"] = ""
        self.site = site
        super().__init__(*args, **kwargs)
        if network and network.shown == Shown.PLACES:
            self.fields["name"].help_text = _("The public reads this.")
            self.fields["justification"].help_text = _(
                "The public reads this. Never write who lives there, or who suffered."
            )

    def said(self) -> SiteSaid:
        given = {name: value for name, value in self.cleaned_data.items() if name in SiteForm.base_fields}
        return SiteSaid(**given, made_up=self.site.made_up if self.site else False)


class NewSiteForm(SiteForm):
    state = django_forms.ChoiceField(label=gettext_lazy("Status"), choices=State.choices, widget=Radios)
    from_on = DateField(label=gettext_lazy("Since when (for planned ones, the day of the plan)"))


class StateForm(Form):
    state = django_forms.ChoiceField(label=gettext_lazy("Status"), choices=State.choices, widget=Radios)
    from_on = DateField(label=gettext_lazy("From which day"))
    why = django_forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)


class MomentForm(Form):
    """A day and an hour; without an hour, the first moment of the day."""

    def moment(self, day: str, hour: str) -> datetime | None:
        given: Date | None = self.cleaned_data.get(day)
        if given is None:
            return None
        at: time = self.cleaned_data.get(hour) or time.min
        return timezone.make_aware(datetime.combine(given, at))


class OutageForm(MomentForm):
    day = DateField(label=gettext_lazy("Out of order since"))
    hour = django_forms.TimeField(label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Such as 14:30."))
    end_day = DateField(label=gettext_lazy("Working again since, if it does"), required=False)
    end_hour = django_forms.TimeField(label=gettext_lazy("At (working again)"), required=False)
    cause = django_forms.ChoiceField(label=gettext_lazy("Why"), choices=Cause.choices, widget=Radios)


class EndForm(MomentForm):
    end_day = DateField(label=gettext_lazy("Working again since"))
    end_hour = django_forms.TimeField(
        label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Such as 14:30.")
    )


class ReviewForm(Form):
    on = DateField(label=gettext_lazy("Day of the review"))
    outcome = django_forms.ChoiceField(label=gettext_lazy("What came of it"), choices=Outcome.choices, widget=Radios)
    reason = django_forms.CharField(
        label=gettext_lazy("Why"), widget=django_forms.Textarea({"rows": 4}), max_length=4000
    )
    next_due_on = DateField(label=gettext_lazy("Next review due"), required=False)


REVIEWS = [
    ("", gettext_lazy("all")),
    ("overdue", gettext_lazy("review overdue")),
    ("lacking", gettext_lazy("something lacks")),
    ("out", gettext_lazy("out of order now")),
]


class SitesFilter(Form):
    q = django_forms.CharField(label=gettext_lazy("Name or code"), required=False, max_length=80)
    state = django_forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("all")), *State.choices]
    )
    setting = django_forms.ChoiceField(
        label=gettext_lazy("Rural or urban"), required=False,
        choices=[("", gettext_lazy("all")), ("rural", gettext_lazy("rural")), ("urban", gettext_lazy("urban"))],
    )  # fmt: skip
    needs = django_forms.ChoiceField(label=gettext_lazy("What it needs"), required=False, choices=REVIEWS)


class ImportForm(Form):
    file = django_forms.FileField(label=gettext_lazy("List of sites (.csv or .xlsx)"))
    state = django_forms.ChoiceField(
        label=gettext_lazy("Status of new sites, where the file does not say"), choices=State.choices,
        initial=State.IN_USE, widget=Radios,
    )  # fmt: skip
    from_on = DateField(label=gettext_lazy("Since when, where the file does not say"), required=False)


class TakeForm(Form):
    """What was read, signed, so that what is taken in is what was looked at."""

    read = django_forms.CharField(widget=django_forms.HiddenInput)


class StudiesFilter(Form):
    q = django_forms.CharField(label=gettext_lazy("Title"), required=False, max_length=80)
    state = django_forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all")), *StudyState.choices]
    )
    network = django_forms.ChoiceField(label=gettext_lazy("Network"), required=False)

    def __init__(self, *args: Any, networks: Sequence[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = [("", _("all")), *((one.code, one.name) for one in networks)]  # type: ignore[attr-defined]


class StudyForm(Form):
    title = django_forms.CharField(label=gettext_lazy("Title"), max_length=160)
    question = django_forms.CharField(
        label=gettext_lazy("What is to be decided"), widget=django_forms.Textarea({"rows": 3}), required=False,
        max_length=2000,
    )  # fmt: skip
    network = django_forms.ChoiceField(label=gettext_lazy("For which network"), required=False)
    demand = django_forms.ChoiceField(
        label=gettext_lazy("What should be covered"), widget=Radios, initial=resting.CRIMES,
        choices=[
            (resting.CRIMES, gettext_lazy("crimes or incidents of each small area")),
            (resting.PEOPLE, gettext_lazy("residents of each small area")),
            (resting.FILE, gettext_lazy("places from a file of our own")),
        ],
    )  # fmt: skip
    crime_types = django_forms.MultipleChoiceField(
        label=gettext_lazy("Which of them"), required=False, widget=Checkboxes,
        choices=[(name, name) for name in (*CRIME_TYPES, ASB)],
        help_text=gettext_lazy("None chosen: all crimes. Anti-social behaviour is never added to crimes."),
    )  # fmt: skip
    from_month = django_forms.CharField(
        label=gettext_lazy("First month"), required=False, max_length=7, help_text=gettext_lazy("Such as 2024-05.")
    )
    to_month = django_forms.CharField(label=gettext_lazy("Last month"), required=False, max_length=7)
    demand_file = django_forms.FileField(
        label=gettext_lazy("File of places to cover"), required=False,
        help_text=gettext_lazy(".csv or .xlsx: name, easting, northing (or longitude, latitude), weight."),
    )  # fmt: skip
    sites = django_forms.ChoiceField(
        label=gettext_lazy("Where could a site stand"), widget=Radios, initial=resting.AREAS,
        choices=[
            (resting.AREAS, gettext_lazy("at one place in each small area")),
            (resting.PLANNED, gettext_lazy("at the planned sites of the network")),
            (resting.FILE, gettext_lazy("at the places of a file of our own")),
        ],
    )  # fmt: skip
    sites_file = django_forms.FileField(
        label=gettext_lazy("File of possible sites"), required=False,
        help_text=gettext_lazy(".csv or .xlsx: name, easting, northing (or longitude, latitude)."),
    )  # fmt: skip
    existing = django_forms.BooleanField(
        label=gettext_lazy("Sites of the network that are in use stay, and count"), required=False, initial=True
    )
    on = DateField(
        label=gettext_lazy("Sites as on which day"), required=False,
        help_text=gettext_lazy("Empty: today. Another day asks what would have been best then."),
    )  # fmt: skip
    radius = django_forms.IntegerField(
        label=gettext_lazy("How far does a site reach, in metres"), min_value=rules.LEAST_RADIUS,
        max_value=rules.MOST_RADIUS, initial=1000,
    )  # fmt: skip
    new = django_forms.IntegerField(
        label=gettext_lazy("How many new sites"), min_value=1, max_value=rules.MOST_NEW, initial=10
    )
    seconds = django_forms.IntegerField(
        label=gettext_lazy("Seconds for the exact solver"), min_value=0, max_value=rules.MOST_SECONDS, initial=20,
        help_text=gettext_lazy("The answer at once comes in any case. 0 leaves the solver out."),
    )  # fmt: skip

    def __init__(self, *args: Any, networks: Sequence[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = [("", _("none")), *((one.code, one.name) for one in networks)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for kind, file in (("demand", "demand_file"), ("sites", "sites_file")):
            if given.get(kind) == resting.FILE and not given.get(file):
                self.add_error(file, _("Choose the file."))
        return given


class WithdrawForm(Form):
    why = django_forms.CharField(label=gettext_lazy("Why it is taken back"), max_length=300)
