"""Forms about sections and questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import audiences, scales
from frankpledge.office.consultation.models import (
    WITH_OPTIONS,
    Admission,
    Audience,
    Question,
    QuestionKind,
    Section,
)
from frankpledge.office.consultation.use_cases import SectionRules, Wording
from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, Form, Radios

from .codes import choices_of, code_field, code_from, say_nothing_of_optional, short_code


class SectionDetailsForm(Form):
    """A section for one audience."""

    title = forms.CharField(
        label=gettext_lazy("What somebody of this section would say of themselves"),
        help_text=gettext_lazy("For example, “I live or work here”"),
        max_length=120,
    )
    hint = forms.CharField(label=gettext_lazy("Who this is for"), max_length=200, required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Audience"),
        help_text=gettext_lazy("By this the results and the checklist know whose views were asked for."),
        choices=lambda: choices_of(Audience),
        required=False,
    )
    admission = forms.ChoiceField(
        label=gettext_lazy("Who may answer"),
        choices=lambda: choices_of(Admission),
        widget=Radios(
            hints={Admission.BY_CODE: gettext_lazy("Nothing ever links a code to the answers given with it.")}
        ),
        required=False,
    )
    introduction = forms.CharField(
        label=gettext_lazy("Words before the first question"), widget=CountedTextarea({"rows": 4}), required=False
    )
    quick_exit = forms.BooleanField(
        label=gettext_lazy(
            "Leave no trace: a quick exit on every page, and nothing on the device shows that somebody answered"
        ),
        required=False,
    )
    youngest = forms.IntegerField(
        label=gettext_lazy("Youngest age that may answer"), min_value=0, max_value=99, required=False
    )
    guardian_until = forms.IntegerField(
        label=gettext_lazy("Below this age a parent or guardian must agree"), min_value=0, max_value=99, required=False
    )
    code = code_field()

    RULES = ("audience", "admission", "introduction", "quick_exit", "youngest", "guardian_until")

    def __init__(self, data: Any = None, *, section: Section | None = None, audience: str = "") -> None:
        initial = {"audience": audience or Audience.OTHER, "admission": Admission.OPEN, **audiences.preset(audience)}
        if section:
            initial = {name: getattr(section, name) for name in ("title", "hint", *self.RULES)}
        super().__init__(data, initial=initial)
        say_nothing_of_optional(self, "audience", "admission")
        for name in ("youngest", "guardian_until"):
            self.fields[name].widget.attrs["class"] = "govuk-input--width-2"
        if section:
            del self.fields["code"]

    def clean_code(self) -> str:
        return code_from(self.cleaned_data["code"], self.cleaned_data.get("title", ""))

    def details(self) -> dict[str, Any]:
        """What a use case is told."""
        given = {name: self.cleaned_data[name] for name in self.RULES}
        given["audience"] = given["audience"] or Audience.OTHER
        given["admission"] = given["admission"] or Admission.OPEN
        kept = {name: value for name, value in self.cleaned_data.items() if name in ("title", "hint", "code")}
        return kept | {"conditions": SectionRules(**given)}


class QuestionForm(Form):
    """A question of one kind: only what belongs to that kind is asked for."""

    wording = forms.CharField(label=gettext_lazy("Question"), max_length=400, widget=CountedTextarea({"rows": 2}))
    help_text = forms.CharField(
        label=gettext_lazy("Help below the question"), widget=CountedTextarea({"rows": 2}), required=False
    )
    scale = forms.ChoiceField(
        label=gettext_lazy("A ready-made scale"),
        help_text=gettext_lazy("Taken if you write no points of your own below."),
        required=False,
    )
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        help_text=gettext_lazy("One a line. Write “code: wording” to set the code used in exports."),
        widget=CountedTextarea({"rows": 6}),
        required=False,
    )
    rows = forms.CharField(
        label=gettext_lazy("Rows: what is asked about, one by one"),
        help_text=gettext_lazy("One a line. On a small screen each row is asked on its own."),
        widget=CountedTextarea({"rows": 5}),
        required=False,
    )
    area_level = forms.ChoiceField(
        label=gettext_lazy("Which kind of area"),
        choices=lambda: [("district", _("District")), ("ward", _("Ward"))],
        widget=Radios(),
        initial="district",
        required=False,
    )
    section = forms.ChoiceField(label=gettext_lazy("Who is asked"), required=False)
    required = forms.BooleanField(label=gettext_lazy("It must be answered"), required=False)
    code = code_field()

    def __init__(
        self, data: Any = None, *, sections: Sequence[Section], kind: str, question: Question | None = None
    ) -> None:
        super().__init__(data, initial=_initial(question) if question else {})
        self.kind = kind if kind in QuestionKind.values else QuestionKind.FREE_TEXT
        self.sections = {section.code: section for section in sections}
        everybody = [("", _("Everybody"))]
        named = [(section.code, section.title) for section in sections]
        self.fields["section"].choices = everybody + named  # type: ignore[attr-defined]
        self.fields["scale"].choices = [("", "–"), *scales.choices()]  # type: ignore[attr-defined]
        self._leave_what_fits()

    def _leave_what_fits(self) -> None:
        ready = self.kind in (QuestionKind.SCALE, QuestionKind.GRID)
        fits = {"scale": ready, "options": self.kind in WITH_OPTIONS, "rows": self.kind == QuestionKind.GRID}
        fits["area_level"] = self.kind == QuestionKind.AREA
        for name in [name for name, wanted in fits.items() if not wanted]:
            del self.fields[name]
        if self.kind == QuestionKind.SCALE:
            self["options"].label = _("Points of the scale, from one end to the other")
        if self.kind == QuestionKind.GRID:
            self["options"].label = _("Columns: the answers to choose from for every row")
            self.order_fields(["wording", "help_text", "rows", "scale", "options"])
        say_nothing_of_optional(self, "options", "rows", "scale", "section", "area_level")

    def clean_code(self) -> str:
        return code_from(self.cleaned_data["code"], self.cleaned_data.get("wording", ""))

    def clean_options(self) -> list[tuple[str, str]]:
        return _pairs(self.cleaned_data["options"])

    def clean_rows(self) -> list[tuple[str, str]]:
        return _pairs(self.cleaned_data["rows"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("scale") and not given.get("options"):
            given["options"] = scales.points(given["scale"])
        if "options" in self.fields:
            self._check_options(given.get("options") or [])
        if "rows" in self.fields:
            self._check_rows(given.get("rows") or [])
        return given

    def _check_options(self, options: Sequence[tuple[str, str]]) -> None:
        if len(options) < 2:
            self.add_error("options", _("Give at least two answers to choose from"))
        if len({code for code, _wording in options}) < len(options):
            self.add_error("options", _("Two of these answers have the same code"))
        if self.kind == QuestionKind.SCALE and len(options) > 11:
            self.add_error("options", _("Give at most 11 points, not %(given)s") % {"given": len(options)})

    def _check_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        if not rows:
            self.add_error("rows", _("Give at least one row"))
        if len({code for code, _wording in rows}) < len(rows):
            self.add_error("rows", _("Two of these rows have the same code"))

    def wording_given(self) -> Wording:
        given = self.cleaned_data
        return Wording(
            code=given["code"],
            kind=self.kind,
            wording=given["wording"],
            section=self.sections.get(given["section"]),
            help_text=given["help_text"],
            options=given.get("options") or [],
            rows=given.get("rows") or [],
            area_level=given.get("area_level") or "",
            required=given["required"],
        )


def _initial(question: Question) -> dict[str, Any]:
    return {
        "wording": question.wording,
        "help_text": question.help_text,
        "options": _lines(question.options),
        "rows": _lines(question.rows),
        "area_level": question.area_level,
        "section": question.section.code if question.section else "",
        "required": question.required,
        "code": question.code,
    }


def _lines(pairs: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"{code}: {wording}" for code, wording in pairs)


def _pairs(typed: str) -> list[tuple[str, str]]:
    return [_option(line.strip()) for line in typed.splitlines() if line.strip()]


def _option(line: str) -> tuple[str, str]:
    code, colon, wording = line.partition(":")
    if colon and wording.strip() and slugify(code) == code.strip():
        return code.strip(), wording.strip()
    return short_code(line) or "answer", line


class OnForm(forms.Form):
    """On which earlier question this one depends (sent by GET: the next form then offers its answers)."""

    on = forms.ChoiceField(label=gettext_lazy("Asked depending on the answer to"), required=False)

    def __init__(self, data: Any = None, *, earlier: Sequence[Question]) -> None:
        super().__init__(data, auto_id="on_%s", label_suffix="")
        choices = [("", _("Nothing: always asked"))] + [(one.code, one.wording) for one in earlier]
        self.fields["on"].choices = choices  # type: ignore[attr-defined]
        self.fields["on"].say_optional = False  # type: ignore[attr-defined]


class AnyOfForm(Form):
    """After which answers to the earlier question."""

    any_of = forms.MultipleChoiceField(
        label=gettext_lazy("Asked of those who answered"),
        widget=Checkboxes(),
        error_messages={"required": gettext_lazy("Choose at least one answer")},
    )

    def __init__(self, data: Any = None, *, on: Question, chosen: Sequence[str]) -> None:
        super().__init__(data, initial={"any_of": list(chosen)})
        self.fields["any_of"].choices = [(code, words) for code, words in on.options]  # type: ignore[attr-defined]


class OtherWordsForm(Form):
    """The same question in other words for one section."""

    wording = forms.CharField(
        label=gettext_lazy("Question"),
        help_text=gettext_lazy("Left empty, this section reads the common words."),
        max_length=400,
        widget=CountedTextarea({"rows": 2}),
        required=False,
    )
    help_text = forms.CharField(
        label=gettext_lazy("Help below the question"), widget=CountedTextarea({"rows": 2}), required=False
    )


class CopyForm(Form):
    """Whose questionnaire is taken over."""

    source = forms.ChoiceField(label=gettext_lazy("Take over the questionnaire of"), widget=Radios())


class HowManyForm(Form):
    """So many codes, or copies."""

    how_many = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=1000)
