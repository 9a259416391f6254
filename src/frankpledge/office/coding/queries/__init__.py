"""Every read of this room: whole, ready for a page, in a bounded number of queries."""

from .agreement import ENOUGH, AgreementFound, agreement_of, latest_agreement
from .campaigns import CampaignRow, campaigns_of, exact_groups
from .frame import (
    Frame,
    FrameDifference,
    FrameTheme,
    content_digest,
    frame_content,
    frame_difference,
    frame_of,
    frame_versions,
)
from .state import CodedState, coded_state

__all__ = [
    "ENOUGH",
    "AgreementFound",
    "CampaignRow",
    "CodedState",
    "Frame",
    "FrameDifference",
    "FrameTheme",
    "agreement_of",
    "campaigns_of",
    "coded_state",
    "content_digest",
    "exact_groups",
    "frame_content",
    "frame_difference",
    "frame_of",
    "frame_versions",
    "latest_agreement",
]
