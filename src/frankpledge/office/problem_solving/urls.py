"""Addresses of problem files: the public register, and the staff's."""

from django.urls import path

from .views import designs, files, public, work

app_name = "problem_solving"

FILE = "staff/problems/file/<slug:code>/"

urlpatterns = [
    path("problems/", public.problems, name="problems"),
    path("problems/problems.csv", public.problems_export, {"kind": "csv"}, name="problems_csv"),
    path("problems/problems.xlsx", public.problems_export, {"kind": "xlsx"}, name="problems_xlsx"),
    path("problem/<slug:code>/", public.problem, name="problem"),
    path("problem/<slug:code>/assessment/<int:design>/<int:number>/", public.assessment, name="assessment"),
    path("staff/problems/", files.staff_problems, name="staff_problems"),
    path("staff/problems/problems.csv", files.staff_export, {"kind": "csv"}, name="staff_csv"),
    path("staff/problems/problems.xlsx", files.staff_export, {"kind": "xlsx"}, name="staff_xlsx"),
    path("staff/problems/open/", files.open_problem, name="open_problem"),
    path("staff/problems/known/", work.known_works, name="known_works"),
    path("staff/problems/known/add/", work.add_known, name="add_known"),
    path("staff/problems/known/entry/<slug:code>/", work.known_work, name="known_work"),
    path("staff/problems/known/entry/<slug:code>/change/", work.change_known, name="change_known"),
    path("staff/problems/known/entry/<slug:code>/withdraw/", work.withdraw_known, name="withdraw_known"),
    path(FILE, files.file, name="file"),
    path(f"{FILE}change/", files.change_problem, name="change_problem"),
    path(f"{FILE}test/", files.test_problem, name="test_problem"),
    path(f"{FILE}triangle/", files.draw_triangle, name="draw_triangle"),
    path(f"{FILE}links/add/", files.add_link, name="add_link"),
    path(f"{FILE}links/<int:pk>/remove/", files.remove_link, name="remove_link"),
    path(f"{FILE}partners/add/", files.add_partner, name="add_partner"),
    path(f"{FILE}partners/<int:pk>/remove/", files.remove_partner, name="remove_partner"),
    path(f"{FILE}step/", files.take_step, name="take_step"),
    path(f"{FILE}back/", files.step_back, name="step_back"),
    path(f"{FILE}stop/", files.stop_problem, name="stop_problem"),
    path(f"{FILE}reopen/", files.reopen_problem, name="reopen_problem"),
    path(f"{FILE}publish/", files.publish_problem, name="publish_problem"),
    path(f"{FILE}close-to-public/", files.close_to_public, name="close_to_public"),
    path(f"{FILE}hypotheses/add/", work.add_hypothesis, name="add_hypothesis"),
    path(f"{FILE}hypotheses/<int:number>/", work.change_hypothesis, name="change_hypothesis"),
    path(f"{FILE}hypotheses/<int:number>/remove/", work.remove_hypothesis, name="remove_hypothesis"),
    path(f"{FILE}hypotheses/<int:number>/evidence/", work.add_evidence, name="add_evidence"),
    path(f"{FILE}evidence/<int:pk>/remove/", work.remove_evidence, name="remove_evidence"),
    path(f"{FILE}responses/add/", work.add_response, name="add_response"),
    path(f"{FILE}responses/<int:number>/", work.change_response, name="change_response"),
    path(f"{FILE}responses/<int:number>/remove/", work.remove_response, name="remove_response"),
    path(f"{FILE}responses/<int:number>/known/", work.find_known, name="find_known"),
    path(f"{FILE}responses/<int:number>/cite/<slug:kind>/<slug:key>/", work.cite, name="cite"),
    path(f"{FILE}responses/<int:number>/costs/", work.add_cost, name="add_cost"),
    path(f"{FILE}citations/<int:pk>/remove/", work.remove_citation, name="remove_citation"),
    path(f"{FILE}costs/<int:pk>/remove/", work.remove_cost, name="remove_cost"),
    path(f"{FILE}designs/add/", designs.design_evaluation, name="design_evaluation"),
    path(f"{FILE}designs/<int:number>/", designs.design, name="design"),
    path(f"{FILE}designs/<int:number>/change/", designs.change_design, name="change_design"),
    path(f"{FILE}designs/<int:number>/remove/", designs.remove_design, name="remove_design"),
    path(f"{FILE}designs/<int:number>/power/", designs.check_power, name="check_power"),
    path(f"{FILE}designs/<int:number>/assess/", designs.assess, name="assess"),
]
