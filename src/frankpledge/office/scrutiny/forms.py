"""What the clerk, a member or the office types about meetings. The use cases say what it must hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import CountedTextarea, DateField, Form, Radios

from . import rules
from .models import BodyKind, PointKind, ResolutionVerb

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
PERIOD = r"^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$"


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class MeetingFilter(Form):
    """Which meetings are listed."""

    body = forms.ChoiceField(label=_("Body"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]
        _choose(self, "body", [("", _("All")), *bodies])
        _choose(self, "year", [("", _("All")), *((year, year) for year in years)])


class MeetingForm(Form):
    """A meeting that is planned."""

    body = forms.ChoiceField(label=_("Which body meets?"), choices=BodyKind.choices, widget=Radios())
    date = DateField(label=_("On which day?"))
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    note_text = forms.CharField(
        label=_("Note"), required=False, widget=CountedTextarea({"rows": 3}, max_length=1000), max_length=1000,
        help_text=_("Anything the public should know about this meeting."),
    )  # fmt: skip

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "body", list(names))


class AmendMeetingForm(MeetingForm):
    """Body and day are the meeting's address: they stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, names=[], **kwargs)
        del self.fields["body"], self.fields["date"]


GROUND = _("Only if it is exempt from publication: name the ground. Everybody sees the ground, and nothing else.")


class ItemForm(Form):
    """An item of the agenda."""

    number = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=9999, required=False, help_text=_("Leave empty for the next number.")
    )
    title = forms.CharField(label=_("Title"), max_length=250)
    exempt_ground = forms.CharField(label=_("Ground of exemption"), max_length=250, required=False, help_text=GROUND)


class AmendItemForm(ItemForm):
    """The number is the item's address: it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["number"]


class PaperForm(Form):
    """A paper before an item."""

    delivery_report = forms.ChoiceField(
        label=_("Is it a delivery report of the office?"), required=False, help_text=_("Then nothing else is needed.")
    )
    title = forms.CharField(label=_("Title"), max_length=250, required=False)
    text = forms.CharField(label=_("Text of the paper"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    held_by = forms.CharField(
        label=_("Where it is kept, if not here"), max_length=300, required=False,
        help_text=_("For example a web address."),
    )  # fmt: skip
    exempt_ground = forms.CharField(label=_("Ground of exemption"), max_length=250, required=False, help_text=GROUND)

    def __init__(self, *args: Any, reports: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = dict(reports)
        _choose(self, "delivery_report", [("", _("No")), *reports])
        if not reports:
            del self.fields["delivery_report"]
            self.fields["title"].required = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        report = given.get("delivery_report", "")
        if not given.get("title") and report:
            given["title"] = self.titles[report]
        if not given.get("title") and "title" not in self.errors:
            self.add_error("title", _("Fill in: Title"))
        return given


class PointForm(Form):
    """One point of the minutes."""

    kind = forms.ChoiceField(
        label=_("What was it?"), choices=[(value, capfirst(label)) for value, label in PointKind.choices],
        widget=Radios(hints={kind: _("Stays open until it is answered.") for kind in rules.POINTS_TO_BE_ANSWERED}),
    )  # fmt: skip
    speaker = forms.CharField(label=_("Who spoke?"), max_length=160, required=False)
    text = forms.CharField(label=_("What was said"), widget=CountedTextarea(max_length=4000), max_length=4000)
    places = forms.CharField(
        label=_("Places named"), max_length=300, required=False, help_text=_("Several: put a semicolon between them.")
    )

    def clean_places(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["places"].split(";") if part.strip()]


class ResolutionForm(Form):
    """What the body resolved."""

    verb = forms.ChoiceField(
        label=_("The body …"), choices=ResolutionVerb.choices,
        widget=Radios(hints={verb: _("Creates a duty to respond.") for verb in rules.VERBS_THAT_CREATE_A_DUTY}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text of the resolution"), widget=CountedTextarea({"rows": 3}, max_length=2000), max_length=2000
    )
    due = DateField(label=_("Response due"), required=False, help_text=_("Needed for a request or recommendation."))
    responding = forms.ChoiceField(
        label=_("Which post owes the response?"), required=False, help_text=_("Needed for a request or recommendation.")
    )

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "responding", [("", _("None yet")), *posts])
        for name in ("due", "responding"):
            self.fields[name].say_optional = False  # type: ignore[attr-defined]


class ChallengeForm(Form):
    """A challenge, as the clerk records it or a member raises it."""

    text = forms.CharField(label=_("Challenge"), widget=CountedTextarea(max_length=4000), max_length=4000)
    raised_by = forms.CharField(
        label=_("Raised by"), max_length=160, required=False,
        help_text=_("As the minutes give it, name or role. Leave empty for “a member”."),
    )  # fmt: skip
    about = forms.ChoiceField(label=_("What is it about?"), required=False)
    addressed_to = forms.ChoiceField(label=_("Which post should answer?"), required=False)
    due = DateField(label=_("Answer due"))

    def __init__(
        self, *args: Any, subjects: list[tuple[str, str]], posts: list[tuple[str, str]] | None = None,
        by_clerk: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        _choose(self, "about", [("", _("Nothing in particular")), *subjects])
        _choose(self, "addressed_to", [("", _("The office")), *(posts or [])])
        if not by_clerk:
            del self.fields["raised_by"]
        if posts is None:
            del self.fields["addressed_to"]


class AnswerForm(Form):
    """The office's answer."""

    answer = forms.CharField(
        label=_("Answer"), widget=CountedTextarea({"rows": 8}, max_length=8000), max_length=8000,
        help_text=_("Everybody can read it, so name posts and not people. Once published it is not changed."),
    )  # fmt: skip


