"""Addresses under which a questionnaire is made, looked at, translated, printed and checked."""

from django.urls import path

from .views import asking, checklist, paper, preview, versions

HOME = "staff/consultations/<slug:code>/questionnaire/"
SECTION = f"{HOME}section/<slug:section_code>/"
LANGUAGE = f"{HOME}translations/<slug:language>/"
QUESTION = f"{HOME}question/<slug:question_code>/"

BUILDING = [
    path(HOME, asking.questionnaire, name="questionnaire"),
    path(f"{HOME}sections/add/", asking.add_section, name="add_section"),
    path(SECTION, asking.change_section, name="change_section"),
    path(f"{SECTION}edit/", asking.edit_section, name="edit_section"),
    path(f"{SECTION}codes/", asking.codes, name="codes"),
    path(f"{HOME}questions/add/", asking.add_question, name="add_question"),
    path(QUESTION, asking.change_question, name="change_question"),
    path(f"{QUESTION}edit/", asking.edit_question, name="edit_question"),
    path(f"{QUESTION}if/", asking.ask_if, name="ask_if"),
    path(f"{QUESTION}words/<slug:section_code>/", asking.other_words, name="other_words"),
    path(f"{HOME}put-back/", asking.put_back, name="put_back"),
    path(f"{HOME}copy/", asking.copy, name="copy_questionnaire"),
    path(f"{HOME}preview/", preview.preview, name="preview"),
    path(f"{HOME}versions/", versions.versions, name="versions"),
    path(f"{HOME}versions/<int:number>/", versions.version, name="version"),
    path(f"{HOME}translations/", versions.translations, name="translations"),
    path(f"{HOME}translations/add/", versions.begin_translation, name="begin_translation"),
    path(f"{LANGUAGE}", versions.translation, name="translation"),
    path(f"{LANGUAGE}offer/", versions.change_language, name="change_language"),
    path(f"{LANGUAGE}bring-in/", versions.bring_translation, name="bring_translation"),
    path(f"{LANGUAGE}texts.csv", versions.translation_file, {"kind": "csv"}, name="translation_csv"),
    path(f"{LANGUAGE}texts.xlsx", versions.translation_file, {"kind": "xlsx"}, name="translation_xlsx"),
    path(f"{HOME}paper/", paper.staff_papers, name="staff_papers"),
    path(f"{HOME}paper/return-address/", paper.return_address, name="return_address"),
    path(f"{HOME}paper/<slug:section_code>/", paper.staff_paper, name="staff_paper"),
    path(f"{HOME}paper/<slug:section_code>/questionnaire.pdf", paper.staff_paper_pdf, name="staff_paper_pdf"),
    path(f"{HOME}paper/<slug:section_code>/copies/", paper.copies, name="copies"),
    path("staff/consultations/<slug:code>/checklist/", checklist.checklist, name="checklist"),
    path("staff/consultations/<slug:code>/checklist/<slug:item_code>/", checklist.item, name="checklist_item"),
]

PAPER = [
    path("consultation/<slug:code>/paper/", paper.papers, name="papers"),
    path("consultation/<slug:code>/paper/<slug:section_code>/", paper.public_paper, name="paper"),
    path(
        "consultation/<slug:code>/paper/<slug:section_code>/questionnaire.pdf",
        paper.public_paper_pdf,
        name="paper_pdf",
    ),
]
