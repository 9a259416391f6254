"""What was sent, what waits, and trying again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from . import queries, use_cases


@duty("manage people")
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        number = use_cases.try_again(by=request.user, now=timezone.now())  # type: ignore[arg-type]
        words = ngettext("%(number)s message is tried again.", "%(number)s messages are tried again.", number)
        messages.success(request, words % {"number": number})
        return redirect("notices:notices")
    context = {"page": queries.notices(request.GET.get("page")), "unsent": queries.unsent_count()}
    return pages.render(request, "notices/list.html", context)
