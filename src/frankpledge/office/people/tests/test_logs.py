"""Nobody who reads the log can open what was sent to one person alone."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from frankpledge.office.people.access import personal_link, public
from frankpledge.office.ui.logs import WithoutPersonalLinks

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def refuse(request, **_parts):
    return HttpResponse("no", status=422)


def fail(request, **_parts):
    raise RuntimeError("our own mistake")


def page(request, exception=None):
    return HttpResponse("no such page", status=404)


urlpatterns = [
    path("update-link/<str:token>/", personal_link(lambda request, token: refuse(request))),
    path("broken-link/<str:token>/", personal_link(lambda request, token: fail(request))),
    path("measure/<str:code>/", public(lambda request, code: refuse(request))),
]
handler404 = page
handler500 = "frankpledge.office.ui.views.server_error"
SECRET = "t0p-s3cret-t0ken"


@pytest.fixture
def logged(caplog, monkeypatch):
    """What the console's handler would write."""
    caplog.handler.addFilter(WithoutPersonalLinks())
    monkeypatch.setattr(
        "frankpledge.office.ui.views.render_to_string", lambda *_args, **_more: "the page needs all addresses"
    )
    caplog.set_level(logging.WARNING)
    return caplog


def test_a_refused_form_behind_a_personal_link_leaves_no_link_in_the_log(client, logged):
    client.post(f"/update-link/{SECRET}/", {"text": ""})
    assert "Unprocessable Entity: /update-link/<str:token>/" in logged.text
    assert SECRET not in logged.text


def test_our_own_mistake_behind_a_personal_link_leaves_no_link_in_the_log(client, logged):
    client.raise_request_exception = False
    assert client.get(f"/broken-link/{SECRET}/").status_code == 500
    assert "at GET /broken-link/<str:token>/" in logged.text
    assert SECRET not in logged.text


def test_a_link_with_a_letter_too_many_leaves_only_its_beginning(client, logged):
    client.get(f"/update-link/{SECRET}/x/")
    assert "/update-link/…" in logged.text
    assert SECRET not in logged.text


def test_other_addresses_are_logged_as_they_are(client, logged):
    client.get("/measure/burglary/")
    assert "/measure/burglary/" in logged.text


def test_whatever_is_written_to_the_console_goes_through_this_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["links"]
    assert settings.LOGGING["root"]["handlers"] == ["console"]
