"""Signing in and out, joining by invitation, and passwords."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people import duties, forms, navigation, queries, rules, use_cases
from frankpledge.office.people.access import personal_link, public, signed_in
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal


def typed_address(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whose failed attempts these are: one address in whatever letters."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return rules.normal_email(str(typed))


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(LoginView):
    """Django's own sign-in: it renews the session's key, and goes on only to addresses of this site."""

    http_method_names = ["get", "head", "post"]
    authentication_form = forms.SignInForm
    template_name = "people/sign_in.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """The first page of this person's own menu; a member of the scrutiny body has none, and reads the meetings."""
        menu = navigation.staff(self.request.user, "")
        if menu:
            return str(menu[0]["href"])
        return "/meetings/" if duties.holds(self.request.user, "raise challenges") else "/account/"

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        return pages.render(self.request, self.template_name, context)


sign_in = public(SignIn.as_view())
sign_out = public(LogoutView.as_view(next_page="/", http_method_names=["post"]))


def locked_out(request: HttpRequest, *about: object, **more: object) -> HttpResponse:
    """After five failures: says when to try again. Whether the password was right is not said."""
    now = timezone.now()
    until = queries.locked_until(typed_address(request), get_client_ip_address(request), get_cool_off(request), now)
    response = pages.render(request, "people/locked_out.html", {"until": timezone.localtime(until)}, status=429)
    response["Retry-After"] = str(max(1, int((until - now).total_seconds())))
    response["Cache-Control"] = "no-store"
    return response


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@personal_link
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, person_id: int, token: str) -> HttpResponse:
    """An invited person chooses their password."""
    now = timezone.now()
    person = use_cases.check_link(purpose=rules.JOIN, person_id=person_id, token=token, now=now)
    form = forms.NewPasswordForm(_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            use_cases.accept_invitation(person_id=person_id, token=token, now=now, **form.cleaned_data)
        except use_cases.WeakPassword as weak:
            add_refusal(form, weak)
        else:
            messages.success(request, _("Your password is set. Sign in with it now."))
            return redirect("people:sign_in")
    context = {"form": form, "title": _("Choose your password"), "button": _("Set my password"), "newcomer": person}
    return pages.render(request, "people/choose_password.html", context)


@public
@require_http_methods(["GET", "POST"])
def ask_for_new_password(request: HttpRequest) -> HttpResponse:
    form = forms.EmailForm(_data(request))
    if request.method == "POST" and form.is_valid():
        use_cases.ask_for_new_password(now=timezone.now(), **form.cleaned_data)
        return redirect("people:asked")
    context = {"form": form, "title": _("Have you forgotten your password?"), "button": _("Send me a link")}
    return pages.render(request, "people/forgotten.html", context)


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address, known or not."""
    return pages.render(request, "people/asked.html")


@personal_link
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest, person_id: int, token: str) -> HttpResponse:
    now = timezone.now()
    use_cases.check_link(purpose=rules.RESET, person_id=person_id, token=token, now=now)
    form = forms.NewPasswordForm(_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            use_cases.set_new_password(person_id=person_id, token=token, now=now, **form.cleaned_data)
        except use_cases.WeakPassword as weak:
            add_refusal(form, weak)
        else:
            messages.success(request, _("Your new password is set. Sign in with it now."))
            return redirect("people:sign_in")
    context = {"form": form, "title": _("Choose a new password"), "button": _("Set my password")}
    return pages.render(request, "people/choose_password.html", context)


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    page = queries.person_page(request.user.pk, on=timezone.localdate())
    return pages.render(request, "people/account.html", {"page": page})


@signed_in
@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Other sessions of this person end; this one goes on, with a new key."""
    form = forms.ChangePasswordForm(_data(request))
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["password"]
        try:
            person = use_cases.change_password(by=queries.person(request.user.pk), old=old, new=new, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Your password is changed."))
            return redirect("people:account")
    context = {"form": form, "title": _("Change your password"), "button": _("Change it"), "cancel_href": "/account/"}
    return pages.render(request, "people/choose_password.html", context)
