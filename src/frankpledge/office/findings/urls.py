"""Addresses of this room. A permanent reference is its own address."""

from django.urls import path

from .views import analyst, assistance, findings, follows, reports

app_name = "findings"

OF = "staff/consultations/<slug:code>/"

PUBLIC = [
    path("consultation/<slug:code>/you-said/", follows.you_said, name="you_said"),
    path("consultation/<slug:code>/report/", reports.report, name="report"),
    path("disposition/<slug:code>/<slug:theme_code>/", follows.disposition, name="disposition"),
    path("finding/<slug:code>/<slug:finding_code>/", reports.finding_address, name="finding_address"),
    path("you-said/<slug:code>/", follows.frozen_you_said, name="frozen_you_said"),
    path("consultation-report/<slug:code>/", reports.frozen_report, name="frozen_report"),
]

FINDINGS = [
    path(f"{OF}findings/", findings.findings, name="findings"),
    path(f"{OF}findings/answers/", findings.answers, name="answers"),
    path(f"{OF}findings/fix/", findings.fix_all, name="fix_all"),
    path(f"{OF}findings/add/<slug:question_code>/", findings.add_finding, name="add_finding"),
    path(f"{OF}findings/<slug:finding_code>/", findings.finding, name="finding"),
    path(f"{OF}findings/<slug:finding_code>/change/", findings.change_finding, name="change_finding"),
    path(f"{OF}findings/<slug:finding_code>/act/", findings.act_on_finding, name="act_on_finding"),
    path(f"{OF}findings/<slug:finding_code>/take-out/", findings.take_out, name="take_out"),
]

FOLLOWS = [
    path(f"{OF}you-said/", follows.staff_you_said, name="staff_you_said"),
    path(f"{OF}you-said/reporting/", follows.set_reporting, name="set_reporting"),
    path(f"{OF}you-said/publish/", follows.publish, name="publish_you_said"),
    path(f"{OF}you-said/line/<path:line>/", follows.change_reason, name="change_reason"),
    path(f"{OF}you-said/theme/<slug:theme_code>/", follows.decide, name="decide"),
    path(f"{OF}you-said/theme/<slug:theme_code>/withdraw/", follows.withdraw, name="withdraw"),
]

REPORTS = [
    path(f"{OF}report/", reports.staff_report, name="staff_report"),
    path(f"{OF}report/draft/", reports.draft, name="draft"),
    path(f"{OF}report/draft.pdf", reports.draft_pdf, name="draft_pdf"),
    path(f"{OF}report/issue/", reports.issue, name="issue"),
]

ANALYST = [
    path(f"{OF}report/analyst/", analyst.analyst, name="analyst"),
    path(f"{OF}report/analyst/give/", analyst.give_out, name="give_out"),
    path(f"{OF}report/analyst/undo/<int:key>/", analyst.undo, name="undo_codes"),
    path(f"{OF}report/analyst/<slug:export_code>/", analyst.take_in, name="take_in"),
]

ASSISTANCE = [
    path("staff/office/assistance/", assistance.set_up, name="assistance"),
    path("staff/office/assistance/greet/", assistance.greet, name="greet"),
    path(f"{OF}themes/assistant/", assistance.assistant, name="assistant"),
    path(f"{OF}themes/assistant/ask/<slug:question_code>/", assistance.ask, name="ask_assistant"),
    path(f"{OF}themes/assistant/run/<int:key>/", assistance.run, name="assistant_run"),
    path(f"{OF}themes/assistant/run/<int:key>/act/", assistance.act_on_run, name="act_on_run"),
]

urlpatterns = [*PUBLIC, *FINDINGS, *FOLLOWS, *REPORTS, *ANALYST, *ASSISTANCE]
