"""What staff type about problems, turned into clean values."""

from .assessment import AssessForm, DesignForm
from .problem import (
    CheersForm,
    CloseForm,
    EvidenceForm,
    HypothesisForm,
    LinkForm,
    PartnerForm,
    ProblemFilter,
    ProblemForm,
    ReasonForm,
    TriangleForm,
)
from .publishing import ClearForm
from .response import CiteForm, CostForm, KnownFilter, KnownForm, ResponseForm

__all__ = [
    "AssessForm",
    "CheersForm",
    "CiteForm",
    "ClearForm",
    "CloseForm",
    "CostForm",
    "DesignForm",
    "EvidenceForm",
    "HypothesisForm",
    "KnownFilter",
    "KnownForm",
    "LinkForm",
    "PartnerForm",
    "ProblemFilter",
    "ProblemForm",
    "ReasonForm",
    "ResponseForm",
    "TriangleForm",
]
