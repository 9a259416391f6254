"""Staff make a questionnaire: its sections, its questions, on what they depend, and who is let in by a code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import audiences, queries, use_cases
from frankpledge.office.consultation.building_forms import (
    AnyOfForm,
    CopyForm,
    HowManyForm,
    OnForm,
    OtherWordsForm,
    QuestionForm,
    SectionDetailsForm,
)
from frankpledge.office.consultation.models import Audience, Consultation, Question, QuestionKind, Section
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.forms import add_refusal

from .building import actor, base, crumbs, fill_in, filling_in, posted, reading

KIND_HINTS = {
    QuestionKind.FREE_TEXT: gettext_lazy("in their own words"),
    QuestionKind.ONE_CHOICE: gettext_lazy("one of several answers"),
    QuestionKind.SEVERAL: gettext_lazy("as many of several answers as apply"),
    QuestionKind.SCALE: gettext_lazy("one point from one end to the other"),
    QuestionKind.GRID: gettext_lazy("the same answers for several rows"),
    QuestionKind.DATE: gettext_lazy("a day"),
    QuestionKind.POSTCODE: gettext_lazy("kept only until the area is known"),
    QuestionKind.AREA: gettext_lazy("chosen from the list of this area"),
}


def home(consultation: Consultation) -> str:
    return f"{base(consultation)}questionnaire/"


def steps(consultation: Consultation) -> list[dict[str, str]]:
    """The way back: the list, the consultation, its questionnaire."""
    return [*crumbs(consultation), {"text": _("Questionnaire"), "href": home(consultation)}]


def form_context(consultation: Consultation, title: str, **more: Any) -> dict[str, Any]:
    common = {"title": title, "consultation": consultation, "cancel_href": home(consultation)}
    return common | {"breadcrumbs": steps(consultation)} | more


def _removed(request: HttpRequest, consultation: Consultation) -> dict[str, Any] | None:
    return request.session.get(f"removed from {consultation.code}")


def _keep_removed(request: HttpRequest, consultation: Consultation, kept: dict[str, Any] | None) -> None:
    """What was taken away last stays with whoever took it away, until they sign out or put it back."""
    if kept is None:
        request.session.pop(f"removed from {consultation.code}", None)
    else:
        request.session[f"removed from {consultation.code}"] = kept


@duty("read answers")
@reading
def questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    """The whole questionnaire: what each section is asked, and what is missing."""
    found = queries.consultation(code)
    page = queries.builder_page(found)
    removed = _removed(request, found)
    context = {
        "page": page,
        "consultation": found,
        "title": _("Questionnaire"),
        "breadcrumbs": crumbs(found),
        "may_run": duties.holds(request.user, "run consultations"),
        "audiences": [(value, label) for value, label in Audience.choices],
        "kinds": [(value, label, KIND_HINTS[QuestionKind(value)]) for value, label in QuestionKind.choices],
        "removed": _removed_words(removed) if removed and page.is_draft else "",
    }
    return pages.render(request, "consultation/staff/questionnaire.html", context)


def _removed_words(removed: dict[str, Any]) -> str:
    if section := removed.get("section"):
        return _("The section “%(title)s” was taken away.") % {"title": section["title"]}
    return _("The question “%(wording)s” was taken away.") % {"wording": removed["questions"][0]["wording"]}


@duty("run consultations")
@filling_in
def add_section(request: HttpRequest, code: str) -> HttpResponse:
    """A section for one audience, with what usually fits it filled in already."""
    found = queries.consultation(code)
    audience = request.GET.get("audience", "")
    audience = audience if audience in audiences.PRESETS else ""
    form = SectionDetailsForm(posted(request), audience=audience)
    context = form_context(found, _("Add a section"))

    def act() -> Any:
        return use_cases.add_section(consultation=found, **form.details(), by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"{home(found)}#sections")


@duty("run consultations")
@filling_in
def edit_section(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    found = queries.consultation(code)
    section = queries.section(found, section_code)
    form = SectionDetailsForm(posted(request), section=section)
    context = form_context(found, _("Change the section"))

    def act() -> Any:
        return use_cases.edit_section(section=section, **form.details(), by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"{home(found)}#sections")


@duty("run consultations")
@require_POST
def change_section(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    """Move a section up or down, or take it away."""
    found = queries.consultation(code)
    section = queries.section(found, section_code)
    now = timezone.now()
    if request.POST.get("act") == "remove":
        kept = use_cases.remove_section(section=section, by=actor(request), now=now)
        _keep_removed(request, found, kept)
        return HttpResponseRedirect(f"{home(found)}#removed")
    use_cases.move_section(section=section, places=_places(request), by=actor(request), now=now)
    return HttpResponseRedirect(f"{home(found)}#section-{section.code}")


def _places(request: HttpRequest) -> int:
    return -1 if request.POST.get("act") == "up" else 1


@duty("run consultations")
@filling_in
def add_question(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    kind = _kind(request, QuestionKind.FREE_TEXT)
    form = QuestionForm(posted(request), sections=list(found.sections.all()), kind=kind)
    title = _("Add a question: %(kind)s") % {"kind": QuestionKind(form.kind).label}
    context = form_context(found, title, template="consultation/staff/question_form.html", kind=form.kind)

    def act() -> Question:
        said = form.wording_given()
        return use_cases.add_question(consultation=found, wording=said, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda made: f"{home(found)}#question-{made.code}")


def _kind(request: HttpRequest, otherwise: str) -> str:
    """The kind that is asked for: in the form, else in the address, else as it is."""
    given = request.POST.get("kind") or request.GET.get("kind") or otherwise
    return given if given in QuestionKind.values else otherwise


@duty("run consultations")
@filling_in
def edit_question(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    found = queries.consultation(code)
    question = queries.question(found, question_code)
    kind = _kind(request, question.kind)
    form = QuestionForm(posted(request), sections=list(found.sections.all()), kind=kind, question=question)
    title = _("Change the question: %(kind)s") % {"kind": QuestionKind(form.kind).label}
    others = [(value, label) for value, label in QuestionKind.choices if value != form.kind]
    context = form_context(
        found, title, template="consultation/staff/question_form.html", kind=form.kind, others=others
    )

    def act() -> Question:
        said = form.wording_given()
        return use_cases.edit_question(question=question, wording=said, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda made: f"{home(found)}#question-{made.code}")


@duty("run consultations")
@require_POST
def change_question(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    """Move a question up or down, double it, or take it away."""
    found = queries.consultation(code)
    question = queries.question(found, question_code)
    wanted, by, now = request.POST.get("act"), actor(request), timezone.now()
    if wanted == "remove":
        _keep_removed(request, found, use_cases.remove_question(question=question, by=by, now=now))
        return HttpResponseRedirect(f"{home(found)}#removed")
    if wanted == "duplicate":
        question = use_cases.duplicate_question(question=question, by=by, now=now)
    else:
        use_cases.move_question(question=question, places=_places(request), by=by, now=now)
    return HttpResponseRedirect(f"{home(found)}#question-{question.code}")


@duty("run consultations")
@require_POST
def put_back(request: HttpRequest, code: str) -> HttpResponse:
    """Undo what this person took away last."""
    found = queries.consultation(code)
    kept = _removed(request, found)
    if kept:
        use_cases.put_back(consultation=found, kept=kept, by=actor(request), now=timezone.now())
        _keep_removed(request, found, None)
        messages.success(request, _("It is back where it was."))
    return HttpResponseRedirect(home(found))


@duty("run consultations")
@filling_in
def ask_if(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    """On which answer a question depends: first the earlier question is chosen, then its answers."""
    found = queries.consultation(code)
    question = queries.question(found, question_code)
    earlier = queries.can_depend_on(found, question)
    on_code = request.GET.get("on", question.shown_if.get("question", ""))
    on = next((one for one in earlier if one.code == on_code), None)
    form = AnyOfForm(posted(request), on=on, chosen=_chosen(question, on)) if on else None
    if request.method == "POST" and (form is None or form.is_valid()):
        any_of = form.cleaned_data["any_of"] if form else []
        use_cases.ask_only_if(
            question=question, on=on.code if on else "", any_of=any_of, by=actor(request), now=timezone.now()
        )
        return HttpResponseRedirect(f"{home(found)}#question-{question.code}")
    choose = OnForm({"on": on.code if on else ""}, earlier=earlier)
    context = form_context(found, _("When is it asked?"), question=question, on=on, choose=choose, form=form)
    context |= {"earlier": earlier, "depends": queries.branch_words(found, question)}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/ask_if.html", context, status=status)


def _chosen(question: Question, on: Question | None) -> list[str]:
    return question.shown_if.get("any_of", []) if on and question.shown_if.get("question") == on.code else []


@duty("run consultations")
@filling_in
def other_words(request: HttpRequest, code: str, question_code: str, section_code: str) -> HttpResponse:
    """The same question in other words for one section."""
    found = queries.consultation(code)
    question, section = queries.question(found, question_code), queries.section(found, section_code)
    form = OtherWordsForm(posted(request), initial=question.wordings.get(section.code, {}))
    title = _("Other words for “%(section)s”") % {"section": section.title}
    intro = _("Everybody else is asked: %(wording)s") % {"wording": question.wording}
    context = form_context(found, title, intro=intro)

    def act() -> Question:
        given = form.cleaned_data
        return use_cases.word_for_section(
            question=question, section=section, **given, by=actor(request), now=timezone.now()
        )

    return fill_in(request, form, act, context, lambda made: f"{home(found)}#question-{made.code}")


@duty("run consultations")
@filling_in
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Take over the questionnaire of an earlier consultation."""
    found = queries.consultation(code)
    earlier = queries.earlier_questionnaires(found)
    form = CopyForm(posted(request))
    form.fields["source"].choices = [(one.consultation.code, one.words) for one in earlier]  # type: ignore[attr-defined]
    context = form_context(found, _("Take over a questionnaire"), button=_("Take over"))
    context["intro"] = _("Its sections, questions and translations are copied; you can change them afterwards.")
    if not earlier:
        context |= {"intro": _("No other consultation has a questionnaire yet."), "button": _("Go back")}

    def act() -> None:
        source = queries.consultation(form.cleaned_data["source"])
        use_cases.copy_questionnaire(source=source, into=found, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: home(found))


