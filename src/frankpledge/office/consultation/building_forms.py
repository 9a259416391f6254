"""What staff type when they make a questionnaire, as clean values; forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, DateField, Form, Radios

from . import audiences, languages, printing, scales
from .languages import own_name
from .models import WITH_OPTIONS, Admission, Audience, Consultation, LateRule, Question, QuestionKind, Section, Subject
from .rules import State
from .use_cases import Particulars, SectionRules, Wording

CODE_HELP = gettext_lazy("Short, for addresses: small letters, digits and hyphens. Left empty, it is made for you.")


def code_field(**more: Any) -> forms.SlugField:
    return forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=30,
        required=False,
        help_text=CODE_HELP,
        error_messages={"invalid": gettext_lazy("Use only letters, digits and hyphens")},
        **more,
    )


def code_from(given: str, words: str) -> str:
    code = (given or short_code(words)).casefold()
    if not code and words:
        raise ValidationError(_("Enter a code"))
    return code


def short_code(words: str, most: int = 30) -> str:
    """A code made from words, cut between words where it can be: "Where do you live?" → "where-do-you-live"."""
    code = slugify(words)
    if len(code) > most:
        kept = code[: most + 1].rpartition("-")[0]
        code = kept if kept else code[:most]
    return code.strip("-")


def say_nothing_of_optional(form: forms.BaseForm, *names: str) -> None:
    """Fields that hold something already, or that are checked together, are not called optional."""
    for name in names:
        if name in form.fields:
            form.fields[name].say_optional = False  # type: ignore[attr-defined]


def _choices(of: Any) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in of.choices]


class ConsultationForm(Form):
    """A consultation as a whole."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    code = code_field()
    about = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy(
            "Say why you ask, what is decided already, what can still change, and what happens with the answers."
        ),
        widget=CountedTextarea({"rows": 8}),
    )
    alternatives = forms.CharField(
        label=gettext_lazy("What else was considered, and why it is not proposed"),
        help_text=gettext_lazy(
            "People can only weigh a proposal if they know what else was possible. Shown with what it is about."
        ),
        widget=CountedTextarea({"rows": 5}),
        required=False,
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("It is about"),
        choices=lambda: _choices(Subject),
        widget=Radios(),
        initial=Subject.OTHER,
        required=False,
    )
    subject_reference = forms.CharField(
        label=gettext_lazy("Reference of what it is about"),
        help_text=gettext_lazy("The address of its page here without the strokes at the ends, such as plan/2021."),
        max_length=200,
        required=False,
    )
    opens_on = DateField(label=gettext_lazy("Opens at the start of"))
    closes_on = DateField(label=gettext_lazy("Closes at the end of"))
    decision_on = DateField(
        label=gettext_lazy("Decision expected on"),
        help_text=gettext_lazy("The day after which views can no longer change what is decided."),
        required=False,
    )
    late_rule = forms.ChoiceField(
        label=gettext_lazy("Responses that come after closing"),
        choices=lambda: _choices(LateRule),
        widget=Radios(),
        initial=LateRule.REFUSE,
        required=False,
    )
    offers_result_mail = forms.BooleanField(
        label=gettext_lazy("Offer to send the result by e-mail (addresses are kept apart from the answers)"),
        required=False,
    )
    asks_equality = forms.BooleanField(
        label=gettext_lazy("Ask the equality questions last; nobody must answer them, and they are kept apart"),
        required=False,
    )
    stand_in_notice = forms.CharField(
        label=gettext_lazy("Notice about the text"),
        help_text=gettext_lazy("Only if the words are stand-ins from another place: shown wherever the words are."),
        widget=CountedTextarea({"rows": 3}),
        required=False,
    )

    def __init__(self, data: Any = None, *, consultation: Consultation | None = None) -> None:
        names = [name for name in self.base_fields if name != "code"]
        initial = {name: getattr(consultation, name) for name in names} if consultation else {}
        super().__init__(data, initial=initial)
        self.consultation = consultation
        say_nothing_of_optional(self, "subject", "late_rule")
        if consultation:
            del self.fields["code"]

    def clean_code(self) -> str:
        return code_from(self.cleaned_data["code"], self.cleaned_data.get("title", ""))

    def clean_subject_reference(self) -> str:
        return self.cleaned_data["subject_reference"].strip().strip("/")

    def particulars(self) -> Particulars:
        given = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        given["subject"] = given["subject"] or Subject.OTHER
        given["late_rule"] = given["late_rule"] or LateRule.REFUSE
        return Particulars(**given, made_up=self.consultation.made_up if self.consultation else False)


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
        choices=lambda: _choices(Audience),
        required=False,
    )
    admission = forms.ChoiceField(
        label=gettext_lazy("Who may answer"),
        choices=lambda: _choices(Admission),
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


class ConsultationsFilter(forms.Form):
    """Which consultations are listed."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("Where it stands"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("About"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        every = [("", _("All"))]
        self.fields["state"].choices = every + _states()  # type: ignore[attr-defined]
        self.fields["subject"].choices = every + _choices(Subject)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


def _states() -> list[tuple[str, str]]:
    return [
        (State.DRAFT.value, _("Not published")),
        (State.UPCOMING.value, _("Not open yet")),
        (State.OPEN.value, _("Open")),
        (State.CLOSED.value, _("Closed")),
    ]


class PublishForm(Form):
    """Publishing although something that binds is not shown is allowed, with a reason that is kept."""

    nevertheless = forms.BooleanField(
        label=gettext_lazy("I know what the checklist lacks, and publish nevertheless"),
    )
    why = forms.CharField(
        label=gettext_lazy("Why it opens without it"),
        help_text=gettext_lazy("Kept in the audit trail."),
        widget=CountedTextarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, nevertheless: bool) -> None:
        super().__init__(data)
        if not nevertheless:
            del self.fields["nevertheless"], self.fields["why"]


class ChecklistForm(Form):
    """What there is to show for one item."""

    evidence = forms.CharField(
        label=gettext_lazy("What there is to show"), widget=CountedTextarea({"rows": 4}), required=False
    )
    link = forms.CharField(
        label=gettext_lazy("Where it can be seen"),
        help_text=gettext_lazy("An address of the web, or of a page of this site, such as /meetings/."),
        max_length=300,
        required=False,
    )
    not_applicable = forms.CharField(
        label=gettext_lazy("Or why it does not apply"), widget=CountedTextarea({"rows": 3}), required=False
    )


class LanguageForm(Form):
    """A language in which the questionnaire is to be offered."""

    known = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    other = forms.CharField(
        label=gettext_lazy("Another language: its code"),
        help_text=gettext_lazy("Two or three letters, such as ti for Tigrinya."),
        max_length=8,
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        named = sorted((names[0], code) for code, names in languages.NAMES.items() if code != "en")
        self.fields["known"].choices = [("", "–")] + [(code, name) for name, code in named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code = (given.get("other") or given.get("known") or "").strip().casefold()
        if not code:
            self.add_error("known", _("Choose a language"))
        elif not languages.is_code(code):
            self.add_error("other", _("“%(code)s” is not the code of a language") % {"code": code})
        return given | {"language": code}


class TranslationFileForm(Form):
    """A translation in the layout that the page of translations gives out."""

    file = forms.FileField(
        label=gettext_lazy("Translation (.xlsx or .csv)"),
        help_text=gettext_lazy("The file from this page, with its last column filled in."),
    )


class PreviewForm(forms.Form):
    """As whom, and in which language, the questionnaire is looked at."""

    section = forms.ChoiceField(label=gettext_lazy("As"), required=False)
    lang = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *, consultation: Consultation, section: str, language: str) -> None:
        super().__init__({"section": section, "lang": language}, auto_id="preview_%s", label_suffix="")
        sections = [(one.code, one.title) for one in consultation.sections.all()]
        offered = [(code, languages.own_name(code)) for code in consultation.languages]
        for name, choices in (("section", sections), ("lang", [("", _("Original")), *offered])):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].say_optional = False  # type: ignore[attr-defined]


class ReturnAddressForm(Form):
    """Where paper copies go back to."""

    address = forms.CharField(
        label=gettext_lazy("Address, as it is written on an envelope"),
        help_text=gettext_lazy("Say so if no stamp is needed. It is printed at the end of every copy."),
        widget=CountedTextarea({"rows": 5}),
        max_length=600,
        required=False,
    )


class CopiesForm(Form):
    """Paper copies with codes."""

    how_many = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=printing.MOST_COPIES)
    kind = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=lambda: [("page", _("A page to print from the browser")), ("pdf", _("PDF"))],
        widget=Radios(),
        initial="page",
    )
    large = forms.BooleanField(label=gettext_lazy("In large print"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, data: Any = None, *, languages: Sequence[str]) -> None:
        super().__init__(data)
        offered = [(code, own_name(code)) for code in languages]
        self.fields["language"].choices = [("", _("Original")), *offered]  # type: ignore[attr-defined]
        self.fields["how_many"].widget.attrs["class"] = "govuk-input--width-4"
        say_nothing_of_optional(self, "language")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == "pdf" and (given.get("how_many") or 0) > printing.MOST_COPIES_PDF:
            said = _("A PDF holds at most %(most)s copies: make a page to print from the browser instead")
            self.add_error("how_many", said % {"most": printing.MOST_COPIES_PDF})
        return given
