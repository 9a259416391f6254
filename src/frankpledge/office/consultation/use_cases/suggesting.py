"""A machine suggests themes; what people have accepted, named or coded by hand stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Coding, Question, QuestionKind, Theme, ThemeState
from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .coding import DUTY, free_code

if TYPE_CHECKING:
    from frankpledge.evidence.text.model import Encoder
    from frankpledge.evidence.text.themes import SuggestedTheme

Progress = Callable[[int, int], None]
MACHINE = "machine:"


class NothingToGroup(BadInput):
    """Themes are found in what people wrote in their own words."""


@dataclass(frozen=True)
class ThemeMade:
    """One suggested theme, in short."""

    reference: str
    name: str
    terms: Sequence[str]
    count: int


@dataclass(frozen=True)
class Suggestion:
    """What one run found."""

    consultation: str
    question: str
    method: str
    answers: int
    kept: int
    too_short: int
    changed: bool
    themes: Sequence[ThemeMade]

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"suggested": len(self.themes)}


@dataclass(frozen=True)
class _Text:
    """An answer that may be grouped: its key, and its words without identifiers."""

    answer_id: int
    text: str


def suggest_themes(
    *,
    question: Question,
    by: Actor,
    now: datetime,
    embedder: Encoder | None = None,
    progress: Progress | None = None,
) -> Suggestion:
    """Group the answers to a question into suggested themes, in place of earlier suggestions that nobody took up.

    Answers that belong to an accepted theme, to a suggestion that a person has named or described, or that a person
    has coded, are left where they are; the others are grouped anew. The same answers give the same groups, and then
    nothing changes. The long calculation holds no lock.

    Args:
        embedder: what turns answers into vectors; by default the model on this machine.
    Raises:
        NotAllowed: `by` does not hold the duty "code answers".
        NothingToGroup: the question is not answered in words, or has no answers yet.
    """
    duties.require(by, DUTY)
    if question.kind != QuestionKind.FREE_TEXT:
        raise NothingToGroup(_("“%(wording)s” is not answered in words.") % {"wording": question.wording})
    settled = queries.settled_answers(question)
    texts = [_Text(*row) for row in queries.texts_of(question) if row[0] not in settled]
    if not texts and not settled:
        raise NothingToGroup(_("Nobody has answered “%(wording)s” yet.") % {"wording": question.wording})
    groups, method = _grouped(question, [one.text for one in texts], embedder, progress)
    return _store(question, texts, groups, method, kept=len(settled), by=by, now=now)


def keep_groups(
    *,
    question: Question,
    answers: Sequence[int],
    groups: Sequence[SuggestedTheme],
    method: str,
    kept: int,
    by: Actor,
    now: datetime,
) -> Suggestion:
    """Keep groups that were computed already, in place of earlier suggestions that nobody took up.

    Args:
        answers: keys of the answers grouped; members and exemplars of the groups are positions among these.
        kept: how many answers were left where they are.
    """
    duties.require(by, DUTY)
    return _store(question, [_Text(key, "") for key in answers], groups, method, kept=kept, by=by, now=now)


def _grouped(
    question: Question, texts: Sequence[str], embedder: Encoder | None, progress: Progress | None
) -> tuple[list[SuggestedTheme], str]:
    from frankpledge.evidence.text.model import Embedder
    from frankpledge.evidence.text.themes import METHOD_VERSION, suggest_themes

    embedder = embedder or Embedder()
    office = people.office_or_none()
    groups = suggest_themes(
        texts,
        embedder=embedder,
        question=question.wording,
        leave_out=[office.area_name, office.force_name] if office else [],
        progress=progress,
    )
    version = getattr(embedder, "version", type(embedder).__name__)
    return groups, f"{MACHINE}{METHOD_VERSION} {version}"[:120]


@transaction.atomic
def _store(
    question: Question,
    texts: Sequence[_Text],
    groups: Sequence[SuggestedTheme],
    method: str,
    *,
    kept: int,
    by: Actor,
    now: datetime,
) -> Suggestion:
    question = Question.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=question.pk)
    found = [group for group in groups if group.kind == "theme"]
    old = queries.open_suggestions(question)
    now_settled = queries.settled_answers(question)
    members = [{texts[member.index].answer_id: member.similarity for member in group.members} for group in found]
    members = [{key: how for key, how in group.items() if key not in now_settled} for group in members]
    same = _is_what_was_suggested(old, members)
    themes = list(old) if same else _replace(question, old, found, members, texts, method, now)
    if not same:
        detail = {"method": method, "themes": len(themes), "answers": len(texts), "replaced": len(old)}
        note("themes suggested", f"question/{question.consultation.code}/{question.code}", by=by.reference, at=now,
             detail=detail)  # fmt: skip
    counts = queries.codings_held(themes)
    made = [ThemeMade(theme.reference, theme.name, theme.terms, len(counts[theme.pk])) for theme in themes]
    return Suggestion(
        consultation=question.consultation.reference,
        question=question.code,
        method=method,
        answers=len(texts) + kept,
        kept=kept,
        too_short=sum(group.size for group in groups if group.kind != "theme"),
        changed=not same,
        themes=sorted(made, key=lambda one: (-one.count, one.name)),
    )


def _is_what_was_suggested(old: Sequence[Theme], members: Sequence[dict[int, float]]) -> bool:
    before = sorted(sorted(group) for group in queries.codings_held(old).values())
    return bool(old) and before == sorted(sorted(group) for group in members if group)


def _replace(
    question: Question,
    old: Sequence[Theme],
    found: Sequence[SuggestedTheme],
    members: Sequence[dict[int, float]],
    texts: Sequence[_Text],
    method: str,
    now: datetime,
) -> list[Theme]:
    """End the suggestions that nobody took up, and write the new ones."""
    keys = [theme.pk for theme in old]
    Coding.objects.filter(theme_id__in=keys, ended_at=None).update(ended_at=now, ended_by=method)
    Theme.objects.filter(pk__in=keys).update(state=ThemeState.DROPPED)
    themes = []
    for group, answers in zip(found, members, strict=True):
        if not answers:
            continue
        theme = Theme.objects.create(
            question=question,
            code=free_code(question, group.name),
            name=group.name[:160],
            terms=list(group.terms),
            made_by=method,
            made_at=now,
        )
        exemplars = {texts[index].answer_id for index in group.exemplars}
        Coding.objects.bulk_create(
            [
                Coding(
                    answer_id=key,
                    theme=theme,
                    coder=method,
                    confidence=round(how, 6),
                    exemplar=key in exemplars,
                    at=now,
                )
                for key, how in answers.items()
            ],
            batch_size=500,
        )
        themes.append(theme)
    return themes
