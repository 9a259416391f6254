"""Delivery updates for April 2025: every word made up, beside real figures. Two have not come, and one post is vacant."""

from __future__ import annotations

from datetime import date, datetime

from frankpledge.office.delivery import queries, use_cases
from frankpledge.office.delivery.models import UpdateRequest
from frankpledge.office.demo.stage import PERIOD, Cast, at

from .plans import current

BEFORE = "2025-01"

# commitment → (confidence, words)
IN_JANUARY = {
    "P1.2": (
        "on_course",
        "The last two cameras of the town centre were fitted in November. All forty are live and are checked weekly.",
    ),
    "P2.2": ("on_course", "Two burglary teams work across the county. Officers visit every home that was broken into."),
    "P3.1": ("on_course", "Knife bins stand in six places. Officers gave talks in eleven schools in the autumn term."),
}

# commitment → (confidence, words, why the confidence changed)
IN_APRIL = {
    "P1.1": ("on_course", "Thirty-one new camera sites are live, nine of them rural. Eleven more have planning consent.", ""),
    "P1.2": ("at_risk", "All forty cameras are live. The contract for upkeep ends in September and the new one is not yet signed.",
             "The contract for upkeep ends before its successor is sure."),
    "P1.3": ("on_course", "Four hundred homes near earlier break-ins were offered better locks; two hundred and sixty took them up.", ""),
    "P1.4": ("on_course", "Crews made 1,040 home fire safety visits since January, six in ten to people at high risk.", ""),
    "P2.1": ("off_course", "Recruitment goes on, but more officers leave than we planned for. The number promised was for 2023.", ""),
    "P2.2": ("on_course", "Burglary teams now share an analyst with the vehicle crime team. Wardens and officers patrol together at weekends.", ""),
    "P2.3": ("on_course", "Each neighbourhood has a named officer. Time on foot is now booked, so that it can be counted from July.", ""),
    "P2.4": ("on_course", "A safer streets guide went to all night-time venues. Two specialist investigators joined the team.", ""),
    "P2.5": ("on_course", "The spring round gave £62,000 to nineteen parishes and schools for signs, gates and training.", ""),
    "P3.1": ("on_course", "Two more knife bins were placed. Four hundred young people took part in the spring sessions.", ""),
    "P3.2": ("at_risk", "The programme for perpetrators has a waiting list of five months. Support for victims has none.", ""),
    "P3.3": ("on_course", "One hundred and twelve families are in the programme; forty finished it since January.", ""),
    "P3.4": ("on_course", "Of 375 young people who were referred, 240 take part regularly.", ""),
    "P3.5": ("on_course", "Advice on safer design was given on fourteen planning applications. A retail crime group meets monthly.", ""),
    "P4.1": ("on_course", "The register holds twenty-three lessons; seventeen led to a change that we can name.", ""),
    "P4.2": ("at_risk", "The joint data store is live. Staff can't yet use it from their phones.", ""),
    "P5.1": ("on_course", "Victims are told of every step by the officer in the case. Files are checked before they are closed.", ""),
    "P5.2": ("on_course", "All premises of the highest risk were audited. Nine notices were served and seven put right.", ""),
    "P5.3": ("on_course", "Two early help projects were chosen by published evidence, and an evaluation was agreed before they began.", ""),
    "P5.4": ("complete", "The scheme covers every person on the list, with one case worker for each.", ""),
}  # fmt: skip


def report(cast: Cast) -> None:
    """Leads are asked in January and in May; most answer."""
    _ask(cast, BEFORE, date(2025, 2, 14), at("2025-01-20"))
    for code, (confidence, words) in IN_JANUARY.items():
        _write(cast, code, BEFORE, confidence, words, "", at("2025-02-03"), as_at="2025-01")
    _ask(cast, PERIOD, date(2025, 5, 30), at("2025-05-12"))
    for code, (confidence, words, reason) in IN_APRIL.items():
        _write(cast, code, PERIOD, confidence, words, reason, at("2025-06-03"), as_at="2025-04")


def _ask(cast: Cast, period: str, due: date, when: datetime) -> None:
    plan = current()
    chosen = [c for c in queries.commitments_of(plan) if period == PERIOD or c.code in IN_JANUARY]
    use_cases.ask_for_updates(plan=plan, period=period, due=due, commitments=chosen, by=cast.policy, now=when)


def _write(
    cast: Cast, code: str, period: str, confidence: str, words: str, reason: str, when: datetime, *, as_at: str
) -> None:
    request = UpdateRequest.objects.select_related("post", "commitment__priority__plan").get(
        commitment__code=code, commitment__priority__plan=current(), period=period
    )
    holder = next(person for person in cast.people.values() if person.holdings.filter(post=request.post).exists())
    use_cases.submit_update(
        request=request, text=words, confidence=confidence, confidence_reason=reason, by=holder, now=when, made_up=True,
        as_at=as_at,
    )  # fmt: skip
