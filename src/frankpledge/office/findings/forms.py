"""What staff type into the pages of this room, as clean values; forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Question, QuestionKind
from frankpledge.office.findings.models import Finding, Reporting, ThresholdKind, Verdict
from frankpledge.office.findings.queries import Names
from frankpledge.office.findings.rules import Query
from frankpledge.office.findings.use_cases.findings import Said
from frankpledge.office.findings.use_cases.follows import Decision
from frankpledge.office.ui.forms import Checkboxes, DateField, Form, Radios

MATCHES = [
    ("any", gettext_lazy("any of them")),
    ("all", gettext_lazy("all of them")),
    ("none", gettext_lazy("none of them")),
]
CAMPAIGNS = [
    ("in", gettext_lazy("count like everybody")),
    ("out", gettext_lazy("are left out of both numbers")),
    ("only", gettext_lazy("are the only ones counted")),
]


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class FindingForm(Form):
    """A finding about one question: a sentence and what is counted."""

    sentence = forms.CharField(
        label=gettext_lazy("Sentence"),
        help_text=gettext_lazy(
            "Type no numbers. {n} is filled in with how many people are counted, {denominator} with of how many, "
            "{share} with the part in per cent; {themes}, {options}, {sections}, {areas} and {question} with names. "
            "For example: {n} of {denominator} people who answered named {themes}."
        ),
        widget=_area(),
        max_length=600,
    )
    note = forms.CharField(
        label=gettext_lazy("What to know when reading it"), widget=_area(2), required=False, max_length=1000
    )
    themes = forms.MultipleChoiceField(label=gettext_lazy("Themes"), widget=Checkboxes, required=False)
    options = forms.MultipleChoiceField(label=gettext_lazy("Answers chosen"), widget=Checkboxes, required=False)
    row = forms.ChoiceField(label=gettext_lazy("Row of the grid"), required=False)
    match = forms.ChoiceField(
        label=gettext_lazy("People are counted whose answer holds"), choices=MATCHES, widget=Radios, initial="any"
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Only these sections"),
        help_text=gettext_lazy("Tick none to count everybody."),
        widget=Checkboxes,
        required=False,
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Only these districts or wards"), widget=Checkboxes, required=False
    )
    channels = forms.MultipleChoiceField(label=gettext_lazy("Only these ways in"), widget=Checkboxes, required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("Only people who said of themselves"),
        help_text=gettext_lazy("From the equality questions. Small numbers stay hidden, and no answers can be opened."),
        required=False,
    )
    campaigns = forms.ChoiceField(
        label=gettext_lazy("Members of campaigns"), choices=CAMPAIGNS, widget=Radios, initial="in"
    )

    def __init__(
        self, data: Any = None, *, question: Question, names: Names, groups: Sequence[tuple[str, str]],
        finding: Finding | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=_initial(finding))
        self.question = question
        self._offer("themes", names.themes.get(question.code, {}))
        self._offer("options", names.options.get(question.code, {}))
        self._offer("sections", names.sections)
        self._offer("areas", {code: title for code, title in names.areas.items() if code})
        self._offer("channels", names.channels)
        self.fields["group"].choices = [("", _("anybody")), *groups]  # type: ignore[attr-defined]
        self.fields["row"].choices = [(code, wording) for code, wording in question.rows]  # type: ignore[attr-defined]
        if question.kind != QuestionKind.GRID:
            del self.fields["row"]
        if not groups:
            del self.fields["group"]
        del self.fields["options" if question.kind == QuestionKind.FREE_TEXT else "themes"]
        for name in ("sections", "areas"):
            if len(self.fields[name].choices) < 2:  # type: ignore[attr-defined]
                del self.fields[name]

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        self.fields[name].choices = list(choices.items())  # type: ignore[attr-defined]

    def said(self) -> Said:
        given = self.cleaned_data
        kind, _slash, value = given.get("group", "").partition("/")
        query = Query(
            question=self.question.code,
            row=given.get("row", ""),
            match=given["match"],
            campaigns=given["campaigns"],
            group=(kind, value) if value else None,
            **{name: tuple(given.get(name, ())) for name in ("themes", "options", "sections", "areas", "channels")},
        )
        return Said(sentence=" ".join(given["sentence"].split()), query=query, note=given["note"])


def _initial(finding: Finding | None) -> dict[str, Any]:
    if finding is None:
        return {}
    said = dict(finding.query)
    group = said.pop("group", None)
    return {**said, "group": "/".join(group) if group else "", "sentence": finding.sentence, "note": finding.note}


class WhyForm(Form):
    """A reason, needed or not."""

    why = forms.CharField(label=gettext_lazy("Why"), widget=_area(), max_length=2000)

    def __init__(self, data: Any = None, *, needed: bool, label: str = "", hint: str = "") -> None:
        super().__init__(data)
        self.fields["why"].required = needed
        if label:
            self.fields["why"].label = label
        if hint:
            self.fields["why"].help_text = hint


class IssueForm(WhyForm):
    """Issuing a report: why again, and whether to tell those who asked for the result."""

    tell = forms.BooleanField(
        label=gettext_lazy("E-mail those who asked for the result, then delete their addresses"), required=False
    )

    def __init__(self, data: Any = None, *, again: bool, may_tell: bool) -> None:
        super().__init__(data, needed=True, label=_("What changed, and why"))
        if not again:
            del self.fields["why"]
        if not may_tell:
            del self.fields["tell"]


class NoReasonForm(Form):
    """A form that asks for nothing but its button."""


class ReportingForm(Form):
    """How a consultation is reported on."""

    threshold_kind = forms.ChoiceField(
        label=gettext_lazy("A theme needs a decision from"),
        choices=[(value, capfirst(label)) for value, label in ThresholdKind.choices],
        widget=Radios,
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("Threshold"),
        help_text=gettext_lazy("People, or per cent of those who answered."),
        min_value=1,
    )
    draft = forms.ChoiceField(
        label=gettext_lazy("Plan that people were asked about"),
        help_text=gettext_lazy(
            "A draft frozen for consultation, or a published version. Freeze drafts on the plan’s page."
        ),
        required=False,
    )
    final = forms.ChoiceField(label=gettext_lazy("Plan as it was decided"), required=False)
    introduction = forms.CharField(
        label=gettext_lazy("Introduction of the report"), widget=_area(5), required=False, max_length=5000
    )
    how_asked = forms.CharField(
        label=gettext_lazy("How people were asked"),
        help_text=gettext_lazy("Added to what is known: days, sections, questions, ways in."),
        widget=_area(5),
        required=False,
        max_length=5000,
    )
    not_known = forms.CharField(
        label=gettext_lazy("What is not known"), widget=_area(4), required=False, max_length=5000
    )

    def __init__(self, data: Any = None, *, reporting: Reporting, plans: Sequence[tuple[str, str]]) -> None:
        names = ("threshold_kind", "threshold", "draft", "final", "introduction", "how_asked", "not_known")
        super().__init__(data, initial={name: getattr(reporting, name) for name in names})
        choices = [("", _("not named")), *plans]
        self.fields["draft"].choices = self.fields["final"].choices = choices  # type: ignore[attr-defined]


class DecisionForm(Form):
    """What became of a theme."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What was decided"),
        choices=[(value, capfirst(label)) for value, label in Verdict.choices],
        widget=Radios,
    )
    reason = forms.CharField(
        label=gettext_lazy("Because"),
        help_text=gettext_lazy("The public reads this. Say in plain words what you did, or why not."),
        widget=_area(5),
        max_length=3000,
    )
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Lines of the plan that changed because of it"), widget=Checkboxes, required=False
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Who decided"),
        help_text=gettext_lazy("A post or a body, no person’s name. Needed where no line of the plan changed."),
        max_length=200,
        required=False,
    )
    decided_on = DateField(label=gettext_lazy("Decided on"), required=False)
    resolution = forms.CharField(
        label=gettext_lazy("Resolution, or where else it can be read"),
        help_text=gettext_lazy("A reference such as resolution/scrutiny/2026-09-09/18/1, or a citation."),
        max_length=300,
        required=False,
    )
    why = forms.CharField(
        label=gettext_lazy("Why the decision changes"), widget=_area(), required=False, max_length=2000
    )

    def __init__(
        self, data: Any = None, *, lines: Sequence[tuple[str, str]], held: Any = None, is_public: bool = False
    ) -> None:
        initial = {}
        if held is not None:
            names = ("verdict", "reason", "decided_by", "decided_on", "resolution")
            initial = {name: getattr(held, name) for name in names} | {
                "lines": [line["reference"] for line in held.lines]
            }
        super().__init__(data, initial=initial)
        self.fields["lines"].choices = list(lines)  # type: ignore[attr-defined]
        if not lines:
            del self.fields["lines"]
        if is_public:
            self.fields["why"].required = True
        else:
            del self.fields["why"]

    def decision(self) -> Decision:
        given = self.cleaned_data
        return Decision(
            verdict=given["verdict"],
            reason=given["reason"],
            lines=given.get("lines", ()),
            decided_by=given["decided_by"],
            decided_on=given["decided_on"],
            resolution=given["resolution"],
        )


