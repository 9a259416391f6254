"""Versions of a questionnaire, and its words in other languages."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.building_forms import LanguageForm, TranslationFileForm
from frankpledge.office.consultation.importers.translations import COLUMNS, import_translation
from frankpledge.office.consultation.languages import english_name, is_code, own_name
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.texts import RIGHT_TO_LEFT
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.tables import Column, Table

from .asking import form_context, home, steps
from .building import actor, fill_in, filling_in, posted, reading


@duty("read answers")
@reading
def versions(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    listed = [(one, queries.is_intact(one)) for one in found.versions.order_by("-number")]
    context = {"consultation": found, "versions": listed, "title": _("Versions"), "breadcrumbs": steps(found)}
    return pages.render(request, "consultation/staff/versions.html", context)


@duty("read answers")
@reading
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found = queries.consultation(code)
    page = queries.version_page(found, number)
    rows = [[one.where, one.before, one.after] for one in page.differences]
    columns = [Column(_("Where")), Column(_("Before")), Column(_("In this version"))]
    context = {
        "consultation": found,
        "page": page,
        "title": _("Version %(number)s") % {"number": number},
        "differences": Table(_("What changed"), columns, rows, caption_hidden=True, empty=_("Nothing.")),
        "breadcrumbs": [*steps(found), {"text": _("Versions"), "href": f"{home(found)}versions/"}],
    }
    return pages.render(request, "consultation/staff/version.html", context)


def _languages(consultation: Consultation) -> str:
    return f"{home(consultation)}translations/"


@duty("read answers")
@reading
def translations(request: HttpRequest, code: str) -> HttpResponse:
    """The languages of a questionnaire, and how far each is."""
    found = queries.consultation(code)
    context = {
        "consultation": found,
        "rows": queries.language_rows(found),
        "title": _("Other languages"),
        "breadcrumbs": steps(found),
        "may_run": duties.holds(request.user, "run consultations"),
    }
    return pages.render(request, "consultation/staff/translations.html", context)


@duty("run consultations")
@filling_in
def begin_translation(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a language: of a draft it is offered at once, of what is published once it is whole."""
    found = queries.consultation(code)
    form = LanguageForm(posted(request))
    context = form_context(found, _("Add a language"), button=_("Begin"), cancel_href=_languages(found))

    def act() -> str:
        language: str = form.cleaned_data["language"]
        if found.published_at is None:
            use_cases.offer_language(consultation=found, language=language, by=actor(request), now=timezone.now())
        return language

    return fill_in(request, form, act, context, lambda language: f"{_languages(found)}{language}/")


def _known(language: str) -> str:
    if not is_code(language):
        raise NotFound(_("“%(code)s” is not the code of a language.") % {"code": language})
    return language


def mark(text: str) -> str:
    """A short mark of a text, by which a form knows whether somebody else changed it meanwhile."""
    return sha256(text.encode()).hexdigest()[:12]


