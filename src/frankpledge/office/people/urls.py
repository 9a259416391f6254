"""Addresses of signing in, people, posts and the office."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("join/<int:person_id>/<str:token>/", views.join, name="join"),
    path("new-password/", views.ask_for_new_password, name="ask_for_new_password"),
    path("new-password/asked/", views.asked, name="asked"),
    path("new-password/<int:person_id>/<str:token>/", views.new_password, name="new_password"),
    path("account/", views.account, name="account"),
    path("account/password/", views.change_password, name="change_password"),
    path("staff/people/", views.people, name="people"),
    path("staff/people/add/", views.add_person, name="add_person"),
    path("staff/people/<int:key>/", views.person, name="person"),
    path("staff/people/<int:key>/details/", views.details, name="details"),
    path("staff/people/<int:key>/roles/", views.roles, name="roles"),
    path("staff/people/<int:key>/invite/", views.invite, name="invite"),
    path("staff/people/<int:key>/deactivate/", views.deactivate, name="deactivate"),
    path("staff/people/<int:key>/reactivate/", views.reactivate, name="reactivate"),
    path("staff/posts/", views.posts, name="posts"),
    path("staff/posts/add/", views.add_post, name="add_post"),
    path("staff/posts/organisation/", views.add_organisation, name="add_organisation"),
    path("staff/posts/<int:key>/", views.post, name="post"),
    path("staff/posts/<int:key>/appoint/", views.appoint, name="appoint"),
    path("staff/holdings/<int:key>/end/", views.end_holding, name="end_holding"),
    path("staff/office/", views.office, name="office"),
]
