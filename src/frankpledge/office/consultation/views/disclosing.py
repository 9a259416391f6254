"""Answers kept apart: the queue, the page on which one is read, and raising one by hand."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.models import Alarm, Disclosure
from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty
from frankpledge.office.ui import forms, pages
from frankpledge.office.ui.forms import add_refusal

from .building import actor, base, crumbs, fill_in, filling_in, posted, reading

DUTY = queries.DISCLOSURES_DUTY


class SettleForm(forms.Form):
    """What was done about it, and whether it stays apart."""

    outcome = django_forms.CharField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("For instance: passed to the safeguarding team on the same day. No names."),
        widget=django_forms.Textarea(attrs={"rows": 4}),
    )
    then = django_forms.ChoiceField(
        label=gettext_lazy("The answer"),
        choices=[
            ("release", gettext_lazy("is treated like all others from now on")),
            ("keep", gettext_lazy("stays apart: nobody else reads its words")),
        ],
        widget=forms.Radios(),
    )


class ReaderForm(forms.Form):
    """Who reads such answers, from a day on."""

    person = django_forms.ChoiceField(label=gettext_lazy("Who reads them"))
    from_day = forms.DateField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, people: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.people = {str(one.pk): one for one in people}
        self.fields["person"].choices = [(key, one.name) for key, one in self.people.items()]  # type: ignore[attr-defined]


class ApartForm(forms.Form):
    """Why an answer should be kept apart."""

    alarm = django_forms.ChoiceField(label=gettext_lazy("Why"), choices=Alarm.choices, widget=forms.Radios())


@duty(DUTY)
@reading
def disclosures(request: HttpRequest, code: str) -> HttpResponse:
    settled = request.GET.get("show") == "settled"
    page = queries.disclosures_page(code, timezone.now(), request.GET.get("page"), settled=settled)
    context = {
        "page": page,
        "consultation": page.consultation,
        "title": _("Disclosures"),
        "breadcrumbs": crumbs(page.consultation, _("Disclosures")),
    }
    return pages.render(request, "consultation/staff/disclosures.html", context)


@duty(DUTY)
@filling_in
def name_reader(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    now = timezone.now()
    today = now.astimezone(queries.zone()).date()
    form = ReaderForm(posted(request), people=queries.disclosure_readers(), initial={"from_day": today})
    context = {
        "title": _("Who reads what is kept apart"),
        "intro": _("This person gets a message for every answer that is kept apart, in all consultations."),
        "cancel_href": f"{base(found)}disclosures/",
        "breadcrumbs": crumbs(found),
    }

    def act() -> Any:
        given = form.cleaned_data
        return use_cases.name_reader(
            person=form.people[given["person"]], from_day=given["from_day"], by=actor(request), now=now
        )

    return fill_in(request, form, act, context, lambda _made: f"{base(found)}disclosures/")


@duty(DUTY)
@filling_in
def disclosure(request: HttpRequest, code: str, number: int, question_code: str) -> HttpResponse:
    """Read the words (which is put on record first), and say what was done."""
    found = queries.disclosure(code, number, question_code)
    form = SettleForm(posted(request), initial={"then": "release"})
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, found, form.cleaned_data)
            return HttpResponseRedirect(f"{base(found.answer.response.consultation)}disclosures/")
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    if request.method in ("GET", "POST"):
        use_cases.look_at_disclosure(disclosure=found, by=actor(request), now=timezone.now())
    consultation = found.answer.response.consultation
    context = {
        "disclosure": found,
        "answer": found.answer,
        "words": found.answer.text,
        "form": form,
        "consultation": consultation,
        "title": _("An answer that is kept apart"),
        "breadcrumbs": [
            *crumbs(consultation),
            {"text": _("Disclosures"), "href": f"{base(consultation)}disclosures/"},
        ],
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/disclosure.html", context, status=status)


def _settle(request: HttpRequest, found: Disclosure, given: dict[str, Any]) -> None:
    use_cases.settle_disclosure(
        disclosure=found,
        outcome=given["outcome"],
        stays_apart=given["then"] == "keep",
        by=actor(request),
        now=timezone.now(),
    )
    messages.success(request, _("It is on record what was done."))


@duty(DUTY)
@require_POST
def reopen_disclosure(request: HttpRequest, code: str, number: int, question_code: str) -> HttpResponse:
    found = queries.disclosure(code, number, question_code)
    use_cases.reopen_disclosure(disclosure=found, by=actor(request), now=timezone.now())
    messages.success(request, _("The answer waits to be read again."))
    return HttpResponseRedirect(f"{base(found.answer.response.consultation)}disclosures/")


@duty("read answers")
@filling_in
def keep_apart(request: HttpRequest, code: str, number: int, question_code: str) -> HttpResponse:
    """Raise one by hand, from the page of an answer."""
    found = queries.answer(code, number, question_code)
    consultation = found.response.consultation
    form = ApartForm(posted(request))
    context = {
        "title": _("Keep this answer apart"),
        "intro": _(
            "A named person reads it today and says what is done. Until then nobody else sees its words. "
            "If somebody is in danger now, call the police on 999 first."
        ),
        "button": _("Keep it apart"),
        "cancel_href": f"/{found.reference}/",
        "breadcrumbs": [*crumbs(consultation), {"text": _("Answer"), "href": f"/{found.reference}/"}],
    }

    def act() -> Any:
        alarm = form.cleaned_data["alarm"]
        return use_cases.keep_apart(answer=found, alarm=alarm, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"/{found.reference}/")


@duty("code answers")
@filling_in
def translate(request: HttpRequest, code: str, number: int, question_code: str) -> HttpResponse:
    """Type what an answer in another language says; or say that it is in English."""
    page = queries.answer_page(code, number, question_code)
    if request.method == "POST" and request.POST.get("act") == "english":
        use_cases.correct_language(answer=page.answer, language="en", by=actor(request), now=timezone.now())
        return HttpResponseRedirect(f"/{page.answer.reference}/")
    form = TranslationForm(posted(request), initial={"translation": page.answer.translation})
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.cleaned_data["translation"]
            use_cases.translate_answer(answer=page.answer, translation=typed, by=actor(request), now=timezone.now())
            return HttpResponseRedirect(f"/{page.answer.reference}/")
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    context = {
        "page": page,
        "form": form,
        "original": page.words if page.apart else page.answer.redacted,
        "consultation": page.consultation,
        "title": _("Put this answer into English"),
        "breadcrumbs": [*crumbs(page.consultation), {"text": _("Answer"), "href": f"/{page.answer.reference}/"}],
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/translate.html", context, status=status)


class TranslationForm(forms.Form):
    """What an answer says, in English."""

    translation = django_forms.CharField(
        label=gettext_lazy("What it says, in English"),
        help_text=gettext_lazy("As close to the words as you can. Leave out names and addresses."),
        widget=django_forms.Textarea(attrs={"rows": 8}),
    )
