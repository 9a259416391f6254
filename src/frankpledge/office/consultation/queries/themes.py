"""Themes, and the answers behind them, in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import (
    Answer,
    ApprovedVerbatim,
    Coding,
    Consultation,
    Question,
    QuestionKind,
    Theme,
    ThemeState,
)
from frankpledge.office.errors import NotFound

from .apart import NEEDS_TRANSLATION, apart_answers

NOW_HELD = Q(ended_at=None)
BY_PEOPLE = Q(coder__startswith="person/") | Q(coder__startswith="analyst:")
"""Codings of the office's own people, and of an outside analyst's."""


def sent_answers() -> QuerySet[Answer]:
    """Answers in words of responses that were sent."""
    return Answer.objects.filter(response__sent_at__isnull=False).exclude(redacted="")


def theme(consultation_code: str, code: str) -> Theme:
    """A theme by the parts of its reference. Raises NotFound."""
    found = (
        Theme.objects.select_related("question__consultation", "accepted_by", "merged_into__question__consultation")
        .filter(question__consultation__code=consultation_code, code=code)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no theme “%(code)s” in this consultation.") % {"code": code})
    return found


def roots(themes: Iterable[Theme]) -> dict[int, int]:
    """For each theme the one that stands for it: itself, or what it was merged into."""
    into = {one.pk: one.merged_into_id for one in themes}

    def root(key: int) -> int:
        seen = {key}
        while (above := into.get(key)) is not None and above not in seen:
            seen.add(above)
            key = above
        return key

    return {key: root(key) for key in into}


def members_of_group(of: Theme) -> list[int]:
    """Keys of the theme and of all that were merged into it."""
    all_of_them = Theme.objects.filter(question_id=of.question_id).only("id", "merged_into_id")
    return [key for key, root in roots(all_of_them).items() if root == of.pk]


def _root_of_coding(by_root: dict[int, int]) -> Case:
    """The theme that stands for a coding's theme, in SQL."""
    groups: dict[int, list[int]] = {}
    for key, root in by_root.items():
        groups.setdefault(root, []).append(key)
    whens = [When(theme_id__in=keys, then=Value(root)) for root, keys in groups.items() if keys != [root]]
    return Case(*whens, default=F("theme_id"), output_field=IntegerField())


def answer_counts(by_root: dict[int, int]) -> dict[int, int]:
    """How many answers belong to each theme now, those of merged themes included; an answer counts once a theme."""
    if not by_root:
        return {}
    rows = (
        Coding.objects.filter(NOW_HELD, theme_id__in=list(by_root))
        .annotate(root=_root_of_coding(by_root))
        .values("root")
        .annotate(answers=Count("answer_id", distinct=True))
    )
    return {row["root"]: row["answers"] for row in rows.order_by("root")}


def counts_by_section(by_root: dict[int, int]) -> dict[int, dict[int, int]]:
    """The same by section of the respondent: root, then section key."""
    rows = (
        Coding.objects.filter(NOW_HELD, theme_id__in=list(by_root))
        .annotate(root=_root_of_coding(by_root))
        .values("root", "answer__response__section_id")
        .annotate(answers=Count("answer_id", distinct=True))
        .order_by("root")
    )
    found: dict[int, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row["root"], {})[row["answer__response__section_id"]] = row["answers"]
    return found


@dataclass(frozen=True)
class Answered:
    """How many answered a question as what, and how many of them are in none of some themes."""

    all: int
    in_no_theme: int


def answered_by_section(question_ids: Iterable[int], themes: Iterable[int]) -> dict[tuple[int, int], Answered]:
    """By question and section: who answered, and whose answer belongs to none of these themes. One query."""
    held = Coding.objects.filter(NOW_HELD, theme_id__in=list(themes), answer=OuterRef("pk"))
    rows = (
        sent_answers()
        .filter(question_id__in=list(question_ids))
        .annotate(in_theme=Exists(held))
        .values_list("question_id", "response__section_id", "in_theme")
        .annotate(n=Count("id"))
        .order_by("question_id")
    )
    found: dict[tuple[int, int], Answered] = {}
    for question_id, section_id, in_theme, n in rows:
        before = found.get((question_id, section_id), Answered(0, 0))
        found[question_id, section_id] = Answered(before.all + n, before.in_no_theme + (0 if in_theme else n))
    return found


