"""Problem files: scanning, analysis, response, assessment; and what is known of what works."""

from .assessment import Assessment, EvaluationDesign, Method, Site, SiteRole, Source
from .known import Citation, CitedKind, KnownKind, KnownWork
from .problem import (
    Cheer,
    CheersElement,
    Direction,
    Evidence,
    Holds,
    Hypothesis,
    Partner,
    PartnerRole,
    Problem,
    ProblemLink,
    ProblemState,
    Side,
    TriangleSide,
    Verdict,
)
from .response import Cost, CostKind, Response, ResponseState

__all__ = [
    "Assessment",
    "Cheer",
    "CheersElement",
    "Citation",
    "CitedKind",
    "Cost",
    "CostKind",
    "Direction",
    "EvaluationDesign",
    "Evidence",
    "Holds",
    "Hypothesis",
    "KnownKind",
    "KnownWork",
    "Method",
    "Partner",
    "PartnerRole",
    "Problem",
    "ProblemLink",
    "ProblemState",
    "Response",
    "ResponseState",
    "Side",
    "Site",
    "SiteRole",
    "Source",
    "TriangleSide",
    "Verdict",
]