@duty("run consultations")
@filling_in
def codes(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    """Single-use codes of a section: made, taken away once, and counted."""
    found = queries.consultation(code)
    section = queries.section(found, section_code)
    form = HowManyForm(posted(request) if request.POST.get("act") != "withdraw" else None)
    if request.method == "POST":
        try:
            if (made := _codes_made(request, found, section, form)) is not None:
                return made
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    title = _("Single-use codes: %(section)s") % {"section": section.title}
    context = form_context(found, title, form=form, section=section, counts=queries.code_counts(section))
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/codes.html", context, status=status)


def _codes_made(request: HttpRequest, found: Consultation, section: Section, form: HowManyForm) -> HttpResponse | None:
    """What was asked for; None when the form is not filled in rightly."""
    by, now = actor(request), timezone.now()
    if request.POST.get("act") == "withdraw":
        gone = use_cases.withdraw_codes(section=section, by=by, now=now)
        words = ngettext("%(n)s unused code was withdrawn.", "%(n)s unused codes were withdrawn.", gone)
        messages.success(request, words % {"n": gone})
        return HttpResponseRedirect(f"{home(found)}section/{section.code}/codes/")
    if not form.is_valid():
        return None
    made = use_cases.make_codes(section=section, how_many=form.cleaned_data["how_many"], by=by, now=now)
    return _handed_over(request, found, section, made)


def _handed_over(request: HttpRequest, found: Consultation, section: Section, made: list[str]) -> HttpResponse:
    """The codes themselves: shown this once, and kept by nobody but whoever takes them away now."""
    if request.POST.get("act") == "csv":
        rows = [[found.title, section.title, one] for one in made]
        data = exports.csv_bytes([_("Consultation"), _("Section"), _("Code")], rows)
        answer: HttpResponse = exports.attachment(f"{found.code}-{section.code}-codes.csv", data, exports.CSV_TYPE)
    else:
        address = f"{queries.site_address()}/{found.reference}/"
        context = {"consultation": found, "section": section, "codes": made, "address": address}
        context["title"] = _("Single-use codes")
        answer = pages.render(request, "consultation/staff/code_letters.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer
