"""One answer on the desk: its words, what the machine thinks of it, the frame, and how far the coding is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frankpledge.office.coding import rules
from frankpledge.office.coding.models import DeskRules, MustRead, Outcome, ReadingPlace, RoundAnswer, Way
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Answer, Coding, Consultation, Question, Response, Theme
from frankpledge.office.errors import NotFound
from frankpledge.office.people.models import Person

from .campaigns import campaign_of_answer
from .frame import Frame, FrameTheme, frame_of
from .learning import TOP, answers_left


@dataclass(frozen=True)
class Suggested:
    """One theme that the machine suggests, and how likely in words. `number` is the key that ticks it."""

    theme: Theme
    probability: float
    likely: str
    number: int


@dataclass(frozen=True)
class InHand:
    """An answer in somebody's hand, whole for a page."""

    question: Question
    consultation: Consultation
    answer: Answer
    words: str
    original: str
    section: str
    reference: str
    suggestions: Sequence[Suggested]
    others: Sequence[FrameTheme]
    held: Sequence[Theme]
    addition: str
    campaign: str
    because: str
    read: int
    total: int
    find: str

    @property
    def percent(self) -> int:
        return round(100 * self.read / self.total) if self.total else 0


def place(consultation_code: str, key: int, coder: Person) -> ReadingPlace:
    """A place of this coder's in this consultation. Raises NotFound: other people's are nobody's business."""
    found = (
        ReadingPlace.objects.select_related(
            "answer__response__section", "answer__response__consultation", "answer__question", "answer__disclosure"
        )
        .select_related("question__consultation", "model")
        .filter(pk=key, coder=coder, question__consultation__code=consultation_code)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such answer on your desk."))
    return found


def in_hand(found: ReadingPlace, find: str = "") -> InHand:
    """All that the desk shows of an answer that somebody has in hand. `find` narrows the themes to choose from."""
    frame = frame_of(found.question)
    ranked = found.suggested.get("ranked", []) if found.suggested else []
    suggestions = _suggestions(frame, ranked)
    shown = _in_hand(found.answer, found.question, frame, suggestions, find)
    return shown if found.way != Way.MUST_READ else _with_reason(shown, found)


def _suggestions(frame: Frame, ranked: Sequence[Sequence[object]]) -> list[Suggested]:
    by_code = {one.theme.code: one.theme for one in frame.themes}
    known = [(by_code[str(code)], float(str(how))) for code, how in ranked if str(code) in by_code][:TOP]
    return [Suggested(theme, how, rules.likelihood(how), at) for at, (theme, how) in enumerate(known, start=1)]


def _in_hand(answer: Answer, question: Question, frame: Frame, suggestions: Sequence[Suggested], find: str) -> InHand:
    suggested = {one.theme.pk for one in suggestions}
    others = [one for one in frame.themes if one.theme.pk not in suggested]
    wanted = find.strip().casefold()
    if wanted:
        others = [one for one in others if _fits(one.theme, wanted)]
    total, left = answers_left(question)
    campaign, addition = campaign_of_answer(answer)
    held = Theme.objects.filter(codings__answer=answer, codings__ended_at=None).distinct()
    by_people = Coding.objects.filter(answer=answer, ended_at=None).exclude(coder__startswith="machine:")
    return InHand(
        question=question,
        consultation=question.consultation,
        answer=answer,
        words=consultations.said_by(answer),
        original=answer.redacted if answer.translation else "",
        section=answer.response.section.title if answer.response.section else "",
        reference=answer.reference,
        suggestions=suggestions,
        others=others,
        held=list(held.filter(pk__in=by_people.values("theme_id"))),
        addition=addition,
        campaign=campaign,
        because="",
        read=total - left,
        total=total,
        find=find,
    )


def _fits(theme: Theme, wanted: str) -> bool:
    words = " ".join([theme.name, theme.definition, theme.includes, *map(str, theme.terms)]).casefold()
    return all(part in words for part in wanted.split())


def _with_reason(shown: InHand, found: ReadingPlace) -> InHand:
    from dataclasses import replace

    unlike = MustRead.objects.filter(answer=found.answer).exists()
    because = _("It is unlike all others.") if unlike else _("It is from a group of which every answer is read.")
    return replace(shown, because=because)


def blind_in_hand(found: RoundAnswer, find: str = "") -> InHand:
    """The same for double coding: no suggestion, nothing that anybody said before, no campaign."""
    question = found.round.question
    shown = _in_hand(found.answer, question, frame_of(question), [], find)
    from dataclasses import replace

    return replace(shown, held=[], addition="", campaign="")


@dataclass(frozen=True)
class OwnWork:
    """What one coder decided on one question."""

    decided: int
    skipped: int
    last: ReadingPlace | None


def own_work(question: Question, coder: Person) -> OwnWork:
    mine = ReadingPlace.objects.filter(question=question, coder=coder, undone_at=None)
    decided = mine.filter(outcome__in=[Outcome.CODED, Outcome.NONE])
    last = (
        mine.exclude(outcome__in=["", Outcome.EXPIRED])
        .order_by("-decided_at", "-id")
        .select_related("answer__response__consultation", "answer__question")
    )
    return OwnWork(decided.count(), mine.filter(outcome=Outcome.SKIPPED).count(), last.first())


def desk_rules(question: Question) -> DeskRules | None:
    return DeskRules.objects.filter(question=question).first()


def to_translate(consultation: Consultation) -> list[Answer]:
    """Answers in another language that wait for a translation, the oldest first."""
    rows = Answer.objects.filter(
        consultations.NEEDS_TRANSLATION, question__consultation=consultation, response__sent_at__isnull=False
    ).exclude(redacted="")
    rows = rows.exclude(pk__in=consultations.apart_answers())
    return list(rows.select_related("response__consultation", "question").order_by("response__number")[:500])


def areas_in(consultation: Consultation) -> list[tuple[str, str]]:
    """Code and name of every district or ward from which somebody answered."""
    from frankpledge.office.places.models import Area

    codes = set(
        Response.objects.filter(consultation=consultation, sent_at__isnull=False)
        .exclude(area_code="")
        .values_list("area_code", flat=True)
    )
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])
