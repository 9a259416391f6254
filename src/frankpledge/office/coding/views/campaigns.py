"""Campaigns: counted openly, named, dismissed; their common words coded once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frankpledge.office.coding import queries, use_cases
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .common import DUTY, actor, chosen_themes, crumbs, home, reading, try_it


@duty(DUTY)
@reading
def campaigns(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    rows = queries.campaigns_of(found, dismissed=True)
    context = {
        "consultation": found,
        "rows": [one for one in rows if not one.is_dismissed],
        "dismissed": [one for one in rows if one.is_dismissed],
        "exact": queries.exact_groups(found)[:20],
        "title": _("Campaigns and repeats"),
        "breadcrumbs": crumbs(found),
    }
    return pages.render(request, "coding/campaigns.html", context)


@duty(DUTY)
@reading
def campaign(request: HttpRequest, code: str, key: int) -> HttpResponse:
    found = queries.campaign(code, key)
    consultation = found.question.consultation
    context = {
        "page": queries.campaign_page(found, request.GET.get("page")),
        "group": found,
        "consultation": consultation,
        "title": found.name or _("A campaign without a name"),
        "breadcrumbs": crumbs(consultation, (_("Campaigns and repeats"), f"{home(consultation)}campaigns/")),
    }
    return pages.render(request, "coding/campaign.html", context)


@duty(DUTY)
@require_POST
def act(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Name it, dismiss it, restore it, or code its common words."""
    found = queries.campaign(code, key)
    given: dict[str, Any] = {"group": found, "by": actor(request), "now": timezone.now()}
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "name": (lambda: use_cases.name_campaign(name=request.POST.get("name", ""), **given), _("It is named.")),
        "dismiss": (
            lambda: use_cases.dismiss_campaign(why=request.POST.get("why", ""), **given),
            _("It is no campaign any more. You can take that back."),
        ),
        "restore": (lambda: use_cases.restore_campaign(**given), _("It is a campaign again.")),
        "code": (
            lambda: use_cases.code_common_words(themes=chosen_themes(request, found.question), **given),
            _("The common words are coded for all who sent them."),
        ),
    }
    wanted = acts.get(request.POST.get("act", ""))
    if wanted:
        try_it(request, *wanted)
    return HttpResponseRedirect(f"{home(found.question.consultation)}campaign/{key}/")
