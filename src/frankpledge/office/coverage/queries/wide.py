"""Characteristics in a few wide groups, for tables of groups by answers and for weights."""

from __future__ import annotations

from django.utils.translation import gettext as _

from frankpledge.office.coverage import rules
from frankpledge.office.equality import queries as equality
from frankpledge.office.equality import wordings

from .profile import COMPARED_FROM, broad_bands

WIDE_AGES = [(16, 34), (35, 54), (55, 74), (75, None)]
WHITE, OTHER = "white", "not-white"


def age_code(youngest: int, oldest: int | None) -> str:
    return f"{youngest}-{oldest or 'over'}"


def age_words() -> dict[str, str]:
    return {
        age_code(youngest, oldest): _("%(from)s to %(to)s") % {"from": youngest, "to": oldest}
        if oldest
        else _("%(from)s and over") % {"from": youngest}
        for youngest, oldest in WIDE_AGES
    }


def age_bands() -> dict[str, str]:
    """The bands of the question, from 16 on, each with the wide band that it lies in."""
    question = wordings.latest().question("age")
    found = {}
    for answer in question.codes if question else []:
        ages = rules.ages_of(answer)
        if ages and ages[0] >= COMPARED_FROM:
            found[answer] = next(
                age_code(youngest, oldest)
                for youngest, oldest in WIDE_AGES
                if youngest <= ages[0] and (oldest is None or ages[0] <= oldest)
            )
    return found


def ethnic_bands() -> dict[str, str]:
    return {one: WHITE if group == WHITE else OTHER for one, group in broad_bands().items()}


def ethnic_words() -> dict[str, str]:
    return {WHITE: _("White"), OTHER: _("All other ethnic groups")}


def wide_groups(by: str) -> tuple[dict[str, str], dict[str, str]]:
    """Into which group each answer to an equality question falls, and what the groups are called.

    Who prefers not to say, and who passed the question over, are one: neither tells anything of a group.
    """
    silent = {wordings.PREFER_NOT: equality.NOT_SAID}
    words = {equality.NOT_SAID: _("Not said")}
    if by == "age":
        return age_bands() | silent, age_words() | words
    if by == "ethnicity":
        return ethnic_bands() | silent, ethnic_words() | words
    return silent, words
