"""The steps of a questionnaire: how each is drawn, and what is done with what comes back.

`take` returns the next step, or a whole answer when the same page is to be shown again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries, rules, use_cases
from frankpledge.office.consultation.forms import (
    AgeForm,
    AnswerForm,
    CodeForm,
    EqualityForm,
    GuardianForm,
    SectionForm,
)
from frankpledge.office.consultation.models import Admission, Question, QuestionKind, Section
from frankpledge.office.consultation.use_cases import admission, arrivals
from frankpledge.office.equality import wordings
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.ui.forms import add_refusal

from .run import Run, draw, sender_of

HOME = "home"
"""The consultation's own page, as a place that a button can lead to."""
ELSEWHERE = re.compile(r"skip|home|section|check|later|equality(/[\w-]+)?|q/[\w-]+(/[\w-]+)?")

TRY_AGAIN = (
    use_cases.TooLong,
    use_cases.NotAnOption,
    use_cases.NotADate,
    use_cases.NotAPostcode,
)


def take(run: Run, step: str) -> str | HttpResponse:
    """Keep what this form says, then say where to go on. Raises NotFound: there is no such step."""
    kind, _slash, rest = step.partition("/")
    if kind == "q":
        return _take_answer(run, *_parts(rest))
    if kind == "equality":
        return _take_equality(run, rest)
    takers: dict[str, Callable[[Run], str | HttpResponse]] = {
        "section": _take_section,
        "code": _take_code,
        "age": _take_age,
        "guardian": _take_guardian,
        "check": _take_check,
        "later": _take_later,
    }
    return takers.get(kind, _to_first)(run)


def show(run: Run, step: str) -> HttpResponse:
    """The page of a step."""
    kind, _slash, rest = step.partition("/")
    if kind == "q":
        return _draw_question(run, *_parts(rest))
    if kind == "equality":
        return _draw_equality(run, rest)
    drawers: dict[str, Callable[[Run], HttpResponse]] = {
        "section": draw_section,
        "code": _draw_code,
        "age": _draw_age,
        "guardian": _draw_guardian,
        "check": draw_review,
        "later": _draw_later,
    }
    return drawers.get(kind, draw_section)(run)


def way_in(run: Run) -> str:
    """What must be settled before this section's questions: its code, one's age. Empty when nothing is left."""
    section = run.journey.section
    if section is None:
        return "section"
    if section.admission == Admission.BY_CODE and not run.ticket.admission and not (run.own and run.own.admitted):
        return "code"
    if (section.youngest or section.guardian_until) and not run.ticket.may and run.own is None:
        return "age"
    return ""


def _parts(rest: str) -> tuple[str, str]:
    code, _slash, row = rest.partition("/")
    return code, row


def _go(run: Run) -> str:
    """Where somebody asked to go instead of on: back, to a question from the review, or away for now."""
    given = run.request.POST.get("go", "")
    return given if ELSEWHERE.fullmatch(given) else ""


def _to_first(run: Run) -> str:
    return "section"


# ---- who one answers as, and whether one may


def _take_section(run: Run) -> str | HttpResponse:
    form = SectionForm(list(run.journey.sections), run.request.POST, texts=run.journey.texts)
    if not form.is_valid():
        return draw_section(run, form, status=422)
    wanted = next(one for one in run.journey.sections if one.code == form.cleaned_data["section"])
    # Admission and age belong to one section: whoever changes it is asked again.
    kept = {} if wanted.code == run.ticket.section else {"admission": "", "may": False}
    run.change_ticket(section=wanted.code, **kept)
    return _enter(run, wanted)


def _enter(run: Run, section: Section) -> str:
    """Into a section as far as one may go now. A response begun elsewhere follows once nothing is left to settle."""
    if run.own and run.own.section_id != section.pk:
        if section.admission == Admission.BY_CODE and not run.own.admitted and not run.ticket.admission:
            return "code"
        if (section.youngest or section.guardian_until) and not run.ticket.may:
            return "age"
        use_cases.choose_section(response=run.own, section=section, admission_digest=run.ticket.admission, now=run.now)
        run.reload()
    if before := way_in(run):
        return before
    return run.next or run.journey.steps[0]


def draw_section(run: Run, form: Any = None, *, status: int = 200) -> HttpResponse:
    chosen = run.journey.section.code if run.journey.section else ""
    form = form or SectionForm(list(run.journey.sections), texts=run.journey.texts, chosen=chosen)
    return draw(run, "consultation/section.html", "section", form=form, status=status)


def _wanted_section(run: Run) -> Section | None:
    """The section that is being entered: the one last chosen, also while the response is still another's."""
    return next((one for one in run.journey.sections if one.code == run.ticket.section), run.journey.section)


