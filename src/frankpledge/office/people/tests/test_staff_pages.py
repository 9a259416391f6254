"""The administrator's pages: people, posts, and the words of the office."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from frankpledge.office.people import queries, urls, use_cases
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Office, Organisation, Person, Post, PostHolding, Role, RoleHeld
from frankpledge.office.people.testing import NOON, a_person, a_post, an_office, signed_in
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

pytestmark = pytest.mark.django_db
OFFICE_TABLES = (Office, Organisation, Person, Post, PostHolding, RoleHeld, AuditEntry)


@pytest.fixture(autouse=True)
def office():
    return an_office()


@pytest.fixture
def administrator() -> Person:
    return a_person(Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


@pytest.fixture
def lead() -> Person:
    return a_person(Role.LEAD, name="Lena Leadwell")


def text_of(answer) -> str:
    return answer.content.decode()


def everything() -> list:
    return [list(table.objects.order_by("pk").values()) for table in OFFICE_TABLES]


def staff_addresses(person: Person, post: Post) -> list[str]:
    names = [pattern.name for pattern in urls.urlpatterns if str(pattern.pattern).startswith("staff/")]
    keys = {"person": person.pk, "post": post.pk, "appoint": post.pk, "end_holding": post.holdings.get().pk}
    plain = {"people", "add_person", "posts", "add_post", "add_organisation", "office"}
    return [reverse(f"people:{name}", args=[] if name in plain else [keys.get(name, person.pk)]) for name in names]


def test_every_page_opens_for_an_administrator_without_a_query_while_it_is_drawn(
    desk, lead, django_assert_max_num_queries
):
    post = a_post("Head of Roads", holder=lead)
    for address in staff_addresses(lead, post):
        with no_queries_while_rendering(), django_assert_max_num_queries(29):
            answer = desk.get(address)
        assert answer.status_code == 200, address
        assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_nobody_else_gets_in_and_their_posts_change_no_row(client, role):
    held = a_person(Role.LEAD, name="Lena Leadwell", email="lena@example.org")
    post = a_post("Head of Roads", holder=held)
    visitor = signed_in(a_person(role)) if role else client
    may_name_posts = {"/staff/posts/", "/staff/posts/add/", "/staff/posts/organisation/", f"/staff/posts/{post.pk}/"}
    before = everything()
    for address in staff_addresses(held, post):
        if role == Role.POLICY_OFFICER and address in may_name_posts:
            assert visitor.get(address).status_code == 200
            continue
        for answer in (
            visitor.get(address),
            visitor.post(address, {"name": "X", "email": "x@example.org", "roles": "lead"}),
        ):
            if role is None:
                assert answer["Location"].startswith("/sign-in/?next=/staff/"), address
            else:
                assert answer.status_code == 403, address
    assert everything() == before


def test_an_administrator_invites_somebody_and_sees_them_in_the_list(desk):
    answer = desk.post(
        "/staff/people/add/", {"name": "Nora New", "email": "Nora@Example.org", "roles": ["lead", "clerk"]}, follow=True
    )
    page = text_of(answer)
    assert "The invitation is on its way." in page
    assert ">Invited</strong>" in page
    assert mail.outbox[0].to == ["nora@example.org"]
    assert "/join/" not in page, "with a mail server the link goes to its owner alone"
    assert "Nora New" in text_of(desk.get("/staff/people/?state=invited&role=clerk&text=nora"))
    again = desk.post("/staff/people/add/", {"name": "N", "email": "NORA@example.org"})
    assert "Somebody already has the address" in text_of(again)
    assert Person.objects.filter(email__iexact="nora@example.org").count() == 1


def test_where_e_mail_is_only_printed_the_administrator_passes_the_link_on(desk, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    answer = desk.post("/staff/people/add/", {"name": "Nora New", "email": "nora@example.org"}, follow=True)
    assert "https://plan.example.org/join/" in text_of(answer)
    address = answer.redirect_chain[-1][0]
    assert "https://plan.example.org/join/" not in text_of(desk.get(address)), "it is shown once"
    assert "/join/" in capsys.readouterr().out


def test_mistakes_in_the_form_are_told_beside_the_field_and_nothing_is_kept(desk):
    before = everything()
    page = text_of(desk.post("/staff/people/add/", {"name": "", "email": "nora", "roles": ["king"]}))
    assert "There is a problem" in page
    assert "Enter their name" in page
    assert "Enter an e-mail address, like name@example.org" in page
    assert everything() == before


def test_roles_are_changed_and_the_last_administrator_stays(desk, administrator, lead):
    desk.post(f"/staff/people/{lead.pk}/roles/", {"roles": ["clerk", "member"]})
    assert set(RoleHeld.objects.filter(person=lead).values_list("role", flat=True)) == {"clerk", "member"}
    page = text_of(desk.get(f"/staff/people/{lead.pk}/"))
    assert "Assembly member" in page
    refused = desk.post(f"/staff/people/{administrator.pk}/roles/", {"roles": []})
    assert "is the only administrator" in text_of(refused)


def test_somebody_is_deactivated_with_their_posts_handed_over(desk, lead):
    successor = a_person(Role.LEAD, name="Sam Successor", email="sam@example.org")
    post = a_post("Head of Roads", holder=lead)
    address = f"/staff/people/{lead.pk}/deactivate/"
    assert "Head of Roads" in text_of(desk.get(address))
    assert "Choose who takes over" in text_of(desk.post(address, {"successor": ""}))
    assert "is not one of the available choices" in text_of(desk.post(address, {"successor": str(lead.pk)}))
    done = desk.post(address, {"successor": str(successor.pk)}, follow=True)
    assert "can no longer sign in" in text_of(done)
    assert queries.holder(post, timezone.localdate()) == successor
    back = desk.post(f"/staff/people/{lead.pk}/reactivate/", follow=True)
    assert "is back. Now invite them." in text_of(back)


def test_a_post_is_added_filled_and_vacated(desk, lead):
    office = Organisation.objects.get(kind="office")
    desk.post("/staff/posts/add/", {"title": "Head of Roads", "organisation": str(office.pk)})
    post = Post.objects.get(title="Head of Roads")
    assert "Vacant" in text_of(desk.get("/staff/posts/"))
    day = {"start_day": "1", "start_month": "6", "start_year": "2025"}
    desk.post(f"/staff/posts/{post.pk}/appoint/", {"person": str(lead.pk), **day})
    assert "Lena Leadwell, since 1 June 2025" in text_of(desk.get("/staff/posts/"))
    held = desk.post(f"/staff/posts/{post.pk}/appoint/", {"person": str(lead.pk), **day})
    assert "is held by Lena Leadwell" in text_of(held)
    holding = post.holdings.get()
    early = {"end_day": "1", "end_month": "5", "end_year": "2025"}
    assert "before the first" in text_of(desk.post(f"/staff/holdings/{holding.pk}/end/", early))
    desk.post(f"/staff/holdings/{holding.pk}/end/", {**early, "end_month": "7"})
    holding.refresh_from_db()
    assert holding.end.isoformat() == "2025-07-01"


def test_the_words_are_previewed_then_saved(desk, office):
    words = {name: getattr(office, name) for name in queries.rules.WORDS}
    changed = {**words, "panel_short": "the forum", "panel_name": "Fenland Forum"}
    preview = text_of(desk.post("/staff/office/", {**changed, "preview": "1"}))
    assert "not saved yet" in preview
    assert "The forum asked the Governor" in preview
    assert queries.office().panel_name == "Marshland Scrutiny Assembly"
    saved = text_of(desk.post("/staff/office/", changed, follow=True))
    assert "uses these words from now on" in saved
    assert queries.office().panel_short == "forum"
    wrong = text_of(desk.post("/staff/office/", {**changed, "plan_title": "", "site_address": "x"}))
    assert "Enter the title of the plan" in wrong
    assert "is not a web address" in text_of(desk.post("/staff/office/", {**changed, "site_address": "x"}))


def test_unknown_people_posts_and_holdings_are_not_found(desk):
    for address in ("/staff/people/999/", "/staff/posts/999/", "/staff/holdings/999/end/", "/staff/people/999/roles/"):
        assert desk.get(address).status_code == 404


def test_names_with_markup_are_shown_as_text(desk):
    use_cases.add_person(email="x@example.org", name="<script>x</script>", by=Operator(), now=NOON)
    page = text_of(desk.get("/staff/people/"))
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
