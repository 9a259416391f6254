"""An office and its people are made from the terminal: by options, by answering questions, with exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from django.test import Client

from frankpledge.cli import people as people_commands
from frankpledge.cli.main import main
from frankpledge.office.people import queries
from frankpledge.office.people.models import Office, Person
from frankpledge.office.places.models import Area

pytestmark = pytest.mark.django_db
ADMIN = ("--admin-email", "ada@example.org", "--admin-name", "Ada Admin")
PASSWORD = "four brown cows sleeping"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.FRANKPLEDGE_HOME = tmp_path
    return tmp_path


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=stdin, catch_exceptions=False)


def create(*words: str, stdin: str = "") -> Result:
    return run("office", "create", *words, stdin=stdin)


def test_an_office_is_created_by_the_name_of_its_force_with_areas_and_an_administrator():
    result = create("--force", "cambridgeshire", *ADMIN)
    assert result.exit_code == 0, result.output
    office = queries.office()
    assert (office.area_code, office.force_name) == ("E23000023", "Cambridgeshire Constabulary")
    assert Area.objects.filter(parent__code="E23000023").count() == 6
    link = next(word for word in result.output.split() if "/join/" in word)
    assert link.startswith("http://localhost:8000/join/")
    assert mail.outbox == []
    path = link.removeprefix("http://localhost:8000")
    assert Client().post(path, {"password": PASSWORD}).status_code == 302
    assert Person.objects.get(email="ada@example.org").check_password(PASSWORD)


def test_a_second_office_is_refused_politely_and_changes_nothing():
    create("--area", "W15000004", *ADMIN)
    result = create("--force", "Kent Police", *ADMIN)
    assert result.exit_code == 1
    assert "already holds the office" in result.stderr
    assert "use another data folder" in result.stderr
    assert queries.office().area_name == "Dyfed-Powys"


def test_words_given_take_the_place_of_words_offered_and_json_is_one_object():
    result = create("--area", "e23000032", "--panel-name", "Kent Forum", "--fire-name", "", *ADMIN, "--json")
    answer = json.loads(result.stdout)
    assert answer["area_name"] == "Kent"
    assert answer["roles"] == ["administrator"]
    assert "/join/" in answer["invitation"]
    assert queries.office().panel_name == "Kent Forum"


def test_with_a_mail_server_the_invitation_is_e_mailed_and_not_printed(monkeypatch, settings):
    settings.EMAIL_BACKEND = "tests.smtp.EmailBackend"
    monkeypatch.setattr("frankpledge.office.notices.tasks.enqueue", lambda *words, **more: None)
    result = create("--area", "E23000032", *ADMIN, "--json")
    answer = json.loads(result.stdout)
    assert (answer["invitation"], answer["mailed"]) == (None, True)


def test_a_password_comes_from_standard_input_and_is_never_printed():
    result = create("--area", "E23000032", *ADMIN, "--admin-password-stdin", stdin=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert "/join/" not in result.output
    assert Person.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "--force (or --area)"),
        (("--force", "Kent Police"), 2, "--admin-email"),
        (("--force", "Kent Police", "--area", "E23000032", *ADMIN), 2, "not both"),
        (("--force", "Ruritania Police", *ADMIN), 1, "No police force is called"),
        (("--area", "E99999999", *ADMIN), 1, "not the code of a police force area"),
        (("--area", "E23000032", "--admin-email", "ada", "--admin-name", "Ada"), 1, "not an e-mail address"),
        (("--area", "E23000032", "--plan-title", " ", *ADMIN), 1, "title of the plan"),
    ],
)
def test_wrong_use_is_2_a_refusal_is_1_and_no_half_office_is_left(words, code, told):
    result = create(*words)
    assert result.exit_code == code
    assert told in result.stderr
    assert not Office.objects.exists()
    assert not Person.objects.exists()


def test_a_weak_password_leaves_no_office_without_an_administrator():
    result = create("--area", "E23000032", *ADMIN, "--admin-password-stdin", stdin="short\n")
    assert (result.exit_code, Office.objects.count(), Area.objects.count()) == (1, 0, 0)


def test_on_a_terminal_it_asks_for_what_is_missing_and_offers_words(monkeypatch):
    monkeypatch.setattr(people_commands, "_on_terminal", lambda: True)
    answers = [
        "Ruritania",
        "Kent Police",
        *[""] * 3,
        "The Kent Forum",
        *[""] * 10,
        "ada@example.org",
        "Ada Admin",
        PASSWORD,
    ]
    result = create(stdin="\n".join([*answers, PASSWORD]) + "\n")
    assert result.exit_code == 0, result.output
    assert "No police force is called" in result.stderr
    assert queries.office().panel_name == "The Kent Forum"
    assert queries.office().plan_title == "Police and Crime Plan for Kent"
    assert Person.objects.get().check_password(PASSWORD)
    assert PASSWORD not in result.output


def test_somebody_is_added_with_roles_and_gets_a_link():
    create("--area", "E23000032", *ADMIN)
    result = run(
        "user",
        "add",
        "--email",
        "Lena@example.org",
        "--name",
        "Lena Lead",
        "--role",
        "lead",
        "--role",
        "clerk",
        "--json",
    )
    answer = json.loads(result.stdout)
    assert answer["roles"] == ["clerk", "lead"]
    assert "/join/" in answer["invitation"]
    again = run("user", "add", "--email", "LENA@example.org", "--name", "Lena")
    assert again.exit_code == 1
    assert "already has the address" in again.stderr
    assert run("user", "add", "--email", "x@example.org", "--name", "X", "--role", "king").exit_code == 2
    done = run("user", "add", "--email", "y@example.org", "--name", "Y", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert "can sign in with the password given" in done.output
    assert Person.objects.get(email="y@example.org").joined_at is not None


def test_nobody_is_added_where_there_is_no_office():
    result = run("user", "add", "--email", "x@example.org", "--name", "X")
    assert result.exit_code == 1
    assert "frankpledge office create" in result.stderr
