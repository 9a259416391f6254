"""Addresses of the camera register and of siting studies."""

from django.urls import path

from .views import bringing, public, register, studies

app_name = "cameras"

HOME = "staff/cameras/"
NETWORK = f"{HOME}network/<slug:code>/"
SITE = f"{NETWORK}sites/<slug:site_code>/"
STUDIES = f"{HOME}studies/"

urlpatterns = [
    path("cameras/", public.cameras, name="cameras"),
    path("camera-network/<slug:code>/", public.network, name="public_network"),
    path("siting-study/<slug:code>/", public.study, name="public_study"),
    path(HOME, register.home, name="home"),
    path(f"{HOME}new/", register.add_network, name="add_network"),
    path(NETWORK, register.network, name="network"),
    path(f"{NETWORK}edit/", register.change_network, name="change_network"),
    path(f"{NETWORK}sites/", register.sites, name="sites"),
    path(f"{NETWORK}sites.csv", register.export_sites, {"kind": "csv"}, name="sites_csv"),
    path(f"{NETWORK}sites.xlsx", register.export_sites, {"kind": "xlsx"}, name="sites_xlsx"),
    path(f"{NETWORK}add/", register.add_site, name="add_site"),
    path(f"{NETWORK}import/", bringing.bring, name="bring"),
    path(f"{NETWORK}import/take/", bringing.take, name="take"),
    path(SITE, register.site, name="site"),
    path(f"{SITE}edit/", register.change_site, name="change_site"),
    path(f"{SITE}status/", register.note_state, name="note_state"),
    path(f"{SITE}outage/", register.note_outage, name="note_outage"),
    path(f"{SITE}outage/<int:number>/end/", register.end_outage, name="end_outage"),
    path(f"{SITE}review/", register.note_review, name="note_review"),
    path(f"{SITE}take-back/<slug:kind>/<int:number>/", register.take_back, name="take_back"),
    path(STUDIES, studies.studies, name="studies"),
    path(f"{STUDIES}new/", studies.ask, name="ask"),
    path(f"{STUDIES}<slug:code>/", studies.study, name="study"),
    path(f"{STUDIES}<slug:code>/sites.csv", studies.export_study, {"kind": "csv"}, name="study_csv"),
    path(f"{STUDIES}<slug:code>/sites.xlsx", studies.export_study, {"kind": "xlsx"}, name="study_xlsx"),
    path(f"{STUDIES}<slug:code>/sites.geojson", studies.export_study, {"kind": "geojson"}, name="study_geojson"),
    path(f"{STUDIES}<slug:code>/again/", studies.again, name="again"),
    path(f"{STUDIES}<slug:code>/publish/", studies.publish, name="publish"),
    path(f"{STUDIES}<slug:code>/withdraw/", studies.withdraw, name="withdraw"),
]