@duty("run consultations")
@filling_in
def translation(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Every text beside its translation; only what was changed in this form is saved."""
    found = queries.consultation(code)
    parts = queries.side_by_side(found, _known(language))
    if request.method == "POST":
        return _save_translation(request, found, language, parts)
    only_missing = request.GET.get("show") == "missing"
    context = form_context(found, own_name(language), english=english_name(language), language=language)
    context |= {
        "parts": [(one, mark(one.text)) for one in parts if one.is_missing or not only_missing],
        "missing": sum(one.is_missing for one in parts),
        "only_missing": only_missing,
        "direction": "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr",
        "offered": language in found.languages,
        "breadcrumbs": [*steps(found), {"text": _("Other languages"), "href": _languages(found)}],
        "file_form": TranslationFileForm(),
    }
    return pages.render(request, "consultation/staff/translation.html", context)


def _save_translation(
    request: HttpRequest, found: Consultation, language: str, parts: list[queries.SideBySide]
) -> HttpResponse:
    """A text that somebody else changed since the form was drawn stays as they left it, and is named."""
    given = {one.part.path: request.POST.get(f"text-{one.part.path}") for one in parts}
    texts, stale = {}, []
    for one in parts:
        text = given[one.part.path]
        was = request.POST.get(f"was-{one.part.path}", "")
        if text is None or mark(_as_sent(text)) == was:
            continue
        if was and was != mark(one.text):
            stale.append(one.where)
        else:
            texts[one.part.path] = text.replace("\r\n", "\n")
    changed = use_cases.save_translation(
        consultation=found, language=language, texts=texts, by=actor(request), now=timezone.now()
    )
    words = ngettext("%(n)s text was saved.", "%(n)s texts were saved.", changed)
    messages.success(request, words % {"n": changed})
    if stale:
        said = _("Somebody else changed these meanwhile, so they stay as they were: %(where)s.")
        messages.warning(request, said % {"where": "; ".join(stale)})
    return HttpResponseRedirect(f"{_languages(found)}{language}/")


def _as_sent(text: str) -> str:
    return text.replace("\r\n", "\n")


@duty("run consultations")
@require_POST
def change_language(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Offer a language, withdraw it from a draft, or publish it as a new version."""
    found = queries.consultation(code)
    wanted, by, now = request.POST.get("act"), actor(request), timezone.now()
    name = english_name(_known(language))
    if wanted == "withdraw":
        use_cases.withdraw_language(consultation=found, language=language, by=by, now=now)
        messages.success(request, _("It is not offered in %(language)s.") % {"language": name})
    elif found.published_at is None:
        use_cases.offer_language(consultation=found, language=language, by=by, now=now)
        messages.success(request, _("It will be offered in %(language)s.") % {"language": name})
    else:
        made = use_cases.publish_translation(consultation=found, language=language, by=by, now=now)
        said = _("It is offered in %(language)s: version %(number)s.")
        messages.success(request, said % {"language": name, "number": made.number})
    return HttpResponseRedirect(_languages(found))


@duty("read answers")
@reading
def translation_file(request: HttpRequest, code: str, language: str, kind: str) -> HttpResponse:
    """The texts to take to a translator, with what is translated already."""
    found = queries.consultation(code)
    rows = [[one.part.path, one.part.words, one.text] for one in queries.side_by_side(found, _known(language))]
    name = f"{found.code}-{language}"
    if kind == "csv":
        return exports.attachment(f"{name}.csv", exports.csv_bytes(COLUMNS, rows), exports.CSV_TYPE)
    about = {
        _("Consultation"): found.title,
        _("Language"): english_name(language),
        _("What to do"): _("Fill in the last column. Change nothing in the first two, and keep the sheet first."),
    }
    data = exports.xlsx_bytes(english_name(language), COLUMNS, rows, about)
    return exports.attachment(f"{name}.xlsx", data, exports.XLSX_TYPE)


@duty("run consultations")
@filling_in
def bring_translation(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """A file that came back from a translator."""
    found = queries.consultation(code)
    form = TranslationFileForm(posted(request), request.FILES or None)
    title = _("Bring in: %(language)s") % {"language": english_name(_known(language))}
    there = f"{_languages(found)}{language}/"
    context = form_context(found, title, button=_("Bring in"), cancel_href=there)

    def act() -> None:
        file = form.cleaned_data["file"]
        taken = import_translation(
            consultation=found, language=language, file_name=file.name, data=file.read(),
            by=actor(request), now=timezone.now(),
        )  # fmt: skip
        read = ngettext("%(n)s row read.", "%(n)s rows read.", taken.rows) % {"n": taken.rows}
        saved = ngettext("%(n)s text was saved.", "%(n)s texts were saved.", taken.changed) % {"n": taken.changed}
        messages.success(request, f"{read} {saved}")
        for one in taken.left[:20]:
            said = _("Row %(row)s (%(path)s) was left out: %(reason)s.")
            messages.warning(request, said % {"row": one.row, "path": one.path, "reason": one.reason})

    return fill_in(request, form, act, context, lambda _taken: there)
