"""Who answered, beside who lives here, and which groups are missing: in words and figures, small numbers hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.coverage import rules
from frankpledge.office.coverage.models import HALF, Watch
from frankpledge.office.equality import queries as equality
from frankpledge.office.equality import wordings
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places
from frankpledge.office.ui.words import count as count_words
from frankpledge.office.ui.words import percent

from .places import place_groups
from .rows import Basis, Counted, ProfileGroup, ProfileRow, compared_rows

COMPARED_FROM = 16
"""Younger people are counted and shown, and not compared: few consultations are written for children."""


@dataclass(frozen=True)
class Missing:
    """A group with fewer answers than its share, as a sentence."""

    characteristic: str
    code: str
    group: str
    sentence: str


@dataclass(frozen=True)
class Profile:
    """Who answered one consultation. `percent` of its share is the line below which a group is missing."""

    sent: int
    with_record: int | None
    characteristics: Sequence[ProfileGroup]
    missing_groups: Sequence[Missing]
    percent: int
    asks_equality: bool
    not_a_sample: str

    @property
    def ratio(self) -> float:
        return self.percent / 100

    @property
    def missing(self) -> list[str]:
        return [one.sentence for one in self.missing_groups]

    @property
    def without_record(self) -> int | None:
        """How many gave no answer to any equality question; None where that would give a small number away."""
        if self.with_record is None or 0 < self.sent - self.with_record < rules.SMALLEST_SHOWN:
            return None
        return self.sent - self.with_record

    def of(self, code: str) -> ProfileGroup | None:
        return next((one for one in self.characteristics if one.code == code), None)


def threshold_percent(consultation: Consultation) -> int:
    found = Watch.objects.filter(consultation=consultation).values_list("percent", flat=True).first()
    return HALF if found is None else found


def profile(consultation: Consultation) -> Profile:
    """Everything about who answered: district, ward, age, sex, ethnic group. About six queries."""
    office = people.office_or_none()
    at = threshold_percent(consultation)
    found = place_groups(consultation, office, at / 100)
    codes = [place.code for place in places.areas_for("district", office)] if office else []
    groups = _equality(consultation)
    if groups:
        found += [_age(groups, codes, at / 100), _sex(groups, codes, at / 100), _ethnicity(groups, codes, at / 100)]
    return Profile(
        sent=groups.sent if groups else sum_sent(consultation),
        with_record=groups.with_record if groups else None,
        characteristics=found,
        missing_groups=[_missing(group, row) for group in found for row in group.missing],
        percent=at,
        asks_equality=groups is not None,
        not_a_sample=not_a_sample(),
    )


def not_a_sample() -> str:
    return _("No interval is given: everybody could answer, and nobody was drawn by chance.")


def sum_sent(consultation: Consultation) -> int:
    return consultation.responses.filter(sent_at__isnull=False).count()


def _equality(consultation: Consultation) -> equality.Groups | None:
    """The equality answers, ethnic groups as the five of the census; None where the questions were not asked."""
    if not consultation.asks_equality:
        return None
    young = [code for code in _codes("age") if (ages := rules.ages_of(code)) and ages[0] < COMPARED_FROM]
    return equality.group_counts(consultation, bands={"ethnicity": broad_bands()}, apart={"age": young})


def _codes(characteristic: str) -> list[str]:
    question = wordings.latest().question(characteristic)
    return question.codes if question else []


def broad_bands() -> dict[str, str]:
    """The 19 ethnic groups of the question → the five of the census (white, mixed, asian, black, other)."""
    return {code: code.split("-")[0] for code in _codes("ethnicity") if code != wordings.PREFER_NOT}


def broad_words(code: str) -> str:
    return {
        "white": _("White"),
        "mixed": _("Mixed or Multiple ethnic groups"),
        "asian": _("Asian or Asian British"),
        "black": _("Black, Black British, Caribbean or African"),
        "other": _("Other ethnic group"),
    }.get(code, code)


OUTSIDE = (wordings.PREFER_NOT, equality.NOT_SAID)


def _age(groups: equality.Groups, districts: Sequence[str], threshold: float) -> ProfileGroup:
    living = places.people_of("age", districts)
    rows = []
    for group in _rows_of(groups, "age"):
        ages = rules.ages_of(group.code)
        compares = ages is not None and ages[0] >= COMPARED_FROM and group.code not in OUTSIDE
        people_aged = living.aged(*ages) if ages and compares else None
        rows.append(Counted(group.code, group.words, group.count, people_aged, compares))
    with_year = _("residents aged %(age)s and over, mid-%(year)s estimates") % {
        "age": COMPARED_FROM,
        "year": living.year,
    }
    return _group("age", _("Age"), rows, groups, threshold, with_year)


def _sex(groups: equality.Groups, districts: Sequence[str], threshold: float) -> ProfileGroup:
    living = places.people_of("sex", districts)
    rows = [
        Counted(group.code, group.words, group.count, living.groups.get(group.code), group.code not in OUTSIDE)
        for group in _rows_of(groups, "sex")
    ]
    return _group("sex", _("Sex"), rows, groups, threshold, _("usual residents of all ages, Census 2021"))


def _ethnicity(groups: equality.Groups, districts: Sequence[str], threshold: float) -> ProfileGroup:
    living = places.people_of("ethnicity", districts)
    rows = [
        Counted(
            group.code,
            group.words if group.code in OUTSIDE else broad_words(group.code),
            group.count,
            living.broad.get(group.code),
            group.code not in OUTSIDE,
        )
        for group in _rows_of(groups, "ethnicity")
    ]
    return _group(
        "ethnicity", _("Ethnic group"), rows, groups, threshold, _("usual residents of all ages, Census 2021")
    )


def _rows_of(groups: equality.Groups, code: str) -> Sequence[equality.Group]:
    found = groups.of(code)
    return found.rows if found else []


def _group(
    code: str, words: str, rows: Sequence[Counted], groups: equality.Groups, threshold: float, compared_with: str
) -> ProfileGroup:
    found = groups.of(code)
    answered = found.answered if found else None
    basis = Basis(rows, groups.sent, answered, threshold)
    not_said = next((row.count for row in rows if row.code == equality.NOT_SAID), None)
    return ProfileGroup(code, words, compared_rows(words, basis), answered, not_said, compared_with)


def _missing(group: ProfileGroup, row: ProfileRow) -> Missing:
    """ "People aged 18 to 24: 6 of 813 answered; they are 9% of residents…; 12 times fewer than their share." """
    return Missing(group.code, row.code, row.group, " ".join([_who(group, row), _how_few(row)]))


def _who(group: ProfileGroup, row: ProfileRow) -> str:
    named = {
        "age": _("People aged %(group)s"),
        "sex": _("People who said that their sex is %(group)s"),
        "ethnicity": _("People of the group %(group)s"),
        "district": _("People in %(group)s"),
        "ward": _("People in the ward %(group)s"),
    }[group.code] % {"group": _inside(row.group)}
    answered = count_words(group.answered)
    share = percent(row.population_share)
    if row.responses is None:
        return _("%(who)s: so few of %(answered)s that no number is shown; they are %(share)s of %(whom)s.") % {
            "who": named, "answered": answered, "share": share, "whom": group.compared_with,
        }  # fmt: skip
    return _("%(who)s: %(n)s of %(answered)s answered; they are %(share)s of %(whom)s.") % {
        "who": named, "n": count_words(row.responses) if row.responses else _("none"), "answered": answered,
        "share": share, "whom": group.compared_with,
    }  # fmt: skip


def _inside(words: str) -> str:
    """ "85 or over" stays; "Female" becomes "female" within a sentence, "White" and names of places do not."""
    return words.lower() if words in ("Female", "Male") else words


def _how_few(row: ProfileRow) -> str:
    expected = round(row.expected or 0)
    fair = ngettext("Their share would be %(n)s person.", "Their share would be about %(n)s people.", expected) % {
        "n": count_words(expected)
    }
    if not row.ratio:
        return fair
    times = rules.times_fewer(row.ratio)
    if times == 2:
        return f"{_('About half of their share.')} {fair}"
    if times is None:
        return f"{_('%(percent)s of their share.') % {'percent': percent(row.ratio)}} {fair}"
    return f"{_('%(times)s times fewer than their share.') % {'times': times}} {fair}"
