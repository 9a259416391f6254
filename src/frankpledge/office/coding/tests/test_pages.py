"""Every page of this room, as somebody who codes sees it."""

from __future__ import annotations

import io

import pytest
from django.test import Client

from frankpledge.office.coding import use_cases
from frankpledge.office.coding.models import AgreementRound, AnalysisRun, FrameVersion, ReadingPlace, TextGroup
from frankpledge.office.consultation.models import Answer, Coding, ThemeChange
from frankpledge.office.people.testing import a_person
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOON, bring_in
from .test_analysing import LETTER, run
from .working import accept_all

BASE = "/staff/consultations/plan-2026/coding/"


@pytest.fixture
def desk(suggested, policy_officer, analyst):
    suggested.themes = accept_all(suggested, policy_officer)
    suggested.policy, suggested.analyst = policy_officer, analyst
    suggested.question = suggested.questions["matters"]
    return suggested


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def get(client, path, django_assert_max_num_queries=None):
    with no_queries_while_rendering():
        answer = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize(
    "path",
    ["", "translate/", "frame/", "frame/fix/", "rules/", "automatic/", "agreement/", "campaigns/", "coded.xlsx",
     "theme/{theme}/", "theme/{theme}/split/"],
)  # fmt: skip
def test_every_page_is_drawn_in_few_queries(desk, path, django_assert_max_num_queries):
    client = signed_in(desk.analyst)
    client.get(BASE)
    with django_assert_max_num_queries(60 if "xlsx" in path else 30):
        get(client, BASE + path.format(theme=desk.themes[0].code))


def test_the_pages_are_drawn_before_there_is_anything(opened, analyst):
    client = signed_in(analyst)
    for path in ["", "translate/", "frame/", "automatic/", "agreement/", "campaigns/", "coded.xlsx"]:
        get(client, BASE + path)


def test_an_answer_is_coded_through_the_pages_without_script(desk):
    client = signed_in(desk.analyst)
    answer = client.post(BASE + "next/", {"question": "matters"})
    place = ReadingPlace.objects.get()
    assert answer["Location"] == f"{BASE}read/{place.pk}/"
    page = get(client, answer["Location"]).decode()
    assert place.answer.redacted in page.replace("&#x27;", "'")
    onward = client.post(answer["Location"], {"act": "code", "theme": [desk.themes[0].code]})
    assert onward.status_code == 302
    assert Coding.objects.get(answer=place.answer, ended_at=None).coder == desk.analyst.reference
    assert ReadingPlace.objects.filter(decided_at=None).count() == 1
    back = client.post(BASE + "undo/", {"question": "matters"})
    assert get(client, back["Location"])


def test_a_decision_without_a_theme_is_refused_in_words(desk):
    client = signed_in(desk.analyst)
    href = client.post(BASE + "next/", {"question": "matters"})["Location"]
    client.post(href, {"act": "code"})
    assert "Choose at least one theme" in get(client, href).decode()


def test_none_of_these_and_skip_go_on_to_the_next(desk):
    client = signed_in(desk.analyst)
    href = client.post(BASE + "next/", {"question": "matters"})["Location"]
    href = client.post(href, {"act": "none"})["Location"]
    href = client.post(href, {"act": "skip"})["Location"]
    assert get(client, href)
    assert sorted(ReadingPlace.objects.exclude(outcome="").values_list("outcome", flat=True)) == ["none", "skipped"]


def test_a_theme_is_found_without_script(desk):
    client = signed_in(desk.analyst)
    href = client.post(BASE + "next/", {"question": "matters"})["Location"]
    page = get(client, f"{href}?find=zzzz").decode()
    assert "No theme has these words." in page
    assert desk.themes[0].name in get(client, f"{href}?find={desk.themes[0].name.split()[0]}").decode()


def test_somebody_elses_answer_in_hand_is_nobodys_business(desk):
    href = signed_in(desk.analyst).post(BASE + "next/", {"question": "matters"})["Location"]
    assert signed_in(desk.policy).get(href).status_code == 404


def test_the_desk_page_takes_few_queries(desk, django_assert_max_num_queries):
    client = signed_in(desk.analyst)
    href = client.post(BASE + "next/", {"question": "matters"})["Location"]
    with django_assert_max_num_queries(30):
        get(client, href)


def test_the_frame_is_described_moved_split_and_taken_back_through_the_pages(desk):
    client, (first, second, _third) = signed_in(desk.policy), desk.themes
    sent = {"name": "Seen on foot", "definition": "Officers on foot.", "includes": "Night patrols", "excludes": "",
            "example": "", "parent": second.code, "before": "", "why": "Clearer"}  # fmt: skip
    assert client.post(f"{BASE}theme/{first.code}/", sent).status_code == 302
    first.refresh_from_db()
    assert (first.name, first.includes, first.parent_id) == ("Seen on foot", "Night patrols", second.pk)
    ticked = [coding.answer_id for coding in Coding.objects.filter(theme=first, ended_at=None)[:2]]
    sent = {"name": "By night", "definition": "At night.", "why": "Two things", "words": "", "answer": ticked}
    assert client.post(f"{BASE}theme/{first.code}/split/", sent).status_code == 302
    assert client.post(f"{BASE}frame/fix/?question=matters", {"why": "First"}).status_code == 302
    assert FrameVersion.objects.get().number == 1
    get(client, f"{BASE}frame/matters/1/")
    step = ThemeChange.objects.filter(verb="split").get()
    get(client, f"{BASE}step/{step.pk}/undo/")
    assert client.post(f"{BASE}step/{step.pk}/undo/", {"why": "One thing after all"}).status_code == 302
    assert Coding.objects.filter(theme=first, ended_at=None, answer_id__in=ticked).count() == 2
    page = get(client, f"{BASE}frame/matters/1/?with=now").decode()
    assert "By night" in page


