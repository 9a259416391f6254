"""A plan as plain values: what is checked before publication, and what is frozen when it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

CONTENT_VERSION = 1
LevelNames = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LeadFact:
    """An accountable post: `of` is office, police, fire or partner."""

    of: str
    post: str
    organisation: str
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class BasisFact:
    """Why a commitment is there. `reference` is a theme's or, for something cited, what was cited."""

    kind: str
    reference: str
    text: str
    note: str = ""
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure that speaks to a commitment, by the version of its definition that held then."""

    reference: str
    title: str
    version: int
    how: str = ""
    area_name: str = ""
    target_kind: str = "none"
    target_reason: str = ""
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentFact:
    reference: str
    code: str
    text: str
    addressee: str
    how_we_will_know: str = ""
    not_measured_because: str = ""
    known_outcome: str = ""
    leads: tuple[LeadFact, ...] = ()
    bases: tuple[BasisFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()


@dataclass(frozen=True, slots=True)
class PriorityFact:
    reference: str
    code: str
    title: str
    leads: tuple[LeadFact, ...] = ()
    commitments: tuple[CommitmentFact, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A whole plan. Dates are ISO text; `level_names` are (singular, plural), from the top."""

    reference: str
    code: str
    title: str
    summary: str
    starts: str
    ends: str
    level_names: LevelNames
    announced_priorities: int | None = None
    historic: bool = False
    consultation: str = ""
    follows: str = ""
    priorities: tuple[PriorityFact, ...] = ()

    def commitments(self) -> Iterator[CommitmentFact]:
        for priority in self.priorities:
            yield from priority.commitments


def as_content(plan: PlanFact) -> dict[str, Any]:
    """The plan as plain JSON data, with the version of this shape."""
    return {"shape": CONTENT_VERSION, "plan": asdict(plan)}


def from_content(content: Mapping[str, Any]) -> PlanFact:
    """The plan as it was frozen. Raises ValueError for a shape that this program does not know."""
    if content.get("shape") != CONTENT_VERSION:
        raise ValueError(f"frozen plan of shape {content.get('shape')!r}; this program reads shape {CONTENT_VERSION}")
    plan = dict(content["plan"])
    plan["level_names"] = tuple((names[0], names[1]) for names in plan["level_names"])
    plan["priorities"] = tuple(_priority(row) for row in plan["priorities"])
    return PlanFact(**plan)


def _priority(row: Mapping[str, Any]) -> PriorityFact:
    leads, commitments = _leads(row["leads"]), tuple(_commitment(child) for child in row["commitments"])
    return PriorityFact(**{**row, "leads": leads, "commitments": commitments})


def _commitment(row: Mapping[str, Any]) -> CommitmentFact:
    parts = {
        "leads": _leads(row["leads"]),
        "bases": tuple(BasisFact(**basis) for basis in row["bases"]),
        "measures": tuple(MeasureFact(**measure) for measure in row["measures"]),
    }
    return CommitmentFact(**{**row, **parts})


def _leads(rows: Sequence[Mapping[str, Any]]) -> tuple[LeadFact, ...]:
    return tuple(LeadFact(**lead) for lead in rows)