def answered_counts(question_ids: Iterable[int]) -> dict[int, int]:
    """How many people answered each question in words."""
    rows = sent_answers().filter(question_id__in=list(question_ids)).values("question_id").annotate(n=Count("id"))
    return {row["question_id"]: row["n"] for row in rows.order_by("question_id")}


@dataclass(frozen=True)
class ThemeFacts:
    """What may be said of a theme anywhere: on its page, on a commitment that rests on it, in an export."""

    key: int
    reference: str
    code: str
    name: str
    definition: str
    state: str
    terms: Sequence[str]
    question_code: str
    question: str
    consultation: str
    consultation_title: str
    stand_in_notice: str
    made_up: bool
    answers: int
    answered: int
    by_machine: bool
    method: str
    accepted_on: datetime | None
    approved: Sequence[str] = field(default_factory=tuple)

    @property
    def share(self) -> float | None:
        """The part of those who answered the question; None when too few did for a share to say anything."""
        return rules.share(self.answers, self.answered)

    @property
    def href(self) -> str:
        return f"/{self.reference}/"

    @property
    def is_accepted(self) -> bool:
        return self.state == ThemeState.ACCEPTED


def theme_facts(themes: Iterable[Theme | int], *, words: bool = False) -> dict[int, ThemeFacts]:
    """Facts of many themes by their keys, in three queries (four with approved words), however many there are."""
    keys = [one if isinstance(one, int) else one.pk for one in themes]
    siblings = Theme.objects.filter(question__in=Question.objects.filter(themes__in=keys))
    return {key: facts for key, facts in facts_of(siblings, words=words).items() if key in set(keys)}


def facts_of(all_of_them: QuerySet[Theme], *, words: bool = False) -> dict[int, ThemeFacts]:
    """Facts by key of all themes of one or more whole questions (mergers cannot be counted from a part)."""
    whole = list(all_of_them.select_related("question__consultation"))
    by_root = roots(whole)
    counts, answered = answer_counts(by_root), answered_counts({one.question_id for one in whole})
    spoken = approved_by_theme(by_root) if words else {}
    return {
        one.pk: facts_from(one, counts.get(one.pk, 0), answered.get(one.question_id, 0), spoken.get(one.pk, []))
        for one in whole
    }


def facts_from(of: Theme, answers: int, answered: int, approved: Sequence[str] = ()) -> ThemeFacts:
    """The facts of a theme whose counts are known; its question and consultation must have been fetched."""
    asked = of.question
    return ThemeFacts(
        key=of.pk,
        reference=of.reference,
        code=of.code,
        name=of.name,
        definition=of.definition,
        state=of.state,
        terms=of.terms,
        question_code=asked.code,
        question=asked.wording,
        consultation=asked.consultation.reference,
        consultation_title=asked.consultation.title,
        stand_in_notice=asked.consultation.stand_in_notice,
        made_up=asked.consultation.made_up,
        answers=answers,
        answered=answered,
        by_machine=of.made_by.startswith("machine:"),
        method=method_words(of.made_by),
        accepted_on=of.accepted_at,
        approved=approved,
    )


def method_words(coder: str) -> str:
    """ "theme-suggestion-1" from "machine:theme-suggestion-1 model…"; empty for a person."""
    return coder.removeprefix("machine:").split(" ")[0] if coder.startswith("machine:") else ""


def themes_of(consultation: Consultation, *, words: bool = False) -> list[ThemeFacts]:
    """The accepted themes of a consultation, question by question, the largest first."""
    orders = {question.code: question.order for question in consultation.questions.all()}
    found = facts_of(Theme.objects.filter(question__consultation=consultation), words=words).values()
    accepted = [facts for facts in found if facts.is_accepted]
    return sorted(accepted, key=lambda one: (orders.get(one.question_code, 0), -one.answers, one.name))


def accepted_theme_counts(themes: Iterable[Theme | int]) -> dict[int, int]:
    """How many answers each of these accepted themes has now, by key; themes that are not accepted are left out."""
    return {key: facts.answers for key, facts in theme_facts(themes).items() if facts.is_accepted}


