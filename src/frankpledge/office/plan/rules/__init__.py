"""Pure decisions about a plan: what it holds, what is missing before publication, what changed between versions."""

from .changes import Change, changes
from .codes import is_code, is_slug, level_pair, plural, slug
from .facts import (
    BasisFact,
    CommitmentFact,
    LeadFact,
    MeasureFact,
    PlanFact,
    PriorityFact,
    as_content,
    from_content,
)
from .gaps import Gap, gaps_before_publication, services_addressed
from .measures import COUNTED, definition_faults, is_period, rises_with_reporting

__all__ = [
    "COUNTED",
    "BasisFact",
    "Change",
    "CommitmentFact",
    "Gap",
    "LeadFact",
    "MeasureFact",
    "PlanFact",
    "PriorityFact",
    "as_content",
    "changes",
    "definition_faults",
    "from_content",
    "gaps_before_publication",
    "is_code",
    "is_period",
    "is_slug",
    "level_pair",
    "plural",
    "rises_with_reporting",
    "services_addressed",
    "slug",
]