def _take_code(run: Run) -> str | HttpResponse:
    form = _code_form(run.request.POST)
    section = _wanted_section(run)
    if section is None:
        return "section"
    if not form.is_valid():
        return _draw_code(run, form, status=422)
    sender = sender_of(run.request)
    try:
        arrivals.require_guesses_left(sender, run.now)
    except use_cases.TooMany as refused:
        add_refusal(form, refused)
        return _draw_code(run, form, status=refused.status)
    digest = admission.digest_of(form.cleaned_data["code"], "admission")
    if not admission.read_code(form.cleaned_data["code"]) or not admission.is_good(section, digest):
        arrivals.guess(sender, run.now)
        form.add_error("code", _("This code has been used, or was never given out. Check each letter."))
        return _draw_code(run, form, status=422)
    run.change_ticket(admission=digest)
    return _enter(run, section)


def _code_form(data: Any = None) -> CodeForm:
    hint = _("For example, 7KQ4-M2XD-9HPR. Each code works once. We cannot see which answers came with which code.")
    return CodeForm(data, label=_("Enter your code"), hint=hint)


def _draw_code(run: Run, form: Any = None, *, status: int = 200) -> HttpResponse:
    return draw(run, "consultation/code.html", "code", form=form or _code_form(), status=status)


def _take_age(run: Run) -> str | HttpResponse:
    section = _wanted_section(run)
    if section is None:
        return "section"
    form = AgeForm(section, run.request.POST)
    if not form.is_valid():
        return _draw_age(run, form, status=422)
    if form.cleaned_data["age"] == "young":
        return draw(run, "consultation/too_young.html", "age", youngest=section.youngest)
    if form.cleaned_data["age"] == "guardian":
        return "guardian"
    run.change_ticket(may=True)
    return _enter(run, section)


def _draw_age(run: Run, form: Any = None, *, status: int = 200) -> HttpResponse:
    section = _wanted_section(run)
    if section is None:
        return draw_section(run)
    return draw(run, "consultation/age.html", "age", form=form or AgeForm(section), status=status)


def _take_guardian(run: Run) -> str | HttpResponse:
    form, section = GuardianForm(run.request.POST), _wanted_section(run)
    if not form.is_valid():
        return _draw_guardian(run, form, status=422)
    run.change_ticket(may=True)
    return _enter(run, section) if section else "section"


def _draw_guardian(run: Run, form: Any = None, *, status: int = 200) -> HttpResponse:
    section = _wanted_section(run)
    return draw(
        run, "consultation/guardian.html", "guardian", form=form or GuardianForm(), status=status,
        guardian_until=section.guardian_until if section else None,
    )  # fmt: skip


# ---- a question


def _form_of(run: Run, question: Question, row: str, data: Any = None) -> AnswerForm:
    """The form of a question. On the way elsewhere nothing need be answered."""
    form = AnswerForm(
        question,
        data,
        texts=run.journey.texts,
        section=run.journey.section,
        before=run.journey.answers.get(question.code),
        areas=use_cases.area_options(question) if question.kind == QuestionKind.AREA else (),
        row=row,
        lenient=bool(data is not None and _go(run)),
    )
    if run.traceless:
        for field in form.fields.values():
            field.widget.attrs["autocomplete"] = "off"
    return form


def _take_answer(run: Run, code: str, row: str) -> str | HttpResponse:
    """Keep the answer; it is on disk before the browser hears of it."""
    question = run.journey.question(code)
    _require_row(question, row)
    step = f"q/{code}/{row}" if row else f"q/{code}"
    go = _go(run)
    if go == "skip":
        return run.next or run.journey.after(step)
    form = _form_of(run, question, row, run.request.POST)
    if not form.is_valid():
        return _draw_question(run, code, row, form, status=422)
    if not _is_blank_and_untouched(run, form):
        try:
            _save(run, form, row)
        except (use_cases.NotOpen, use_cases.AlreadySent, use_cases.TooMany, use_cases.CodeUsed) as refused:
            return _not_saved(run, form, refused, step)
        except TRY_AGAIN as refused:
            add_refusal(form, refused) if not row else form.add_error(None, refused.message)
            return _draw_question(run, code, row, form, status=422)
    run.reload()
    if run.own and run.own.sent_at:
        return "receipt"
    return go if go else _onward(run, step)


def _require_row(question: Question, row: str) -> None:
    if row and row not in dict(question.rows):
        raise NotFound(_("This question has no such row."))


def _onward(run: Run, step: str) -> str:
    """Back to the review for whoever came from there, unless this answer has led to a question not answered yet."""
    return run.next or run.journey.after(step)


def _save(run: Run, form: AnswerForm, row: str) -> None:
    response = run.begun()
    if row:
        use_cases.save_row(
            response=response, question=form.question, row=row, column=form.grid.get(row, ""), now=run.now
        )
        return
    use_cases.save_answer(
        response=response, question=form.question, text=form.text, choices=form.choices, grid=form.grid,
        signs=run.signs, now=run.now,
    )  # fmt: skip