def answers_of_theme(of: Theme) -> QuerySet[Answer]:
    """The answers that belong to a theme now, the most typical first; for staff only. Nothing is fetched yet."""
    held = Coding.objects.filter(NOW_HELD, theme_id__in=members_of_group(of))
    return (
        Answer.objects.filter(pk__in=held.values("answer_id"))
        .select_related("response__section", "response__consultation", "question", "approval", "disclosure")
        .order_by("response__number")
    )


def approved_by_theme(by_root: dict[int, int]) -> dict[int, list[str]]:
    """Words that the public may read, by the theme that stands for them."""
    rows = (
        ApprovedVerbatim.objects.filter(
            withdrawn_at=None, answer__codings__ended_at=None, answer__codings__theme_id__in=list(by_root)
        )
        .exclude(answer_id__in=apart_answers())
        .values_list("id", "text", "answer__codings__theme_id")
        .order_by("id")
    )
    found: dict[int, dict[int, str]] = {}
    for key, text, theme_id in rows:
        found.setdefault(by_root[theme_id], {})[key] = text
    return {root: list(texts.values()) for root, texts in found.items()}


def approved_words(of: Theme) -> list[str]:
    """Words of this theme that the public may read, in the order in which they were cleared."""
    return approved_by_theme(dict.fromkeys(members_of_group(of), of.pk)).get(of.pk, [])


# ---- for suggesting


def texts_of(question: Question) -> list[tuple[int, str]]:
    """Key and words without identifiers of every answer that a machine may group, in order of number.

    In English: a translation in place of what was translated, and nothing that still waits for one. What is kept
    apart is for a person alone.
    """
    rows = sent_answers().filter(question=question).exclude(NEEDS_TRANSLATION).exclude(pk__in=apart_answers())
    given = rows.order_by("response__number", "id").values_list("id", "redacted", "translation")
    return [(key, translation or redacted) for key, redacted, translation in given]


def _taken_up(question: Question) -> set[int]:
    """Keys of themes that a person has made their own: accepted, named or described; and all merged into them."""
    all_of_them = list(Theme.objects.filter(question=question))
    by_root = roots(all_of_them)
    own = {one.pk for one in all_of_them if _is_taken_up(one)}
    return {key for key, root in by_root.items() if root in own}


def _is_taken_up(of: Theme) -> bool:
    if of.state == ThemeState.ACCEPTED:
        return True
    touched = bool(of.definition) or not of.made_by.startswith("machine:")
    return of.state == ThemeState.SUGGESTED and touched


def settled_answers(question: Question) -> set[int]:
    """Answers that a new suggestion leaves where they are."""
    held = Coding.objects.filter(NOW_HELD, answer__question=question)
    by_hand = held.filter(BY_PEOPLE).exclude(theme__state=ThemeState.DROPPED)
    of_themes = held.filter(theme_id__in=_taken_up(question))
    return set(by_hand.values_list("answer_id", flat=True)) | set(of_themes.values_list("answer_id", flat=True))


def open_suggestions(question: Question) -> list[Theme]:
    """Suggestions that nobody has taken up, and those merged into one of them."""
    taken = _taken_up(question)
    hand_coded = set(
        Coding.objects.filter(NOW_HELD, BY_PEOPLE, theme__question=question).values_list("theme_id", flat=True)
    )
    of_this = Theme.objects.filter(question=question, state__in=[ThemeState.SUGGESTED, ThemeState.MERGED])
    return [
        one
        for one in of_this.select_related("question__consultation")
        if one.pk not in taken and one.pk not in hand_coded and one.made_by.startswith("machine:")
    ]


def codings_held(themes: Sequence[Theme]) -> dict[int, list[int]]:
    """Answers that belong to each of these themes now (mergers not counted in), by key."""
    found: dict[int, list[int]] = {one.pk: [] for one in themes}
    rows = Coding.objects.filter(NOW_HELD, theme_id__in=list(found)).values_list("theme_id", "answer_id")
    for theme_id, answer_id in rows.order_by("theme_id", "answer_id"):
        found[theme_id].append(answer_id)
    return found


def free_text_questions(consultation: Consultation) -> list[Question]:
    return [one for one in consultation.questions.all() if one.kind == QuestionKind.FREE_TEXT]
