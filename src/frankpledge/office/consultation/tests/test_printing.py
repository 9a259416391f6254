"""The questionnaire on paper: the same words and numbers as on the web, readable by machine, one code a copy."""

from __future__ import annotations

import io

import pytest

from frankpledge.office.consultation import paper, printing, queries, use_cases
from frankpledge.office.consultation.models import Consultation

from .conftest import NOON, OPERATOR

BY = {"by": OPERATOR, "now": NOON}


@pytest.fixture
def found(unpublished) -> Consultation:
    """One question of every kind, one of which depends on an answer."""
    pairs = [("yes", "Yes"), ("no", "No")]
    for wording in (
        use_cases.Wording("why", "free_text", "Why not?", shown_if={"question": "safe", "any_of": ["no"]}),
        use_cases.Wording("often", "scale", "How often?", options=[("always", "Always"), ("never", "Never")]),
        use_cases.Wording("each", "grid", "Each of these?", options=pairs, rows=[("a", "By day"), ("b", "By night")]),
        use_cases.Wording("when", "date", "When?"),
        use_cases.Wording("where", "postcode", "Where?"),
        use_cases.Wording("district", "area", "Which district?", area_level="district"),
    ):
        use_cases.add_question(consultation=unpublished.consultation, wording=wording, **BY)
    return queries.consultation("plan-2026")


def copy_for(found: Consultation, section: str, **more) -> queries.PaperCopy:
    return queries.paper_copy(found, queries.section(found, section), **more)


def test_questions_have_the_numbers_that_they_have_on_the_web(found):
    numbered = [(one.number, one.wording) for one in copy_for(found, "workforce").questions]
    assert numbered[:5] == [
        (1, "What matters most to you?"),
        (2, "How safe do you feel?"),
        (3, "Whom have you seen?"),
        (4, "What do you need for your work?"),
        (5, "Why not?"),
    ]
    assert [one.number for one in copy_for(found, "residents").questions] == list(range(1, 10))


def test_a_question_that_depends_on_an_answer_says_so_by_number(found):
    why = copy_for(found, "residents").questions[3]
    assert why.condition == "Only if you ticked “Not safe” at question 2."


def test_every_kind_of_question_can_be_answered_with_a_pen(found):
    html = printing.html_of(copy_for(found, "residents"))
    for words in ("Tick one box in each row.", "By night", "Day", "Only if you ticked “Not safe” at question 2."):
        assert words in html
    assert html.count("pc-grid") > 1


def test_large_print_asks_a_grid_row_by_row_and_is_larger(found):
    html = printing.html_of(copy_for(found, "residents", large=True))
    assert 'class="pc pc-large"' in html
    assert "<table" not in html


def test_a_copy_carries_its_code_and_another_copy_another(found):
    codes = paper.new_sheet_codes(3)
    html = printing.html_of(copy_for(found, "residents"), codes)
    assert all(code in html for code in codes)
    assert html.count("<article") == 3


def test_it_says_where_it_goes_back_to_and_how_to_get_help(found):
    use_cases.set_return_address(consultation=found, address="FREEPOST PLAN\nMarshland", **BY)
    html = printing.html_of(copy_for(queries.consultation("plan-2026"), "residents"))
    assert "FREEPOST PLAN<br>Marshland" in html
    assert "office@example.org" in html
    assert "https://plan.example.org/consultation/plan-2026/" in html


def test_what_people_wrote_as_words_cannot_become_markup(found):
    use_cases.set_return_address(consultation=found, address="<script>alert(1)</script>", **BY)
    assert "<script>" not in printing.html_of(copy_for(queries.consultation("plan-2026"), "residents"))


def test_the_pdf_is_tagged_has_a_title_and_a_language_and_is_set_once(found, settings, tmp_path):
    pytest.importorskip("weasyprint")
    from pypdf import PdfReader

    settings.FRANKPLEDGE_HOME = tmp_path
    copy = copy_for(found, "residents")
    pdf = printing.kept_pdf_of(copy)
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert "Your police and fire plan" in reader.metadata.title
    text = "".join(page.extract_text() for page in reader.pages)
    assert "draft: not for use" in text
    kept = list((tmp_path / "paper").iterdir())
    assert len(kept) == 1
    assert printing.kept_pdf_of(copy) == pdf == kept[0].read_bytes()