def test_a_round_is_drawn_coded_by_two_closed_and_settled_through_the_pages(desk):
    one, other = signed_in(desk.analyst), signed_in(desk.policy)
    sent = {"size": "10", "seed": "7", "coders": [desk.analyst.pk, desk.policy.pk], "question": "matters"}
    base = one.post(BASE + "agreement/", sent)["Location"]
    for client, skip in ((one, 0), (other, 3)):
        for at in range(10):
            href = client.get(base + "code/")["Location"]
            assert "machine suggests" not in get(client, href).decode()
            theme = desk.themes[at % 3 if at >= skip else (at + 1) % 3].code
            assert client.post(href, {"act": "code", "theme": [theme]}).status_code == 302
    assert get(one, base)
    assert one.post(base + "close/").status_code == 302
    page = get(one, base).decode()
    assert "Krippendorff" in page
    found = AgreementRound.objects.get()
    assert found.agreements.get(theme=None).n == 10
    open_ = found.answers.filter(settled_at=None)
    assert open_.count() == 3
    order = open_.first().order
    assert one.post(f"{base}{order}/settle/", {"theme": [desk.themes[0].code]}).status_code == 302
    assert open_.count() == 2
    get(one, BASE + "agreement/?question=matters")


def test_a_campaign_is_named_coded_once_and_taken_back_through_the_pages(desk, tmp_path):
    texts = [f"{LETTER} {own}" for own in ["", "", "Our barn burnt down in 2019."] * 4]
    bring_in(desk, tmp_path / "letters.csv", [("residents", text) for text in texts])
    run(desk)
    group = TextGroup.objects.get(kind="campaign")
    client, href = signed_in(desk.analyst), f"{BASE}campaign/{group.pk}/"
    get(client, BASE + "campaigns/")
    client.post(href + "act/", {"act": "name", "name": "Keep the station"})
    client.post(href + "act/", {"act": "code", "theme": [desk.themes[1].code]})
    page = get(client, href).decode()
    assert "Keep the station" in page
    assert "barn burnt down" in page
    held = Coding.objects.filter(theme=desk.themes[1], ended_at=None, answer__group_memberships__group=group)
    assert held.count() == 12
    client.post(f"{BASE}batch/{group.batches.get().pk}/undo/")
    assert held.count() == 0
    client.post(href + "act/", {"act": "dismiss", "why": "They are neighbours"})
    assert "They are neighbours" in get(client, href).decode()
    client.post(href + "act/", {"act": "restore"})
    assert TextGroup.objects.get(pk=group.pk).dismissed_at is None


def test_whoever_finds_that_the_common_words_say_it_all_is_not_given_that_answer_again(desk, tmp_path):
    texts = [f"{LETTER} {own}" for own in ["", "", "Our barn burnt down in 2019."] * 4]
    bring_in(desk, tmp_path / "letters.csv", [("residents", text) for text in texts])
    run(desk)
    group = TextGroup.objects.get(kind="campaign")
    use_cases.name_campaign(group=group, name="Keep the station", by=desk.analyst, now=NOON)
    use_cases.code_common_words(group=group, themes=[desk.themes[1]], by=desk.analyst, now=NOON)
    given = []
    while place := use_cases.next_place(question=desk.question, by=desk.analyst, now=NOON):
        assert place.answer_id not in given, "the same answer was given again"
        given.append(place.answer_id)
        use_cases.decide(place=place, themes=[desk.themes[1]], by=desk.analyst, now=NOON)
    assert Coding.objects.filter(answer_id__in=given, ended_at=None).values("answer_id").distinct().count() == len(
        given
    )


def test_the_page_of_a_run_shows_its_steps_and_offers_to_go_on(desk):
    done = run(desk)
    client = signed_in(desk.analyst)
    page = get(client, f"{BASE}run/matters/{done.number}/").decode()
    assert done.output_sha256 in page
    AnalysisRun.objects.filter(pk=done.pk).update(state="running", seen_at=NOON)
    assert "Go on where it stopped" in get(client, f"{BASE}run/matters/{done.number}/").decode()


def test_the_coded_answers_can_be_taken_away_and_nothing_in_them_runs(desk, policy_officer, tmp_path):
    from openpyxl import load_workbook

    bring_in(desk, tmp_path / "bad.csv", [("residents", '=HYPERLINK("http://example.org") more patrols please')])
    answer = Answer.objects.get(redacted__startswith="=HYPERLINK")
    use_cases.set_rules(question=desk.question, precision=0.9, by=policy_officer, now=NOON)
    book = load_workbook(io.BytesIO(get(signed_in(desk.analyst), BASE + "coded.xlsx")))
    assert book.sheetnames == ["Coded answers", "Frame", "Agreement", "Campaigns", "How it was made"]
    cells = [cell for row in book["Coded answers"].iter_rows() for cell in row if cell.value == answer.redacted]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_member_of_the_public_and_a_lead_are_turned_away(desk):
    assert Client().get(BASE).status_code == 302
    assert signed_in(a_person("lead")).get(BASE).status_code == 403
