"""Coded answers to take away: answers by theme, the frame, agreement, campaigns, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.coding import queries
from frankpledge.office.coding.models import CodingBatch, TextGroupMember
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Answer, Coding, Consultation, Question, Theme, ThemeState
from frankpledge.office.consultation.queries.themes import roots

Row = Sequence[Any]


def sheets(consultation: Consultation, now: datetime) -> dict[str, list[Row]]:
    """The sheets of the workbook by name. Of answers kept apart nothing stands here but how many there are."""
    asked = consultations.free_text_questions(consultation)
    return {
        _("Coded answers"): list(_answers(asked)),
        _("Frame"): list(_frame(asked)),
        _("Agreement"): list(_agreement(asked)),
        _("Campaigns"): list(_campaigns(consultation)),
        _("How it was made"): list(_method(consultation, asked, now)),
    }


def _answers(asked: Sequence[Question]) -> Iterator[Row]:
    """One row for each answer and theme; an answer without a theme has one row."""
    yield [
        "response", "section", "channel", "question", "answer", "translated", "theme", "theme name", "coded by",
        "how sure", "coded at", "campaign", "own addition",
    ]  # fmt: skip
    for question in asked:
        whole = {one.pk: one for one in Theme.objects.filter(question=question)}
        by_root = roots(whole.values())
        codings: dict[int, list[Coding]] = {}
        for coding in Coding.objects.filter(answer__question=question, ended_at=None).order_by("id"):
            codings.setdefault(coding.answer_id, []).append(coding)
        campaigns = {
            one.answer_id: one
            for one in TextGroupMember.objects.filter(
                group__question=question, group__kind="campaign", group__gone_at=None, group__dismissed_at=None
            ).select_related("group")
        }
        yield from _rows_of(question, whole, by_root, codings, campaigns)


def _rows_of(
    question: Question,
    whole: dict[int, Theme],
    by_root: dict[int, int],
    codings: dict[int, list[Coding]],
    campaigns: dict[int, TextGroupMember],
) -> Iterator[Row]:
    answers = Answer.objects.filter(question=question, response__sent_at__isnull=False).exclude(redacted="")
    answers = answers.exclude(pk__in=consultations.apart_answers()).select_related("response__section")
    for answer in answers.order_by("response__number").iterator(chunk_size=2000):
        response, member = answer.response, campaigns.get(answer.pk)
        given = {whole[by_root[one.theme_id]]: one for one in codings.get(answer.pk, [])}
        told = [
            [theme.code, theme.name, one.coder, one.confidence, one.at]
            for theme, one in given.items()
            if theme.state == ThemeState.ACCEPTED
        ]
        start = [
            response.number,
            response.section.code if response.section else "",
            response.channel,
            question.code,
            answer.translation or answer.redacted,
            answer.language if answer.translation else "",
        ]
        end = [(member.group.name or f"{member.group.pk}") if member else "", member.addition if member else ""]
        for one in told or [["", "", "", None, None]]:
            yield [*start, *one, *end]


def _frame(asked: Sequence[Question]) -> Iterator[Row]:
    yield [
        "question", "frame", "theme", "name", "stands under", "what belongs to it", "include", "exclude", "example",
        "answers",
    ]  # fmt: skip
    for question in asked:
        frame = queries.frame_of(question)
        for row in frame.themes:
            one = row.theme
            above = row.parent.code if row.parent else ""
            yield [
                question.code, frame.name, one.code, one.name, above, one.definition, one.includes, one.excludes,
                one.example, row.answers,
            ]  # fmt: skip


def _agreement(asked: Sequence[Question]) -> Iterator[Row]:
    yield [
        "question", "round", "theme", "answers", "times given", "alpha", "alpha low", "alpha high", "kappa",
        "kappa low", "kappa high", "method",
    ]  # fmt: skip
    for question in asked:
        found = queries.latest_agreement(question)
        for one in [*([found.overall] if found.overall else []), *found.by_theme] if found else []:
            yield [
                question.code, found.round.number if found else "", one.theme.code if one.theme else "all themes",
                one.n, one.used, one.alpha, one.alpha_low, one.alpha_high, one.kappa, one.kappa_low, one.kappa_high,
                one.method,
            ]  # fmt: skip


def _campaigns(consultation: Consultation) -> Iterator[Row]:
    yield ["question", "campaign", "submissions", "distinct texts", "distinct people", "with own words"]
    for one in queries.campaigns_of(consultation):
        people = _("not known") if one.people is None else one.people
        group = one.group
        yield [
            group.question.code, group.name or f"{group.pk}", one.submissions, one.distinct, people, one.with_additions
        ]  # fmt: skip


def _method(consultation: Consultation, asked: Sequence[Question], now: datetime) -> Iterator[Row]:
    yield [_("Consultation"), consultation.title]
    yield [_("Reference"), consultation.reference]
    yield [_("Made on"), now]
    yield [_("Answers kept apart, not in this file"), consultations.apart_in(consultation)]
    for state in queries.coded_state(consultation):
        question = state.question
        yield [_("Question"), question.code, question.wording]
        yield [_("Answers in words"), state.answers]
        yield [_("coded by people"), state.by_person]
        yield [_("coded by the program alone"), state.by_machine]
        yield [_("read, under no theme"), state.considered]
        yield [_("not read yet"), state.open]
        yield [_("Frame"), queries.frame_of(question).name]
    for question in asked:
        model = queries.newest_model(question)
        if model:
            yield [_("Learnt from the coders"), question.code, model.method, model.n, str(model.figures)]
        for batch in CodingBatch.objects.filter(question=question, undone_at=None).select_related("model"):
            kept = {name: value for name, value in batch.figures.items() if name != "ended"}
            yield [_("Coded in one step"), question.code, batch.get_kind_display(), batch.n, str(kept)]
