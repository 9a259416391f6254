"""The register: every problem file in one list, and how good the evidence is on which money is spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.problem_solving import rules, words
from frankpledge.office.problem_solving.models import EvaluationDesign, Problem, ProblemState, Response
from frankpledge.office.ui.paging import page_of
from frankpledge.office.ui.tables import Column, Table

from . import problems, public


@dataclass(frozen=True)
class Line:
    """One file in the list, with what is or will be known of its responses."""

    problem: Problem
    standings: list[rules.Standing]

    @property
    def best(self) -> rules.Standing | None:
        made = sorted(self.standings, key=lambda each: (each.assessed, each.level))
        return made[-1] if made else None

    @property
    def level(self) -> int:
        return self.best.level if self.best else 0

    @property
    def level_words(self) -> str:
        return words.level_in_words(self.level)

    @property
    def assessed(self) -> bool:
        return bool(self.best and self.best.assessed)

    @property
    def spend(self) -> Decimal:
        return sum((each.spend for each in self.standings), Decimal(0))

    @property
    def colour(self) -> str:
        return words.STATE_COLOURS[self.problem.state]


def lines(filters: Mapping[str, Any] | None = None, *, person: Any = None, today: Any = None) -> list[Line]:
    """The files that fit the filters, those at work first. A fixed number of queries, however many files."""
    chosen = filters or {}
    rows = Problem.objects.select_related("owner__organisation")
    if text := str(chosen.get("q") or "").strip():
        for word in text.split()[:8]:
            rows = rows.filter(Q(title__icontains=word) | Q(statement__icontains=word) | Q(area_name__icontains=word))
    if chosen.get("state"):
        rows = rows.filter(state=chosen["state"])
    if chosen.get("mine") and person is not None:
        rows = rows.filter(owner__in=people.posts_held(person, today))
    designs = EvaluationDesign.objects.prefetch_related("assessments", "sites").select_related("problem")
    responses = Response.objects.prefetch_related("costs", Prefetch("designs", designs))
    found = [
        Line(row, [problems.standing_of(each) for each in row.responses.all() if _counts(each)])
        for row in rows.prefetch_related(Prefetch("responses", responses))
    ]
    order = list(ProblemState.values)
    found.sort(key=lambda line: (line.problem.state in rules.ENDED, -order.index(line.problem.state)))
    return [line for line in found if _of_level(line, str(chosen.get("level") or ""))]


def _counts(response: Response) -> bool:
    """What was given up before anything was paid is no response to count."""
    return response.state != "stopped" or any(cost.paid for cost in response.costs.all())


def _of_level(line: Line, wanted: str) -> bool:
    level = line.level
    return {"good": level >= 3, "weak": 1 <= level <= 2, "none": level == 0}.get(wanted, True)


def register_page(filters: Any, *, person: Any, today: Any) -> dict[str, Any]:
    """The staff's list, with the shares of all files whatever is filtered."""
    from frankpledge.office.problem_solving.forms import ProblemFilter

    form = ProblemFilter(filters or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    everything = lines()
    fitting = lines(chosen, person=person, today=today) if any(chosen.values()) else everything
    return {
        "title": _("Problems"),
        "filter": form,
        "filtered": any(chosen.values()),
        "page": page_of(fitting, filters.get("page")),
        "total": len(everything),
        "query": filters.urlencode(),
        "may_work": duties.holds(person, "work on problems"),
        **shares_context([standing for line in everything for standing in line.standings], ident="staff"),
    }


def shares_context(standings: Sequence[rules.Standing], *, ident: str) -> dict[str, Any]:
    """Sentence, drawing and table of the shares; without responses there is nothing to draw."""
    found = rules.shares(standings)
    return {
        "shares": found,
        "shares_sentence": shares_in_words(found),
        "shares_table": shares_table(found),
        "shares_svg": _drawn(found, ident) if standings else "",
    }


def shares_in_words(found: Iterable[rules.Share]) -> str:
    """The headline: how much is spent with a comparison behind it, planned or made."""
    every = list(found)
    count, spend = sum(each.responses for each in every), sum((each.spend for each in every), Decimal(0))
    if not count:
        return _("No response is on record yet.")
    good = [each for each in every if each.level >= rules.GOOD]
    number = sum(each.responses for each in good)
    told = ngettext(
        "%(number)s of %(count)s response has an evaluation at level 3 or better",
        "%(number)s of %(count)s responses have an evaluation at level 3 or better",
        count,
    ) % {"number": number, "count": count}
    if not spend:
        return _("%(told)s, planned or made. No spend is on record.") % {"told": told}
    share = sum((each.spend for each in good), Decimal(0)) / spend
    return _("%(told)s, planned or made; %(share)s%% of the spend is on these.") % {
        "told": told,
        "share": round(100 * share),
    }


def shares_table(found: Iterable[rules.Share]) -> Table:
    every = list(found)
    rows = [
        [
            words.level_in_words(each.level), each.responses, each.assessed, each.spend and round(each.spend),
            None if each.spend_share is None else round(100 * each.spend_share),
        ]
        for each in every
    ]  # fmt: skip
    spend = sum((each.spend for each in every), Decimal(0))
    return Table(
        caption=_("Responses and spend by the level of their evaluation"),
        columns=[
            Column(_("Level")),
            Column(_("Responses"), number=True),
            Column(_("of which assessed"), number=True),
            Column(_("Spend in pounds"), number=True),
            Column(_("Share of spend, %"), number=True),
        ],
        rows=[[head, count, made, int(money or 0), share] for head, count, made, money, share in rows],
        foot=[
            _("All"),
            sum(e.responses for e in every),
            sum(e.assessed for e in every),
            round(spend),
            100 if spend else None,
        ],
        empty=_("No response is on record yet."),
    )


def _drawn(found: Sequence[rules.Share], ident: str) -> SafeString:
    from frankpledge.evidence.drawings.stacked import Bar, Part, Stack, stacked_svg

    money = [round(each.spend) for each in found]
    bars = [Bar(_("Responses"), [each.responses for each in found], sum(each.responses for each in found))]
    if sum(money):
        total = f"{sum(money):,}"
        bars.append(Bar(_("Spend"), money, sum(money), note=_("£%(total)s in all") % {"total": total}))
    stack = Stack(
        parts=[Part(words.level_in_words(each.level)) for each in found],
        bars=bars,
        title=_("Responses and spend by the level of their evaluation"),
        description=shares_in_words(found),
        ident=f"shares-{ident}",
    )
    return mark_safe(stacked_svg(stack))  # noqa: S308 - the drawing escapes every text


COLUMNS = (
    "Code", "Title", "Step", "Area", "Owner", "Opened", "Ended", "Responses", "Best level", "Assessed",
    "Spend in pounds", "Made up",
)  # fmt: skip


def export_rows(found: Iterable[Line]) -> list[list[Any]]:
    """The staff's list as a table to take away, in the order of `COLUMNS`."""
    return [
        [
            line.problem.code, line.problem.title, line.problem.get_state_display(), line.problem.area_name,
            line.problem.owner.title if line.problem.owner else None, line.problem.opened_on, line.problem.ended_on,
            len(line.standings), line.level, line.assessed, float(line.spend), line.problem.made_up,
        ]
        for line in found
    ]  # fmt: skip


def public_register(filters: Any) -> dict[str, Any]:
    """What the public reads: published files alone, and the shares that these come to."""
    copies = public.published()
    contents = [copy.content for copy in copies]
    text = str(filters.get("q") or "").strip().casefold()
    shown = [
        content
        for content in contents
        if all(
            word in f"{content['title']} {content['summary']} {content['area_name']}".casefold()
            for word in text.split()
        )
    ]
    return {
        "title": _("Problems we work on"),
        "page": page_of([public_line(content) for content in shown], filters.get("page")),
        "q": str(filters.get("q") or ""),
        "total": len(contents),
        "made_up": any(content["made_up"] for content in contents),
        **shares_context(public.standings(contents), ident="public"),
    }


def public_line(content: Mapping[str, Any]) -> dict[str, Any]:
    """One published file as the list shows it: its newest sentence, or that there is none yet."""
    made = [design["assessment"] for design in content["designs"] if design["assessment"]]
    level = max((each["level"] for each in content["responses"]), default=0)
    return {
        "content": content,
        "reference": f"problem/{content['code']}",
        "step": words.state_in_words(content["state"]),
        "level": words.level_in_words(level),
        "sentence": made[0]["sentence"] if made else "",
    }


PUBLIC_COLUMNS = (
    "Problem", "Title", "Step", "Response", "Level of its evaluation", "Assessed", "Spend in pounds", "Paid",
    "What came of it", "Made up",
)  # fmt: skip


def public_rows() -> list[list[Any]]:
    """Every response of the published files, in the order of `PUBLIC_COLUMNS`."""
    rows = []
    for copy in public.published():
        content = copy.content
        for response in content["responses"]:
            told = [
                design["assessment"]["sentence"]
                for design in content["designs"]
                if design["assessment"] and response["number"] in design["responses"]
            ]
            rows.append(
                [
                    f"problem/{content['code']}", content["title"], str(ProblemState(content["state"]).label),
                    response["name"], response["level"], response["assessed"], float(response["spend"]),
                    response["paid"], " ".join(told), response["made_up"],
                ]
            )  # fmt: skip
    return rows
