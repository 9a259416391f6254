"""Addresses of this room. A permanent reference is its own address."""

from django.urls import path

from .views import public, questionnaire

app_name = "consultation"

urlpatterns = [
    path("consultations/", public.consultations, name="consultations"),
    path("consultation/<slug:code>/", questionnaire.about, name="about"),
    path("consultation/<slug:code>/start/", questionnaire.start, name="start"),
    path("consultation/<slug:code>/section/", questionnaire.section, name="section"),
    path("consultation/<slug:code>/q/<slug:question_code>/", questionnaire.question, name="question"),
    path("consultation/<slug:code>/check/", questionnaire.check, name="check"),
    path("consultation/<slug:code>/receipt/", questionnaire.receipt, name="receipt"),
    path("consultation/<slug:code>/finish/", questionnaire.finish, name="finish"),
    path("consultation/<slug:code>/results/", public.results, name="results"),
    path("theme/<slug:consultation_code>/<slug:code>/", public.theme, name="theme"),
]
