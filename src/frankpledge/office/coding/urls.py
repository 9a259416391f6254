"""Addresses of this room, all under one consultation."""

from django.urls import path

from .views import campaigns, desk, frame, home, rounds

app_name = "coding"

HOME = "staff/consultations/<slug:code>/coding/"
ROUND = f"{HOME}round/<slug:question_code>/<int:number>/"

urlpatterns = [
    path(HOME, home.overview, name="overview"),
    path(f"{HOME}analyse/", home.analyse, name="analyse"),
    path(f"{HOME}run/<slug:question_code>/<int:number>/", home.run, name="run"),
    path(f"{HOME}translate/", home.to_translate, name="to_translate"),
    path(f"{HOME}coded.xlsx", home.coded_xlsx, name="coded_xlsx"),
    path(f"{HOME}frame/", frame.frame, name="frame"),
    path(f"{HOME}frame/fix/", frame.fix, name="fix_frame"),
    path(f"{HOME}frame/<slug:question_code>/<int:number>/", frame.version, name="version"),
    path(f"{HOME}theme/<slug:theme_code>/", frame.describe, name="describe"),
    path(f"{HOME}theme/<slug:theme_code>/split/", frame.split, name="split"),
    path(f"{HOME}step/<int:key>/undo/", frame.take_back, name="take_back"),
    path(f"{HOME}next/", desk.next_answer, name="next_answer"),
    path(f"{HOME}read/<int:key>/", desk.read, name="read"),
    path(f"{HOME}undo/", desk.undo, name="undo"),
    path(f"{HOME}rules/", desk.rules, name="rules"),
    path(f"{HOME}automatic/", desk.automatic, name="automatic"),
    path(f"{HOME}automatic/code/", desk.code_automatically, name="code_automatically"),
    path(f"{HOME}learn/", desk.learn, name="learn"),
    path(f"{HOME}batch/<int:key>/undo/", desk.undo_batch, name="undo_batch"),
    path(f"{HOME}agreement/", rounds.agreement, name="agreement"),
    path(ROUND, rounds.round_, name="round"),
    path(f"{ROUND}code/", rounds.code_next, name="code_next"),
    path(f"{ROUND}close/", rounds.close, name="close_round"),
    path(f"{ROUND}<int:order>/", rounds.code_one, name="code_one"),
    path(f"{ROUND}<int:order>/settle/", rounds.settle, name="settle"),
    path(f"{HOME}campaigns/", campaigns.campaigns, name="campaigns"),
    path(f"{HOME}campaign/<int:key>/", campaigns.campaign, name="campaign"),
    path(f"{HOME}campaign/<int:key>/act/", campaigns.act, name="campaign_act"),
]