class ChangeReasonForm(Form):
    """What a changed line rests on, where that is no theme."""

    reason = forms.CharField(
        label=gettext_lazy("What this change rests on"),
        help_text=gettext_lazy(
            "Data, a duty in law, a decision: with where it can be read. Leave empty to take it away."
        ),
        widget=_area(),
        required=False,
        max_length=2000,
    )


class GiveOutForm(Form):
    """Who gets which answers, and what for."""

    analyst = forms.CharField(label=gettext_lazy("Who gets the answers"), max_length=120)
    purpose = forms.CharField(
        label=gettext_lazy("What for"),
        help_text=gettext_lazy("Kept in the audit trail. Say too on what agreement it rests."),
        widget=_area(),
        max_length=2000,
    )
    questions = forms.MultipleChoiceField(label=gettext_lazy("Answers to"), widget=Checkboxes)
    with_equality = forms.BooleanField(
        label=gettext_lazy("Add how many people answered by group, small numbers hidden"), required=False
    )

    def __init__(self, data: Any = None, *, questions: Sequence[Question], with_equality: bool) -> None:
        super().__init__(data, initial={"questions": [one.code for one in questions]})
        self.fields["questions"].choices = [(one.code, one.wording) for one in questions]  # type: ignore[attr-defined]
        if not with_equality:
            del self.fields["with_equality"]

    def asked(self, questions: Sequence[Question]) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "analyst": given["analyst"],
            "purpose": given["purpose"],
            "questions": [one for one in questions if one.code in given["questions"]],
            "with_equality": given.get("with_equality", False),
        }