class ActionForm(Form):
    """An action that follows from an answer."""

    text = forms.CharField(
        label=_("What will be done?"), widget=CountedTextarea({"rows": 3}, max_length=1000), max_length=1000
    )
    owner = forms.ChoiceField(label=_("Which post owns it?"))
    due = DateField(label=_("By when?"))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", [("", _("Choose a post")), *posts])


class ReportForm(Form):
    """A delivery report to be built when the updates have come."""

    meeting = forms.ChoiceField(label=_("To which meeting?"))
    plan = forms.ChoiceField(label=_("On which plan?"))
    title = forms.CharField(label=_("Title"), max_length=200)
    code = forms.SlugField(
        label=_("Short name in its address"), max_length=60,
        help_text=_("For example june-2025: small letters, digits, hyphens."),
    )  # fmt: skip
    as_at = forms.RegexField(
        MONTH, label=_("Figures up to the month"), help_text=_("For example 2025-04."),
        error_messages={"invalid": _("Enter a month such as 2025-04")},
    )  # fmt: skip
    period = forms.RegexField(
        PERIOD, label=_("Updates for the reporting period"), help_text=_("For example 2025-04 or 2025-Q1."),
        error_messages={"invalid": _("Enter a period such as 2025-04, 2025-Q1 or 2025")},
    )  # fmt: skip

    def __init__(
        self, *args: Any, meetings: list[tuple[str, str]], plans: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "meeting", list(meetings))
        _choose(self, "plan", list(plans))


class MoveOnForm(Form):
    """The step that the clerk was shown: should somebody else have taken it meanwhile, nothing happens twice."""

    to = forms.CharField(widget=forms.HiddenInput)


class BuildForm(Form):
    """Building again says why."""

    why = forms.CharField(
        label=_("Why is it built again?"), required=False, widget=CountedTextarea({"rows": 3}, max_length=1000),
        max_length=1000, help_text=_("Everybody can read the reason."),
    )  # fmt: skip

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].say_optional = False  # type: ignore[attr-defined]
        if not again:
            del self.fields["why"]
