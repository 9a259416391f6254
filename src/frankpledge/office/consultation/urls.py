"""Addresses of this room. A permanent reference is its own address."""

from django.urls import path

from .building_urls import BUILDING, PAPER
from .views import building, coding, disclosing, importing, public, questionnaire, reading, receiving, telling

app_name = "consultation"

PUBLIC = [
    path("consultations/", public.consultations, name="consultations"),
    path("consultation/equality-questions/", telling.equality_questions, name="equality_questions"),
    path("consultation/<slug:code>/", questionnaire.about, name="about"),
    path("consultation/<slug:code>/result-mail/", telling.ask, name="ask_for_result"),
    path("result-mail/<str:token>/", telling.by_link, name="result_mail"),
    path("consultation/<slug:code>/start/", questionnaire.start, name="start"),
    path("consultation/<slug:code>/section/", questionnaire.section, name="section"),
    path("consultation/<slug:code>/q/<slug:question_code>/", questionnaire.question, name="question"),
    path("consultation/<slug:code>/q/<slug:question_code>/<slug:row>/", questionnaire.row, name="row"),
    path("consultation/<slug:code>/code/", questionnaire.code_page, name="code"),
    path("consultation/<slug:code>/age/", questionnaire.age, name="age"),
    path("consultation/<slug:code>/guardian/", questionnaire.guardian, name="guardian"),
    path("consultation/<slug:code>/equality/", questionnaire.equality_first, name="equality_first"),
    path("consultation/<slug:code>/equality/<slug:question_code>/", questionnaire.equality, name="equality"),
    path("consultation/<slug:code>/later/", questionnaire.later, name="later"),
    path("consultation/<slug:code>/check/", questionnaire.check, name="check"),
    path("consultation/<slug:code>/receipt/", questionnaire.receipt, name="receipt"),
    path("consultation/<slug:code>/finish/", questionnaire.finish, name="finish"),
    path("consultation/<slug:code>/results/", public.results, name="results"),
    path("theme/<slug:consultation_code>/<slug:code>/", public.theme, name="theme"),
]

RESPONSES = [
    path("response/<slug:code>/<int:number>/", reading.response, name="response"),
    path("response/<slug:code>/<int:number>/consider/", receiving.consider, name="consider"),
    path("response/<slug:code>/<int:number>/withdraw/", receiving.withdraw, name="withdraw_consideration"),
    path("response/<slug:code>/<int:number>/file/<int:key>/", receiving.attachment, name="attachment"),
    path("answer/<slug:code>/<int:number>/<slug:question_code>/", reading.answer, name="answer"),
    path("answer/<slug:code>/<int:number>/<slug:question_code>/code/", coding.code_answer, name="code_answer"),
    path("answer/<slug:code>/<int:number>/<slug:question_code>/words/", coding.clear_words, name="clear_words"),
]

ANSWER = "answer/<slug:code>/<int:number>/<slug:question_code>/"
RESPONSES += [
    path(f"{ANSWER}apart/", disclosing.keep_apart, name="keep_apart"),
    path(f"{ANSWER}translate/", disclosing.translate, name="translate"),
]

HOME = "staff/consultations/"
APART = f"{HOME}<slug:code>/disclosures/<int:number>/<slug:question_code>/"
STAFF = [
    path(HOME, building.consultations, name="staff_consultations"),
    path(f"{HOME}new/", building.begin, name="begin"),
    path(f"{HOME}<slug:code>/", building.consultation, name="staff_consultation"),
    path(f"{HOME}<slug:code>/edit/", building.edit, name="edit"),
    path(f"{HOME}<slug:code>/publish/", building.publish, name="publish"),
    path(f"{HOME}<slug:code>/extend/", building.extend, name="extend"),
    path(f"{HOME}<slug:code>/result-mail/", telling.tell, name="tell_result"),
    path(f"{HOME}<slug:code>/responses/", reading.responses, name="responses"),
    path(f"{HOME}<slug:code>/answers.csv", reading.export_csv, name="export_csv"),
    path(f"{HOME}<slug:code>/answers.xlsx", reading.export_xlsx, name="export_xlsx"),
    path(f"{HOME}<slug:code>/received/", receiving.received, name="received"),
    path(f"{HOME}<slug:code>/received.csv", receiving.received_csv, name="received_csv"),
    path(f"{HOME}<slug:code>/received.xlsx", receiving.received_xlsx, name="received_xlsx"),
    path(f"{HOME}<slug:code>/received/give/", receiving.give, name="give"),
    path(f"{HOME}<slug:code>/import/", importing.bring_in, name="bring_in"),
    path(f"{HOME}<slug:code>/import/<int:upload_id>/", importing.match, name="match"),
    path(f"{HOME}<slug:code>/import/<int:upload_id>/progress/", importing.progress, name="import_progress"),
    path(f"{HOME}<slug:code>/import/rejects/<slug:name>.csv", importing.rejected, name="rejected"),
    path(f"{HOME}<slug:code>/themes/", coding.themes, name="themes"),
    path(f"{HOME}<slug:code>/themes/suggest/", coding.suggest, name="suggest"),
    path(f"{HOME}<slug:code>/themes/add/", coding.add_theme, name="add_theme"),
    path(f"{HOME}<slug:code>/themes/progress/<str:result_id>/", coding.suggesting, name="suggesting"),
    path(f"{HOME}<slug:code>/theme/<slug:theme_code>/", coding.theme, name="staff_theme"),
    path(f"{HOME}<slug:code>/theme/<slug:theme_code>/merge/", coding.merge, name="merge"),
    path(f"{HOME}<slug:code>/theme/<slug:theme_code>/drop/", coding.drop, name="drop"),
    path(f"{HOME}<slug:code>/theme/<slug:theme_code>/reopen/", coding.reopen, name="reopen"),
    path(f"{HOME}<slug:code>/theme/<slug:theme_code>/move/", coding.move, name="move"),
    path(f"{HOME}<slug:code>/words/", coding.words, name="words"),
    path(f"{HOME}<slug:code>/disclosures/", disclosing.disclosures, name="disclosures"),
    path(f"{HOME}<slug:code>/disclosures/reader/", disclosing.name_reader, name="name_reader"),
    path(f"{APART}", disclosing.disclosure, name="disclosure"),
    path(f"{APART}reopen/", disclosing.reopen_disclosure, name="reopen_disclosure"),
]


urlpatterns = [*PUBLIC, *PAPER, *RESPONSES, *STAFF, *BUILDING]
