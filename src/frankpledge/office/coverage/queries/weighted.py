"""A closed question as it was answered, and as it would look were the answers weighted to residents. A check only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation import closed
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation, Question, QuestionKind, Response
from frankpledge.office.coverage import rules
from frankpledge.office.equality import queries as equality
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places
from frankpledge.office.ui.words import count as count_words

from . import wide

if TYPE_CHECKING:
    from frankpledge.evidence.weighting import NotWeighted, Raked

MARGINS = ("age", "sex", "ethnicity", "district")


@dataclass(frozen=True)
class Margin:
    """One characteristic by which answers are weighted: its groups, with how many live here."""

    code: str
    words: str
    groups: Mapping[str, tuple[str, int]]
    bands: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(people for _words, people in self.groups.values())


@dataclass(frozen=True)
class WeightedLine:
    words: str
    count: int
    share: float
    weighted: float

    @property
    def moved(self) -> float:
        """In points of per cent."""
        return 100 * (self.weighted - self.share)


@dataclass(frozen=True)
class Weighted:
    """What came of it. With `refusal` there are no lines: it says in words why the answers are not weighted."""

    question: Question
    row_words: str
    by: Sequence[str]
    answered: int
    used: int
    refusal: str = ""
    lines: Sequence[WeightedLine] = field(default_factory=tuple)
    design_effect: float = 1.0
    effective: int = 0
    rounds: int = 0
    trimmed: int = 0
    miss: float = 0.0
    method: str = ""

    @property
    def largest_move(self) -> float:
        return max((abs(line.moved) for line in self.lines), default=0.0)


def margin_choices(consultation: Consultation) -> list[tuple[str, str]]:
    """What answers can be weighted by."""
    found = [("district", _("district"))]
    if consultation.asks_equality:
        found = [("age", _("age")), ("sex", _("sex")), ("ethnicity", _("ethnic group")), *found]
    return found


def weighted(consultation: Consultation, key: str, by: Sequence[str]) -> Weighted | None:
    """One question (or statement of a grid) weighted by these characteristics; None where there is no such question."""
    code, _dot, row = key.partition(".")
    question = {one.code: one for one in consultations.closed_questions(consultation)}.get(code)
    rows = dict(consultations.rows_asked(question)) if question else {}
    if question is None or row not in rows:
        return None
    given = consultations.answers_given(consultation, [question])[question.pk]
    chosen = {one.response: codes for one in given if (codes := consultations.chosen_at(question, row, one))}
    margins = [_margin(one) for one in MARGINS if one in by]
    words = [margin.words for margin in margins]
    cells = _cells(consultation, margins, chosen)
    plain = Weighted(question, rows[row], words, len(chosen), sum(cells.values()))
    return _computed(plain, question, margins, cells)


def _computed(plain: Weighted, question: Question, margins: Sequence[Margin], cells: Counter[Any]) -> Weighted:
    import numpy as np

    from frankpledge.evidence.weighting import NotWeighted, rake, weighted_shares

    if not margins:
        return _refused(plain, _("Choose at least one thing to weight by."))
    order = sorted(cells, key=str)
    repeat = np.array([cells[one] for one in order], dtype=np.int64)
    if not repeat.sum():
        return _refused(
            plain,
            _(
                "Nobody who answered this question has said all that it would be weighted by, or the links to what "
                "people said of themselves have been cut since the consultation closed."
            ),
        )
    codes = [list(margin.groups) for margin in margins]
    groups = [np.repeat([codes[at].index(one[at]) for one in order], repeat) for at in range(len(margins))]
    targets = [np.array([n for _w, n in margin.groups.values()]) / margin.total for margin in margins]
    try:
        raked = rake(groups, targets)
    except NotWeighted as refused:
        return _refused(plain, _why_not(refused, margins))
    points = points_of(question)
    table = np.repeat([[point in one[-1] for point, _words in points] for one in order], repeat, axis=0)
    shares = weighted_shares(raked.weights, table)
    return _shown(plain, raked, points, table.sum(axis=0), shares)


def _shown(plain: Weighted, raked: Raked, points: Sequence[tuple[str, str]], counts: Any, shares: Any) -> Weighted:
    used = int(raked.weights.size)
    lines = [
        WeightedLine(words, int(n), int(n) / used, float(share))
        for (_code, words), n, share in zip(points, counts, shares, strict=True)
    ]
    return Weighted(
        plain.question, plain.row_words, plain.by, plain.answered, used, "", lines, raked.design_effect,
        int(raked.effective), raked.rounds, raked.trimmed, raked.miss, raked.method,
    )  # fmt: skip


def _refused(plain: Weighted, why: str) -> Weighted:
    return Weighted(plain.question, plain.row_words, plain.by, plain.answered, plain.used, why)


def points_of(question: Question) -> list[tuple[str, str]]:
    """The options, those of a scale from against to for."""
    if question.kind in (QuestionKind.SCALE, QuestionKind.GRID):
        scale = closed.scale_of(question.options)
        return [*scale.points, *scale.apart]
    return [(code, words) for code, words in question.options]


def _why_not(refused: NotWeighted, margins: Sequence[Margin]) -> str:
    from frankpledge.evidence.weighting import FEWEST_IN_A_GROUP, LARGEST_DESIGN_EFFECT

    if refused.reason == "group":
        margin = margins[refused.margin]
        group = list(margin.groups.values())[refused.group][0]
        few = refused.value < rules.SMALLEST_SHOWN
        return _(
            "Not weighted: of the group “%(group)s” (%(by)s) there are %(n)s, and fewer than %(least)s cannot speak "
            "for their share of residents."
        ) % {
            "group": group, "by": margin.words, "least": FEWEST_IN_A_GROUP,
            "n": _("too few to show") if few else count_words(int(refused.value)),
        }  # fmt: skip
    if refused.reason == "effect":
        return _(
            "Not weighted: the weights would differ so much that the figures would rest on a few people (design effect "
            "%(effect).1f; above %(most).0f it is refused)."
        ) % {"effect": refused.value, "most": LARGEST_DESIGN_EFFECT}
    return _("Not weighted: no weights fit all that was chosen at once. Choose fewer things to weight by.")


def _cells(
    consultation: Consultation, margins: Sequence[Margin], chosen: Mapping[int, Sequence[str]]
) -> Counter[tuple[Any, ...]]:
    """How many people of each combination of groups gave each answer; without those who did not say all of them."""
    tags: dict[int, tuple[str, tuple[str, ...]]] = {}
    districts = _district_of_responses(consultation) if any(margin.code == "district" for margin in margins) else None
    for key, codes in chosen.items():
        if districts is None or key in districts:
            tags[key] = ((districts or {}).get(key, ""), tuple(codes))
    said = [margin for margin in margins if margin.code != "district"]
    if said:
        counts = equality.joint_counts(
            consultation, [margin.code for margin in said], tags, {margin.code: margin.bands for margin in said}
        )
    else:
        counts = Counter((tag,) for tag in tags.values())
    found: Counter[tuple[Any, ...]] = Counter()
    for (*groups, (district, codes)), n in counts.items():
        whole = [*groups, district] if districts is not None else groups
        if all(group in margin.groups for group, margin in zip(whole, margins, strict=True)):
            found[(*whole, codes)] += n
    return found


def _district_of_responses(consultation: Consultation) -> dict[int, str]:
    """The district of each response that lies in the office's area."""
    office = people.office_or_none()
    if office is None:
        return {}
    own = {one.code for one in places.areas_for("district", office)}
    wards = {one.code: one.district_code for one in places.areas_for("ward", office)}
    sent = Response.objects.filter(consultation=consultation, sent_at__isnull=False).exclude(area_code="")
    pairs = ((key, wards.get(code, code)) for key, code in sent.values_list("pk", "area_code"))
    return {key: district for key, district in pairs if district in own}


