"""How the answers of 2025 are read: a frame, two coders, a campaign, their agreement, and what is found. All made up.

The coders' decisions follow what each voice was written about, with the slips of a hurried reader now and then.
"""

from __future__ import annotations

import random
from datetime import date, datetime

from frankpledge.office.coding import use_cases as coding
from frankpledge.office.coding.models import AgreementRound, GroupKind, RoundAnswer, TextGroup
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases as consultation
from frankpledge.office.consultation.models import Answer, Consultation, Disclosure, Question, Theme, ThemeState
from frankpledge.office.demo.stage import NEIGHBOURS, Cast, at
from frankpledge.office.errors import Refused
from frankpledge.office.findings.rules import Query
from frankpledge.office.findings.use_cases import findings, follows, reports

from .voices import TRANSLATED, Voice, on_paper, voices

SEED = 1829  # the year of the first force that patrolled by day and by night
SLIPS = {"policy": 0.03, "analyst": 0.09}
# Code of the voice's theme → name, what belongs there, include, exclude.
FRAME = {
    "patrols": ("Being seen and known", "Officers on foot, patrols, knowing the neighbourhood team.", "Patrols, beats, names of officers", "Speed checks"),
    "speeding": ("Speeding and traffic", "Speed, racing, lorries, crossings.", "Speed watch, cameras for speed", "Parking alone"),
    "lighting": ("Lighting and paths", "Street lights, dark paths, hedges.", "Underpasses, lamps", "Cameras"),
    "anti-social behaviour": ("Anti-social behaviour", "Noise, nuisance, drinking, vandalism.", "Nuisance motorbikes, fireworks", "Drug dealing"),
    "reporting": ("Reporting and hearing back", "Reaching the police, and being told what happened.", "101, online reports", "Emergencies"),
    "burglary and theft": ("Burglary and theft", "Homes, sheds, vans, shops, farms.", "Locks, marking", "Fraud"),
    "young people": ("Young people", "What is there for the young, and how they are met.", "Youth clubs, schools, knife crime", "Noise by groups"),
    "drugs": ("Drugs", "Dealing, use, and help to stop.", "Needles, cannabis", ""),
    "fire safety": ("Fire safety and stations", "Home visits, alarms, fire stations.", "On-call stations, scooters’ batteries", ""),
    "women's safety": ("Women’s safety", "What women fear and do to be safe.", "Journeys home", "Lighting alone"),
    "praise": ("All is well", "Thanks, and feeling safe.", "", ""),
}  # fmt: skip
PARENTS = {"lighting": "anti-social behaviour"}
DECISIONS = {
    "patrols": (
        "adopted",
        "Two more officers and four community support officers work in neighbourhoods from September.",
    ),
    "speeding": (
        "partly",
        "Speed watch groups get devices and training. Fixed cameras are for the highway authority to decide.",
    ),
    "lighting": ("not_adopted", "Street lights belong to the two councils. The list of dark places was given to both."),
    "anti-social behaviour": (
        "adopted",
        "A team of six answers the same day in the three places that were named most.",
    ),
    "reporting": ("adopted", "Everybody who reports online hears by text message what was done."),
    "burglary and theft": (
        "partly",
        "Marking kits go to homes near a burglary. Visits to every shed theft are not possible.",
    ),
    "young people": ("partly", "Money for two youth workers for one year. Youth clubs are the councils’ to reopen."),
    "drugs": (
        "not_adopted",
        "No new money: the work against dealing goes on as planned until its results are known in 2026.",
    ),
    "women's safety": ("partly", "Staff ride on the night buses from two towns for a trial of six months."),
    "praise": ("adopted", "What people value stays: the neighbourhood teams are not made smaller."),
    "fire safety": ("adopted", "No on-call fire station is closed in the life of this plan."),
}
DECIDED = date(2025, 5, 30)
READ = "Read at the office’s meeting on 3 March 2025; the points were put before the decision."


