"""What follows: findings as saved queries, "you said, we did", the report, and outside help with coding."""

from .analyst import AnalystCoding, AnalystExport, AnalystImport, ExportKey
from .assistance import Assistance, AssistantRun, AssistantSuggestion, RunKind
from .findings import Finding, FindingFigure, Quotation
from .follows import ChangeReason, Disposition, Reporting, ThresholdKind, Verdict

__all__ = [
    "AnalystCoding",
    "AnalystExport",
    "AnalystImport",
    "Assistance",
    "AssistantRun",
    "AssistantSuggestion",
    "ChangeReason",
    "Disposition",
    "ExportKey",
    "Finding",
    "FindingFigure",
    "Quotation",
    "Reporting",
    "RunKind",
    "ThresholdKind",
    "Verdict",
]