def _is_blank_and_untouched(run: Run, form: AnswerForm) -> bool:
    """An empty form that was empty when it was drawn: it must not take away what another tab has saved since."""
    blank = not form.text and not form.choices and not form.grid
    return blank and run.request.POST.get("was") == rules.fingerprint("", [])


def _fingerprint(run: Run, code: str, row: str) -> str:
    answer = run.journey.answers.get(code)
    if answer is None:
        return rules.fingerprint("", [])
    if row:
        return rules.fingerprint("", [answer.grid[row]] if row in answer.grid else [])
    return use_cases.Given(answer.text, answer.choices, answer.grid).fingerprint


def _draw_question(run: Run, code: str, row: str = "", form: Any = None, *, status: int = 200) -> HttpResponse:
    journey = run.journey
    question = journey.question(code)
    _require_row(question, row)
    step = f"q/{code}/{row}" if row else f"q/{code}"
    return draw(
        run,
        "consultation/question.html",
        step,
        status=status,
        question=question,
        wording=journey.wording(question),
        help_text=journey.texts.help_text(question, journey.section),
        form=form or _form_of(run, question, row),
        row=row,
        first_row=question.rows[0][0] if question.rows else "",
        progress=journey.progress(question),
        is_first=journey.steps[0] == step,
        was=run.request.POST.get("was") if status != 200 else _fingerprint(run, code, row),
        back="check" if run.next else journey.before(step),
        skip=run.next or journey.after(step),
    )


def _not_saved(run: Run, form: AnswerForm, refused: Refused, step: str) -> HttpResponse:
    """Say politely why the answer was not saved, and give the words back so that they are not lost."""
    given = [name for name in run.request.POST if name not in ("response", "step", "go", "was", "next", "website")]
    return draw(
        run,
        "consultation/not_saved.html",
        step,
        status=refused.status,
        refused=refused,
        question=form.question,
        wording=run.journey.wording(form.question),
        text=form.text,
        chosen=queries.chosen_words(form.question, [*form.choices, *form.grid.values()], run.journey.texts),
        sent=isinstance(refused, use_cases.AlreadySent),
        again=[(name, run.request.POST.getlist(name)) for name in given]
        if isinstance(refused, use_cases.TooMany)
        else [],
    )


# ---- about oneself


def _take_equality(run: Run, code: str) -> str | HttpResponse:
    go = _go(run)
    if not code:
        return go or run.journey.after("equality")
    if go == "skip":
        return run.journey.after(f"equality/{code}")
    question = run.journey.equality_question(code)
    form = EqualityForm(question, run.request.POST)
    if not form.is_valid():
        return _draw_equality(run, code, form, status=422)
    choice, before = form.cleaned_data["answer"], run.journey.said.get(code, "")
    if choice != before:
        try:
            use_cases.answer_equality(response=run.begun(), question=code, choice=choice, now=run.now)
        except use_cases.AlreadySent:
            return "receipt"
        run.reload()
    return go or run.journey.after(f"equality/{code}")


def _draw_equality(run: Run, code: str, form: Any = None, *, status: int = 200) -> HttpResponse:
    journey = run.journey
    back = journey.before(f"equality/{code}" if code else "equality")
    if not code:
        return draw(
            run, "consultation/equality_first.html", "equality", back=back, number=len(wordings.latest().questions)
        )
    question = journey.equality_question(code)
    form = form or EqualityForm(question, chosen=journey.said.get(code, ""))
    step = f"equality/{code}"
    return draw(
        run, "consultation/equality.html", step, question=question, form=form, back=back, skip=journey.after(step),
        progress=journey.equality_progress(question), status=status,
    )  # fmt: skip


# ---- review, sending, stopping for now


def _take_check(run: Run) -> str | HttpResponse:
    if go := _go(run):
        run.next = "check" if go.startswith(("q/", "section")) else ""
        return go
    try:
        _send(run)
    except (
        use_cases.AnswersMissing,
        use_cases.NothingToSend,
        use_cases.NotOpen,
        use_cases.CodeUsed,
    ) as refused:
        return draw_review(run, refused=refused)
    run.reload()
    return "receipt"


def _send(run: Run) -> None:
    if run.own is None:
        use_cases.require_answers(run.journey.asked, [])
    else:
        use_cases.send_response(response=run.own, signs=run.signs, now=run.now)


def draw_review(run: Run, *, refused: Refused | None = None) -> HttpResponse:
    return draw(
        run, "consultation/check.html", "check", refused=refused, back=run.journey.before("check"),
        status=refused.status if refused else 200,
    )  # fmt: skip


def _draw_later(run: Run, code: str = "") -> HttpResponse:
    return draw(run, "consultation/later.html", "later", code=code, back=run.journey.where_left_off)


def _take_later(run: Run) -> str | HttpResponse:
    """Show a code with which one can go on anywhere. It is kept as a digest only, so it is shown this once."""
    if go := _go(run):
        return go
    code = use_cases.make_return_code(response=run.begun(), now=run.now)
    run.reload()
    return _draw_later(run, code)