def analyse(cast: Cast) -> None:
    """From 204 responses to a frame, coded answers, findings, decisions and a report."""
    question = Question.objects.select_related("consultation").get(consultation__code=NEIGHBOURS, code="why")
    coding.analyse(question=question, by=cast.analyst, clock=lambda: at("2025-02-24"))
    themes = _frame(question, cast)
    _settle_what_was_kept_apart(cast)
    _translate(question, cast)
    said = dict(enumerate([*voices(), *on_paper()], 1))
    _double_code(question, themes, said, cast)
    _name_the_campaign(question, themes, cast)
    _read_the_rest(question, themes, said, cast)
    _consider_the_others(cast)
    _clear_words(question, cast)
    _find(question, themes, cast)


def _frame(question: Question, cast: Cast) -> dict[str, Theme]:
    """Two people write the frame after reading what the machine suggests; the suggestions themselves are not used."""
    for suggested in Theme.objects.filter(question=question, state=ThemeState.SUGGESTED):
        consultation.drop_theme(theme=suggested, by=cast.policy, now=at("2025-02-26"))
    made: dict[str, Theme] = {}
    for code, (name, definition, includes, excludes) in FRAME.items():
        theme = consultation.add_theme(
            question=question, name=name, definition=definition, by=cast.policy, now=at("2025-02-26")
        )
        theme = consultation.describe_theme(
            theme=theme,
            name=name,
            definition=definition,
            includes=includes,
            excludes=excludes,
            by=cast.policy,
            now=at("2025-02-26"),
        )
        made[code] = consultation.accept_theme(theme=theme, by=cast.policy, now=at("2025-02-26"))
    coding.fix_frame(
        question=question, why="First version, after 120 answers were read.", by=cast.policy, now=at("2025-02-27")
    )
    return made


def _settle_what_was_kept_apart(cast: Cast) -> None:
    for disclosure in Disclosure.objects.filter(answer__response__consultation__code=NEIGHBOURS, cleared_at=None):
        consultation.settle_disclosure(
            disclosure=disclosure, outcome="Passed to the force’s safeguarding desk the same morning.", stays_apart=True,
            by=cast.policy, now=at("2025-02-25"),
        )  # fmt: skip


def _translate(question: Question, cast: Cast) -> None:
    for answer in Answer.objects.filter(question=question, language__in=list(TRANSLATED)):
        consultation.translate_answer(
            answer=answer, translation=TRANSLATED[answer.language], by=cast.analyst, now=at("2025-02-25")
        )


def _judged(voice: Voice, slips: float, chance: random.Random) -> list[str]:
    """What a reader takes a voice to say: what it was written about, but for a slip."""
    if chance.random() >= slips or not voice.themes:
        return voice.themes
    return voice.themes[1:] or [chance.choice(list(FRAME))]


def _double_code(question: Question, themes: dict[str, Theme], said: dict[int, Voice], cast: Cast) -> AgreementRound:
    drawn = coding.draw_round(
        question=question, size=60, coders=[cast.policy, cast.analyst], seed=SEED, by=cast.policy, now=at("2025-02-28")
    )
    chance = random.Random(SEED)  # noqa: S311  (invented slips, always the same)
    for place in RoundAnswer.objects.filter(round=drawn).select_related("answer__response"):
        for coder, slips in SLIPS.items():
            judged = _judged(said[place.answer.response.number or 0], slips, chance)
            coding.code_blind(
                place=place, themes=[themes[code] for code in judged], by=getattr(cast, coder), now=at("2025-03-03")
            )
    closed = coding.close_round(round_=drawn, by=cast.policy, now=at("2025-03-04"))
    for place in RoundAnswer.objects.filter(round=drawn).select_related("answer__response"):
        _settle(place, [themes[code] for code in said[place.answer.response.number or 0].themes], cast)
    return closed


def _settle(place: RoundAnswer, themes: list[Theme], cast: Cast) -> None:
    """Where the two differed, the policy officer looks once more."""
    try:
        coding.settle_difference(place=place, themes=themes, by=cast.policy, now=at("2025-03-04", 14))
    except Refused:
        return  # they had agreed