def _margin(code: str) -> Margin:
    office = people.office_or_none()
    districts = places.areas_for("district", office) if office else []
    codes = [one.code for one in districts]
    if code == "district":
        counted = {one.code: (one.name, _residents(one.code)) for one in districts}
        return Margin("district", _("district"), counted)
    if code == "sex":
        living = places.people_of("sex", codes).groups
        named = {"female": (_("Female"), living.get("female", 0)), "male": (_("Male"), living.get("male", 0))}
        return Margin("sex", _("sex"), named)
    if code == "ethnicity":
        broad = places.people_of("ethnicity", codes).broad
        counts = {wide.WHITE: broad.get(wide.WHITE, 0)}
        counts[wide.OTHER] = sum(broad.values()) - counts[wide.WHITE]
        groups = {code: (words, counts[code]) for code, words in wide.ethnic_words().items()}
        return Margin("ethnicity", _("ethnic group, in two"), groups, wide.ethnic_bands())
    return _age_margin(codes)


def _residents(code: str) -> int:
    census = [figure.residents for figure in places.national_population(code) if figure.year == 2021]
    return census[0] if census else 0


def _age_margin(districts: Sequence[str]) -> Margin:
    living, words = places.people_of("age", districts), wide.age_words()
    groups = {
        code: (words[code], living.aged(youngest, oldest))
        for youngest, oldest in wide.WIDE_AGES
        for code in [wide.age_code(youngest, oldest)]
    }
    return Margin("age", _("age, in four bands"), groups, wide.age_bands())
