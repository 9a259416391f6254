"""The builder by browser alone and without script: every kind, branching, undo, codes, languages, paper, checklist."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.models import AccessCode, Consultation, Question, Section
from frankpledge.office.people.testing import signed_in
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOON, OPERATOR, draft, questionnaire
from .test_staff_pages import BUILD, DATES, HOME, words

BY = {"by": OPERATOR, "now": NOON}
LIST = "/staff/consultations/"


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def pat(policy_officer, clock):
    with no_queries_while_rendering():
        yield signed_in(policy_officer)


@pytest.fixture
def ana(analyst, clock):
    with no_queries_while_rendering():
        yield signed_in(analyst)


def question(code: str) -> Question:
    return Question.objects.get(code=code)


def test_each_kind_asks_only_for_what_belongs_to_it(unpublished, pat):
    asked = {
        "free_text": ("options", "rows", "area_level"),
        "scale": ("rows", "area_level"),
        "grid": ("area_level",),
        "area": ("options", "rows", "scale"),
    }
    for kind, absent in asked.items():
        page = pat.get(f"{BUILD}questions/add/?kind={kind}").content.decode()
        assert all(f'name="{name}"' not in page for name in absent)
    assert pat.get(f"{BUILD}questions/add/?kind=riddle").status_code == 200


def test_a_scale_is_made_from_a_ready_one_and_a_grid_from_rows_and_columns(unpublished, pat):
    pat.post(f"{BUILD}questions/add/", {"wording": "How good?", "kind": "scale", "scale": "quality"})
    assert next(code for code, _words in question("how-good").options) == "very-good"
    page = pat.post(f"{BUILD}questions/add/", {"wording": "Each?", "kind": "grid", "scale": "quality"})
    assert "Give at least one row" in words(page)
    pat.post(f"{BUILD}questions/add/", {"wording": "Each?", "kind": "grid", "scale": "quality", "rows": "Day\nNight"})
    assert question("each").rows == [["day", "Day"], ["night", "Night"]]
    points = "\n".join(str(at) for at in range(12))
    page = pat.post(f"{BUILD}questions/add/", {"wording": "Long?", "kind": "scale", "options": points})
    assert "Give at most 11 points, not 12" in words(page)


def test_a_question_is_made_to_depend_on_an_answer_in_two_steps_without_script(unpublished, pat):
    there = f"{BUILD}question/seen/if/"
    assert "It is asked of everybody in its section." in words(pat.get(there))
    page = words(pat.get(f"{there}?on=safe"))
    assert "Asked of those who answered" in page
    refused = pat.post(f"{there}?on=safe", {})
    assert refused.status_code == 422
    assert "Choose at least one answer" in words(refused)
    assert pat.post(f"{there}?on=safe", {"any_of": ["no"]}).url == f"{BUILD}#question-seen"
    assert "Asked only of those who answered “Not safe”" in words(pat.get(BUILD))
    pat.post(f"{there}?on=", {})
    assert question("seen").shown_if == {}


def test_where_nothing_can_be_depended_on_the_page_says_so(unpublished, pat):
    assert "there is nothing on which it could depend" in words(pat.get(f"{BUILD}question/matters/if/"))


def test_what_was_taken_away_can_be_put_back_from_the_same_page(unpublished, pat):
    assert pat.post(f"{BUILD}question/safe/", {"act": "remove"}).url.endswith("#removed")
    assert "The question “How safe do you feel?” was taken away." in words(pat.get(BUILD))
    pat.post(f"{BUILD}put-back/")
    assert list(Question.objects.values_list("code", flat=True)) == ["matters", "safe", "seen", "tools"]
    assert "was taken away" not in words(pat.get(BUILD))
    pat.post(f"{BUILD}section/workforce/", {"act": "remove"})
    pat.post(f"{BUILD}put-back/")
    assert Section.objects.filter(code="workforce").exists()
    assert pat.post(f"{BUILD}put-back/").url == BUILD


def test_a_question_is_doubled_and_worded_otherwise_for_one_section(unpublished, pat):
    pat.post(f"{BUILD}question/safe/", {"act": "duplicate"})
    assert question("safe-2").wording == "How safe do you feel?"
    there = f"{BUILD}question/safe/words/partners/"
    assert "Everybody else is asked: How safe do you feel?" in words(pat.get(there))
    pat.post(there, {"wording": "How safe do your members feel?", "help_text": ""})
    assert "Other words for “I answer for an organisation”" in words(pat.get(BUILD))


def test_a_section_for_victims_or_the_young_begins_with_what_usually_fits_them(unpublished, pat):
    page = pat.get(f"{BUILD}sections/add/?audience=victims").content.decode()
    assert "I have been a victim of crime" in page
    assert 'name="quick_exit"' in page
    given = {"title": "I am under 18", "audience": "young", "youngest": "11", "guardian_until": "13"}
    pat.post(f"{BUILD}sections/add/?audience=young", given)
    made = Section.objects.get(audience="young")
    assert (made.youngest, made.guardian_until, made.admission) == (11, 13, "open")
    assert "from age 11 · a guardian agrees below 13" in words(pat.get(BUILD))
    refused = pat.post(f"{BUILD}sections/add/", {"title": "Nobody", "youngest": "13", "guardian_until": "12"})
    assert "no guardian can agree for them" in words(refused)


def test_an_empty_draft_offers_the_questionnaire_of_an_earlier_consultation(unpublished, pat):
    draft("plan-2030")
    there = f"{LIST}plan-2030/questionnaire/"
    assert "take over the questionnaire of an earlier consultation" in words(pat.get(there))
    assert "Your police and fire plan: 4 questions" in words(pat.get(f"{there}copy/"))
    pat.post(f"{there}copy/", {"source": "plan-2026"})
    assert Consultation.objects.get(code="plan-2030").questions.count() == 4


def test_everything_that_can_be_said_of_a_consultation_is_kept(office, pat):
    given = {
        "title": "Plan",
        "about": "Tell us.",
        **DATES,
        "decision_on_day": "1",
        "decision_on_month": "7",
        "decision_on_year": "2026",
        "subject": "plan",
        "subject_reference": "/plan/2021/",
        "alternatives": "None were realistic.",
        "late_rule": "mark",
        "asks_equality": "on",
        "offers_result_mail": "on",
    }
    pat.post(f"{LIST}new/", given)
    made = Consultation.objects.get()
    assert (made.subject, made.subject_reference, made.late_rule) == ("plan", "plan/2021", "mark")
    assert made.asks_equality
    assert made.offers_result_mail
    page = words(pat.get(f"{LIST}plan/"))
    assert "1 July 2026" in page
    assert "plan/2021" in page
    refused = pat.post(f"{LIST}plan/edit/", given | {"decision_on_month": "5"})
    assert "before the consultation has closed" in words(refused)


def test_the_list_is_searched_filtered_and_says_when_nothing_fits(unpublished, pat):
    assert "Your police and fire plan" in words(pat.get(LIST))
    assert "Your police and fire plan" in words(pat.get(f"{LIST}?state=draft&q=police"))
    for nothing in ("?state=open", "?q=horses", "?subject=precept"):
        assert "No consultation fits these filters." in words(pat.get(f"{LIST}{nothing}"))
    use_cases.publish_consultation(consultation=unpublished.consultation, **BY)
    assert "Open until the end of 31 May 2026" in words(pat.get(f"{LIST}?state=open"))


def test_publishing_without_what_the_law_asks_needs_a_tick_and_a_reason_that_is_kept(office, pat):
    questionnaire(subject="plan")
    page = words(pat.get(f"{HOME}publish/"))
    assert "The views of victims of crime are asked for (statute: Police Act 1996, section 96(1A))" in page
    refused = pat.post(f"{HOME}publish/", {})
    assert refused.status_code == 422
    assert Consultation.objects.get().published_at is None
    pat.post(f"{HOME}publish/", {"nevertheless": "on", "why": "Victims are asked by a survey of their own."})
    assert Consultation.objects.get().published_at == NOON
    entry = AuditEntry.objects.get(verb="consultation published")
    assert entry.why == "Victims are asked by a survey of their own."
    assert "views-of-victims" in entry.detail["without_evidence"]


def test_the_checklist_is_filled_in_item_by_item(unpublished, pat, policy_officer):
    assert "Nothing shown yet" in words(pat.get(f"{HOME}checklist/"))
    there = f"{HOME}checklist/time/"
    assert "It is open for 31 days" in words(pat.get(there))
    refused = pat.post(there, {"evidence": "", "link": "nowhere", "not_applicable": ""})
    assert "A link starts with https://" in words(refused)
    pat.post(there, {"evidence": "A month is enough.", "link": "/meetings/", "not_applicable": ""})
    page = words(pat.get(f"{HOME}checklist/"))
    assert "A month is enough." in page
    assert f"Noted by {policy_officer.name} on 6 May 2026" in page
    assert pat.get(f"{HOME}checklist/luck/").status_code == 404


def test_codes_are_made_shown_once_and_counted_and_only_digests_are_kept(office, pat):
    made = questionnaire()
    rules = use_cases.SectionRules(audience="workforce", admission="by_code")
    use_cases.edit_section(section=made.sections["workforce"], title="Staff", hint="", conditions=rules, **BY)
    there = f"{BUILD}section/workforce/codes/"
    assert "not kept" in words(pat.get(there))
    assert pat.post(there, {"how_many": "0", "act": "letters"}).status_code == 422
    letters = pat.post(there, {"how_many": "3", "act": "letters"})
    assert letters["Cache-Control"] == "no-store, private"
    assert letters.content.decode().count("fp-letter-code") == 3
    table = pat.post(there, {"how_many": "2", "act": "csv"}).content.decode()
    codes = [line.rpartition(",")[2] for line in table.splitlines()[1:]]
    assert len(codes) == 2
    assert AccessCode.objects.count() == 5
    assert not AccessCode.objects.filter(digest__in=codes).exists()
    assert "5 single-use codes" in words(pat.get(BUILD))
    pat.post(there, {"act": "withdraw"})
    assert not AccessCode.objects.exists()


def test_the_preview_shows_every_page_of_a_section_and_keeps_nothing(unpublished, pat):
    young = use_cases.SectionRules(audience="young", youngest=11, guardian_until=13, introduction="No wrong answers.")
    use_cases.add_section(
        consultation=unpublished.consultation, code="young", title="I am young", conditions=young, **BY
    )
    page, seen = pat.get(f"{BUILD}preview/?section=young&page=1"), []
    while True:
        seen.append(words(page))
        onward = pat.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"answer": "x"}).url
        if onward == BUILD:
            break
        page = pat.get(f"{BUILD}preview/{onward}")
    assert "Page 7 of 7" in seen[-1]
    assert "How old are you?" in seen[2]
    assert "Ask at home first" in seen[3]
    assert "Question 1 of 3" in seen[4]
    assert "No wrong answers." in seen[4]
    assert not unpublished.consultation.responses.exists()
    assert pat.get(f"{BUILD}preview/?section=gone&lang=xx&page=99").status_code == 200


def test_a_translation_is_typed_side_by_side_and_what_another_changed_meanwhile_stays(unpublished, pat):
    languages = f"{BUILD}translations/"
    assert "It is offered in one language only." in words(pat.get(languages))
    assert pat.post(f"{languages}add/", {"known": "cy", "other": ""}).url == f"{languages}cy/"
    there = f"{languages}cy/"
    page = pat.get(there)
    assert "texts are not translated yet" in words(page)
    sent = {
        field.split('"')[0]: mark.split('"')[0]
        for field, mark in (
            part.split('" value="', 1) for part in page.content.decode().split('type="hidden" name="was-')[1:]
        )
    }
    given = {f"was-{path}": mark for path, mark in sent.items()} | {f"text-{path}": "" for path in sent}
    pat.post(there, given | {"text-title": "Ein cynllun", "text-about": ""})
    kept = dict(unpublished.consultation.translations.values_list("path", "text"))
    assert kept == {"title": "Ein cynllun"}
    answer = pat.post(there, given | {"text-title": "Teitl arall"}, follow=True)
    assert "Somebody else changed these meanwhile, so they stay as they were: title." in words(answer)
    assert unpublished.consultation.translations.get().text == "Ein cynllun"
    assert "1 of" in words(pat.get(languages))
    assert "Ein cynllun" not in words(pat.get(f"{there}?show=missing"))


def test_a_translation_goes_to_a_translator_and_comes_back_as_a_file(unpublished, pat):
    there = f"{BUILD}translations/cy/"
    out = pat.get(f"{there}texts.csv").content.decode()
    filled = out.replace("Your police and fire plan,", "Your police and fire plan,Ein cynllun", 1)
    file = SimpleUploadedFile("cy.csv", filled.encode())
    page = pat.post(f"{there}bring-in/", {"file": file}, follow=True)
    assert "rows read. 1 text was saved." in words(page)
    broken = pat.post(f"{there}bring-in/", {"file": SimpleUploadedFile("cy.csv", b"a,b\n1,2\n")})
    assert "has no column “path”" in words(broken)
    assert pat.get(f"{there}texts.xlsx").content[:2] == b"PK"
    assert pat.get(f"{BUILD}translations/not-a-language/").status_code == 404


def test_versions_are_listed_with_what_changed(opened, pat):
    found = queries.consultation("plan-2026")
    texts = {part.part.path: f"cy {part.part.words}" for part in queries.side_by_side(found, "cy")}
    use_cases.save_translation(consultation=found, language="cy", texts=texts, **BY)
    pat.post(f"{BUILD}translations/cy/offer/", {"act": "offer"})
    page = words(pat.get(f"{BUILD}versions/"))
    assert "Version 2" in page
    assert "Version 1" in page
    assert "Words in Welsh" in page
    assert "cy Not safe" in words(pat.get(f"{BUILD}versions/2/"))
    assert pat.get(f"{BUILD}versions/7/").status_code == 404


def test_an_analyst_sees_the_questionnaire_and_is_led_to_nothing_that_they_may_not_change(unpublished, ana):
    use_cases.offer_language(consultation=unpublished.consultation, language="cy", **BY)
    pages = ("", "translations/", "versions/", "paper/", "preview/", "paper/residents/")
    for address in (HOME, f"{HOME}checklist/", LIST, *(f"{BUILD}{page}" for page in pages)):
        page = ana.get(address).content.decode()
        links = [part.split('"')[0] for part in page.split('href="')[1:]]
        forbidden = ("edit/", "/add/", "publish/", "if/", "codes/", "translations/cy/", "return-address/", "/time/")
        assert not [link for link in links if any(word in link for word in forbidden)], address
    assert ana.post(f"{BUILD}question/safe/", {"act": "remove"}).status_code == 403


def test_pages_of_a_long_questionnaire_in_many_languages_need_few_queries(
    unpublished, pat, django_assert_max_num_queries
):
    for number in range(30):
        wording = use_cases.Wording(f"more-{number}", "free_text", f"And {number}?")
        use_cases.add_question(consultation=unpublished.consultation, wording=wording, **BY)
    for language in ("cy", "pl", "ro", "ur", "pa", "gu"):
        use_cases.offer_language(consultation=unpublished.consultation, language=language, **BY)
    for address in (HOME, BUILD, f"{BUILD}translations/", f"{BUILD}translations/cy/", f"{BUILD}paper/", LIST):
        with django_assert_max_num_queries(22):
            assert pat.get(address).status_code == 200
    for address in (f"{BUILD}preview/?page=20", f"{BUILD}paper/residents/"):
        with django_assert_max_num_queries(14):
            assert pat.get(address).status_code == 200


def test_anybody_prints_the_paper_version_once_it_is_published(unpublished, pat):
    visitor = Client()
    assert visitor.get("/consultation/plan-2026/paper/").status_code == 404
    assert "draft: not for use" in words(pat.get(f"{BUILD}paper/residents/"))
    rules = use_cases.SectionRules(audience="workforce", admission="by_code")
    use_cases.edit_section(section=unpublished.sections["workforce"], title="Staff", hint="", conditions=rules, **BY)
    use_cases.publish_consultation(consultation=unpublished.consultation, **BY)
    page = words(visitor.get("/consultation/plan-2026/paper/"))
    assert "I live or work here" in page
    assert "Staff" not in page
    assert "3. Whom have you seen?" in words(visitor.get("/consultation/plan-2026/paper/residents/?size=large"))
    assert visitor.get("/consultation/plan-2026/paper/workforce/").status_code == 404
    assert pat.get(f"{BUILD}paper/workforce/").status_code == 200


def test_copies_with_codes_are_made_after_publication_and_not_too_many_as_pdf(opened, ana):
    there = f"{BUILD}paper/residents/copies/"
    assert ana.get(there).status_code == 200
    made = ana.post(there, {"how_many": "4", "kind": "page", "language": ""})
    assert made.content.decode().count("pc-sheet") == 4
    refused = ana.post(there, {"how_many": "60", "kind": "pdf", "language": ""})
    assert "A PDF holds at most 10 copies" in words(refused)


def test_the_return_address_can_be_set_after_publication_too(opened, pat):
    assert "No return address is given yet." in words(pat.get(f"{BUILD}paper/"))
    pat.post(f"{BUILD}paper/return-address/", {"address": "FREEPOST PLAN"})
    assert "FREEPOST PLAN" in words(pat.get(f"{BUILD}paper/"))