def _name_the_campaign(question: Question, themes: dict[str, Theme], cast: Cast) -> None:
    """The one campaign is named and coded once for all; answers that share a sentence by chance are none."""
    when = at("2025-03-05")
    groups = TextGroup.objects.filter(question=question, kind=GroupKind.CAMPAIGN, gone_at=None)
    for group in groups.select_related("leader"):
        if "on-call" not in group.leader.redacted:
            coding.dismiss_campaign(group=group, why="They share one plain sentence only.", by=cast.analyst, now=when)
            continue
        coding.name_campaign(group=group, name="Keep the four on-call fire stations", by=cast.analyst, now=when)
        coding.code_common_words(group=group, themes=[themes["fire safety"]], by=cast.analyst, now=when)


def _read_the_rest(question: Question, themes: dict[str, Theme], said: dict[int, Voice], cast: Cast) -> None:
    """The desk hands out one answer after another until none is left."""
    when = at("2025-03-06")
    while place := coding.next_place(question=question, by=cast.analyst, now=when):
        codes = said[place.answer.response.number or 0].themes
        if codes:
            coding.decide(place=place, themes=[themes[code] for code in codes], by=cast.analyst, now=when)
        else:
            coding.none_fits(place=place, remark="", by=cast.analyst, now=when)


def _consider_the_others(cast: Cast) -> None:
    """What was asked of small sections is read as a whole, and so is what was kept apart."""
    for waiting in consultations.unconsidered(Consultation.objects.get(code=NEIGHBOURS)):
        consultation.consider(response=waiting.response, note=READ, by=cast.policy, now=at("2025-03-03", 15))


def _clear_words(question: Question, cast: Cast) -> None:
    """Two examples a theme, each cleared by a person."""
    for theme in Theme.objects.filter(question=question, state=ThemeState.ACCEPTED):
        cleared = 0
        answers = Answer.objects.filter(question=question, codings__theme=theme, codings__ended_at=None).distinct()
        for answer in answers.order_by("response__number"):
            if cleared == 2 or not 30 < len(answer.redacted) < 160:
                continue
            try:
                consultation.approve_verbatim(answer=answer, text=answer.redacted, by=cast.policy, now=at("2025-03-10"))
            except Refused:
                continue
            cleared += 1


def _find(question: Question, themes: dict[str, Theme], cast: Cast) -> None:
    """Findings, decisions, and the report."""
    when = at("2025-06-02")
    for code in ("patrols", "anti-social behaviour", "fire safety"):
        findings.add_finding(
            consultation=question.consultation, by=cast.policy, now=when,
            said=findings.Said("{n} of {denominator} people who answered named {themes}.", Query("why", themes=(themes[code].code,))),
        )  # fmt: skip
    findings.add_finding(
        consultation=question.consultation, by=cast.policy, now=when,
        said=findings.Said("{share} said that they feel unsafe or very unsafe after dark.", Query("safe", options=("unsafe", "very-unsafe"))),
    )  # fmt: skip
    findings.fix_findings(consultation=question.consultation, by=cast.policy, now=when)
    for code, (verdict, reason) in DECISIONS.items():
        follows.decide(
            theme=themes[code], by=cast.policy, now=when,
            decision=follows.Decision(
                verdict=verdict, reason=reason, decided_by="The office’s board (made up)", decided_on=DECIDED,
                resolution="Minutes of the office’s board, 30 May 2025, item 4 (made up)",
            ),
        )  # fmt: skip
    follows.set_reporting(
        consultation=question.consultation, by=cast.policy, now=when, threshold_kind="count", threshold=10
    )
    follows.publish_you_said(consultation=question.consultation, by=cast.policy, now=when)
    reports.issue_report(
        consultation=question.consultation, by=cast.policy, now=datetime.fromisoformat("2025-06-03T09:00:00+01:00")
    )
