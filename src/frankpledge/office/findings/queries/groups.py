"""Results by group of the equality questions, through the one documented way across, small numbers hidden there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frankpledge.office.consultation import rules as consultation_rules
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.equality import queries as equality

if TYPE_CHECKING:
    from .counting import Counts


@dataclass(frozen=True)
class GroupLine:
    """How many of a group are counted, of how many; None where a number is hidden."""

    characteristic: str
    group: str
    n: int | None
    of: int | None
    characteristic_code: str = ""
    group_code: str = ""

    @property
    def share(self) -> float | None:
        return consultation_rules.share(self.n, self.of) if self.n is not None and self.of else None


def by_group(consultation: Consultation, counts: Counts) -> list[GroupLine]:
    """Those counted by group; nothing where the consultation asks no equality questions."""
    if not consultation.asks_equality:
        return []
    counted = [row.response for row in counts.counted]
    rows = equality.results_by_group(consultation, counted, [*counted, *(row.response for row in counts.rest)])
    said = {row.characteristic_code for row in rows if row.group_code != equality.NOT_SAID and row.of != 0}
    return [
        GroupLine(row.characteristic, row.group, row.counted, row.of, row.characteristic_code, row.group_code)
        for row in rows
        if row.characteristic_code in said  # where nobody said anything there is nothing to tell
    ]


def response_keys(consultation: Consultation, group: tuple[str, str]) -> frozenset[int]:
    """Responses of one group: for a count that is hidden where it is small."""
    return frozenset(equality.responses_in_group(consultation, *group))


def group_choices(consultation: Consultation) -> list[tuple[str, str]]:
    """The groups that a query can be narrowed to, as "age/18-24" with words."""
    if not consultation.asks_equality:
        return []
    found = equality.group_counts(consultation)
    return [
        (f"{one.code}/{row.code}", f"{one.words}: {row.words}")
        for one in found.characteristics
        for row in one.rows
        if row.code != equality.NOT_SAID
    ]


def group_words(consultation: Consultation, group: tuple[str, str]) -> str:
    """ "Age: 18 to 24"; the codes where the wording no longer has them."""
    return dict(group_choices(consultation)).get("/".join(group), ": ".join(group))