class TakeInForm(Form):
    """A table of codes that came back."""

    file = forms.FileField(
        label=gettext_lazy("Table of codes"),
        help_text=gettext_lazy("codes.csv or codes.xlsx of the export, with the column “theme” filled in."),
    )
    analyst = forms.CharField(label=gettext_lazy("Who coded"), max_length=100)
    without_rejected = forms.BooleanField(
        label=gettext_lazy("Take the usable rows in although others can’t be used"), required=False
    )

    def __init__(self, data: Any = None, files: Any = None, *, export: Any) -> None:
        super().__init__(data, files, initial={"analyst": export.analyst})


class AssistanceForm(Form):
    """Where a language model is reached."""

    on = forms.BooleanField(
        label=gettext_lazy("Use it"),
        help_text=gettext_lazy("Off: nothing leaves, and everything works without it."),
        required=False,
    )
    base_url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "Of a server that speaks the protocol of OpenAI, up to and with /v1: your own, or one under contract. "
            "https, or this machine. Never with a key in it."
        ),
        max_length=300,
        required=False,
    )
    model = forms.CharField(label=gettext_lazy("Model"), max_length=120, required=False)
    temperature = forms.FloatField(
        label=gettext_lazy("Temperature"), help_text=gettext_lazy("0 gives the most repeatable answers."), initial=0.0
    )
    timeout_s = forms.IntegerField(label=gettext_lazy("Seconds to wait for one answer"), initial=60)

    def __init__(self, data: Any = None, *, assistance: Any) -> None:
        names = ("on", "base_url", "model", "temperature", "timeout_s")
        super().__init__(data, initial={name: getattr(assistance, name) for name in names} if assistance else {})
