"""The method note of a consultation report: how people were asked, how words were coded, what is not known."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.coding import queries as coding
from frankpledge.office.coding.models import GroupKind, TextGroup
from frankpledge.office.consultation.models import Answer, Coding, Consultation, LateRule, Question, QuestionKind
from frankpledge.office.findings import queries
from frankpledge.office.findings.models import Reporting
from frankpledge.office.ui.words import count, date_words, percent


def title(consultation: Consultation) -> str:
    return _("What people said, and what we did: %(title)s") % {"title": consultation.title}


def note(consultation: Consultation, reporting: Reporting) -> list[dict[str, Any]]:
    """Headed paragraphs, in reading order; every figure in them is computed."""
    parts = [
        (_("This is not a vote and not a sample"), _no_sample()),
        (_("How people were asked"), [*_asked(consultation), *_paragraphs(reporting.how_asked)]),
        (_("How names and other identifiers were taken out"), _redaction(consultation)),
        (_("How repeated words and campaigns were found"), _campaigns(consultation)),
        (_("How answers were coded"), _coded(consultation)),
        (_("How numbers were counted"), _counted()),
        (_("What is not known"), [*_paragraphs(reporting.not_known), *_not_known()]),
    ]
    return [{"heading": heading, "paragraphs": said} for heading, said in parts if said]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _no_sample() -> list[str]:
    return [
        _("Everybody who wished could answer, and many did not. The numbers count people who answered; they do not "
          "tell what all residents think, and no number of answers decides by itself. Numbers are not weighted, and no "
          "margins of error are given: nobody drew a sample."),
    ]  # fmt: skip


def _asked(consultation: Consultation) -> list[str]:
    days = {"from": date_words(consultation.opens_on), "to": date_words(consultation.closes_on)}
    said = [_("The consultation was open from %(from)s to the end of %(to)s.") % days]
    late = {
        LateRule.REFUSE: _("Responses that came later were refused politely."),
        LateRule.MARK: _("Responses that came later were accepted and marked as late."),
    }
    said.append(late[LateRule(consultation.late_rule)])
    sections = [one.title for one in consultation.sections.all()]
    questions = consultation.questions.count()
    asked = ngettext("%(n)s question", "%(n)s questions", questions) % {"n": questions}
    said.append(_("It had %(questions)s for these sections: %(sections)s.")
                % {"questions": asked, "sections": "; ".join(sections)})  # fmt: skip
    if version := consultation.versions.order_by("-number").first():
        said.append(
            _("The questionnaire was frozen as version %(n)s; the checksum (SHA-256) of its words is %(sum)s.")
            % {"n": version.number, "sum": version.sha256}
        )
    return said


def _redaction(consultation: Consultation) -> list[str]:
    rows = Answer.objects.filter(question__consultation=consultation, response__sent_at__isnull=False).exclude(text="")
    used = rows.order_by().values("redaction_method").annotate(n=Count("id")).order_by("redaction_method")
    said = [
        _("%(method)s: %(n)s answers.") % {"method": row["redaction_method"] or _("none"), "n": count(row["n"])}
        for row in used
    ]
    if not said:
        return []
    return [
        _("A program on the office's own machine took out direct identifiers before anybody read an answer. It does "
          "not find all of them: words are quoted here only after a person has read and cleared them."),
        _("Methods: %(methods)s") % {"methods": " ".join(said)},
    ]  # fmt: skip


def _campaigns(consultation: Consultation) -> list[str]:
    groups = TextGroup.objects.filter(question__consultation=consultation, kind=GroupKind.CAMPAIGN, gone_at=None)
    methods = sorted(set(groups.filter(dismissed_at=None).values_list("method", flat=True)))
    said = [
        _("Every submission counts, also where many people sent the same words. Campaigns are named, and submissions, "
          "different texts and, where it is known, people are given side by side.")
    ]  # fmt: skip
    if methods:
        said.append(_("Campaigns were found by %(methods)s.") % {"methods": ", ".join(methods)})
    dismissed = groups.exclude(dismissed_at=None).count()
    if dismissed:
        said.append(
            ngettext(
                "%(n)s group of alike answers was looked at by a person and found to be no campaign.",
                "%(n)s groups of alike answers were looked at by a person and found to be no campaigns.",
                dismissed,
            )
            % {"n": count(dismissed)}
        )
    return said


def _coded(consultation: Consultation) -> list[str]:
    asked = [one for one in queries.countable_questions(consultation) if one.kind == QuestionKind.FREE_TEXT]
    if not asked:
        return []
    said = [
        _("Answers in words were coded under a code frame whose themes people named, defined and accepted. One answer "
          "may belong to several themes.")
    ]  # fmt: skip
    frames = queries.frame_versions(consultation)
    said += [line for question in asked for line in _question(question, frames.get(question.code, ""))]
    return said


def _question(question: Question, frame: str) -> list[str]:
    held = Coding.objects.filter(answer__question=question, ended_at=None, answer__response__sent_at__isnull=False)
    by = held.aggregate(
        all=Count("id"),
        machine=Count("id", filter=Q(coder__startswith="machine:")),
        analyst=Count("id", filter=Q(coder__startswith="analyst:")),
        people=Count("coder", filter=Q(coder__startswith="person/"), distinct=True),
    )
    facts = {
        "question": question.wording, "frame": frame or _("not fixed"), "n": count(by["all"]),
        "machine": percent(by["machine"] / by["all"]) if by["all"] else "–",
        "analyst": percent(by["analyst"] / by["all"]) if by["all"] else "–", "people": count(by["people"]),
    }  # fmt: skip
    said = [
        _("“%(question)s”: code frame %(frame)s; %(n)s codings hold; coders: %(people)s. By machine: %(machine)s; by "
          "an outside analyst: %(analyst)s.") % facts
    ]  # fmt: skip
    found = coding.latest_agreement(question)
    if found and found.overall and found.overall.alpha is not None:
        said.append(_agreement(found))
    else:
        said.append(_("How far coders agree was not measured for this question."))
    return said


def _agreement(found: Any) -> str:
    overall = found.overall
    facts = {
        "n": count(overall.n), "coders": count(found.coders), "alpha": f"{overall.alpha:.2f}",
        "low": _two(overall.alpha_low), "high": _two(overall.alpha_high),
    }  # fmt: skip
    said = (
        _(
            "%(coders)s people coded the same %(n)s answers, drawn at random, blind to each other: Krippendorff's "
            "alpha %(alpha)s (95%% interval %(low)s to %(high)s; 1 is full agreement, 0 is chance)."
        )
        % facts
    )
    if found.weak:
        names = "; ".join(row.theme.name for row in found.weak if row.theme)
        said += " " + _("Under 0.6, read with care: %(themes)s.") % {"themes": names}
    return said


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _counted() -> list[str]:
    return [
        _("Every number in a finding is filled in by a saved query (method %(method)s) and can be counted again with "
          "the command under “How this can be checked”. The denominator is everybody who answered the question and "
          "fits the filters named.") % {"method": queries.METHOD},
        _("Numbers from 1 to 4 are hidden in all tables and in the open data, with as many others as are needed so "
          "that they can't be worked out. Shares are given where at least 50 people answered."),
    ]  # fmt: skip


def _not_known() -> list[str]:
    return [
        _("Who did not answer, and why, is not known. Nor is it known whether one person answered more than once, "
          "unless a single-use code was needed: no account and no name is asked of anybody."),
    ]  # fmt: skip
