"""How pages are answered: whole, titled, with their thread; and how the office says no."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpRequest, HttpResponseNotAllowed
from django.template import Context, Template

from frankpledge.office.errors import NotAllowed, NotFound, Refused
from frankpledge.office.ui import forms, pages, views
from frankpledge.office.ui.testing import QueryWhileDrawing, no_queries_while_rendering

STRIP = {
    "strip": [
        {"label": "Theme", "text": "Speeding", "href": "/theme/a/b/", "count": None, "state": "past"},
        {"label": "Commitment", "text": "Safer roads", "href": "/commitment/p/1/", "count": None, "state": "present"},
        {"label": "Measure", "text": "Hurt", "href": "/measure/hurt/", "count": 2, "state": "future"},
        {"label": "Action", "text": "", "href": "", "count": None, "state": "empty"},
    ],
    "strip_previous": {"label": "Theme", "text": "Speeding", "href": "/theme/a/b/"},
    "strip_next": {"label": "Measure", "text": "Hurt", "href": "/measure/hurt/"},
    "how_url": "/how/commitment/p/1/",
}


def strip_for(request: HttpRequest, reference: str) -> dict[str, object]:
    return {**STRIP, "asked_for": reference}


@pytest.fixture
def with_strip(settings):
    settings.FRANKPLEDGE_THREAD_STRIP = f"{__name__}.strip_for"


def page(rf, template="ui/page.html", context=None, **more):
    return pages.render(rf.get("/plan/"), template, context, **more).content.decode()


def test_a_page_is_titled_page_section_office(rf):
    office = SimpleNamespace(office_name="Office for Northshire", notice="")
    html = page(rf, context={"title": "Burglary", "section": "Measures", "office": office})
    assert "<title>Burglary – Measures – Office for Northshire</title>" in html


def test_a_page_with_a_wrong_form_says_so_in_its_title(rf):
    class Update(forms.Form):
        due = forms.DateField(label="Due")

    html = page(rf, "ui/form_page.html", {"title": "Update", "form": Update({})})
    assert "<title>Error: Update" in html


def test_a_page_draws_before_any_office_exists(rf):
    html = page(rf, context={"title": "Start"})
    assert "<title>Start – Frankpledge</title>" in html
    assert "None" not in html


def test_a_page_states_its_language_and_lets_the_keyboard_skip_to_the_content(rf):
    html = page(rf)
    assert '<html lang="en-gb"' in html
    assert 'href="#main"' in html
    assert '<main id="main"' in html


def test_a_page_about_a_thing_shows_the_thread_with_back_and_next(rf, with_strip):
    html = page(rf, reference="commitment/p/1")
    assert 'aria-label="The thread"' in html
    assert '<li class="fp-bead fp-bead--present" aria-current="true">' in html
    assert '<a href="/theme/a/b/" rel="prev"><b>Back:</b> Theme' in html
    assert '<a href="/measure/hurt/" rel="next"><b>Next:</b> Measure' in html
    assert "None yet" in html
    assert 'href="/how/commitment/p/1/"' in html


def test_a_page_about_nothing_in_particular_has_no_thread(rf, with_strip):
    assert 'aria-label="The thread"' not in page(rf)


def test_the_present_page_is_marked_in_the_menu(rf):
    navigation = [
        {"text": "The plan", "href": "/plan/", "current": True},
        {"text": "Search", "href": "/search/", "current": False},
    ]
    html = page(rf, context={"navigation": navigation})
    assert '<a href="/plan/" aria-current="page">The plan</a>' in html
    assert '<a href="/search/">Search</a>' in html


def test_a_questionnaire_has_no_menu_to_fall_into(rf):
    html = page(rf, "ui/narrow.html", {"navigation": [{"text": "The plan", "href": "/plan/", "current": False}]})
    assert "The plan" not in html


@pytest.mark.django_db
def test_a_template_that_reaches_into_the_database_is_caught(rf, monkeypatch):
    def draw(name: str) -> object:
        return SimpleNamespace(template=Template("{% for kind in kinds %}{{ kind }}{% endfor %}"))

    monkeypatch.setattr(pages, "get_template", draw)
    with no_queries_while_rendering(), pytest.raises(QueryWhileDrawing, match=r"lazy\.html ran SQL"):
        pages.render(rf.get("/"), "lazy.html", {"kinds": ContentType.objects.all()})


@pytest.mark.django_db
def test_fetching_before_the_page_is_drawn_is_right(rf):
    with no_queries_while_rendering():
        kinds = list(ContentType.objects.all())
        pages.render(rf.get("/"), "ui/page.html", {"kinds": kinds})
        ContentType.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_refusal_is_a_page_with_what_is_wrong_and_what_to_do(rf):
    refused = Refused("Priority 1 has no <lead>.", remedy="Name one, then publish again.")
    response = pages.refuse(rf.get("/", headers={"accept": "text/html"}), refused)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Priority 1 has no &lt;lead&gt;." in html
    assert "Name one, then publish again." in html
    assert response["Cache-Control"] == "no-store"


def test_an_unknown_thing_is_called_not_found_and_offers_the_search(rf):
    html = pages.refuse(rf.get("/"), NotFound("There is no measure “x”.")).content.decode()
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in html
    assert "There is no measure “x”." in html
    assert 'href="/search/"' in html
    assert "Nothing was changed" not in html


def test_a_refused_form_says_that_nothing_was_changed(rf):
    assert "Nothing was changed" in pages.refuse(rf.post("/"), Refused("No.")).content.decode()


def test_the_address_of_a_button_opened_again_is_a_page_in_words(rf):
    answer = pages.RefusedMiddleware(lambda request: HttpResponseNotAllowed(["POST"]))(rf.get("/x/"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "only takes what a button or form sends" in answer.content.decode()


def test_a_program_gets_a_refusal_as_problem_details(rf):
    refused = NotAllowed("Only the clerk may.", remedy="Ask the clerk.")
    response = pages.refuse(rf.get("/", headers={"accept": "application/json"}), refused)
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "Forbidden",
        "detail": "Only the clerk may.",
        "remedy": "Ask the clerk.",
        "status": 403,
    }


def test_a_client_that_says_nothing_gets_a_page(rf):
    assert pages.refuse(rf.get("/"), Refused("No."))["Content-Type"].startswith("text/html")


def test_only_refusals_are_answered_by_the_middleware(rf):
    middleware = pages.RefusedMiddleware(lambda request: None)
    assert middleware.process_exception(rf.get("/"), Refused("No.")).status_code == 409
    assert middleware.process_exception(rf.get("/"), ValueError("a mistake of ours")) is None


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.forbidden, 403), (views.csrf_failure, 403), (views.not_found, 404)],
)
def test_error_pages_say_what_to_do_next(rf, view, status):
    response = view(rf.get("/x/"))
    assert response.status_code == status
    assert b"<h1" in response.content


def test_our_own_mistake_is_logged_with_the_number_that_the_page_shows(rf, caplog):
    # No database mark on this test: the page must not need one.
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        response = views.server_error(rf.get("/plan/?secret=1"))
    assert response.status_code == 500
    [entry] = caplog.records
    number = entry.args[0]
    assert number in response.content.decode()
    assert "secret" not in entry.getMessage()
    assert entry.exc_info


@pytest.mark.parametrize("view", [views.accessibility, views.privacy, views.cookies, views.gallery])
def test_the_notices_and_the_gallery_are_drawn(rf, view):
    response = view(rf.get("/"))
    assert response.status_code == 200
    assert b"<h1>" in response.content


def test_the_notices_use_the_words_of_the_office(rf):
    office = SimpleNamespace(
        office_name="Swyddfa Dyfed", body_name="Dyfed body", contact_email="a@example.org", notice=""
    )
    for name in ("accessibility", "privacy"):
        html = page(rf, f"ui/{name}.html", {"office": office})
        assert "a@example.org" in html
    assert "Dyfed body" in html


def test_every_page_leads_to_the_notices(rf):
    html = page(rf)
    for address in ("/accessibility/", "/privacy/", "/cookies/"):
        assert f'<a href="{address}">' in html


def test_a_message_is_shown_once_and_announced(rf):
    messages = [SimpleNamespace(level_tag="success", __str__=lambda self: "Saved")]
    html = Template('{% include "ui/parts/messages.html" %}').render(Context({"messages": messages}))
    assert 'role="status"' in html
