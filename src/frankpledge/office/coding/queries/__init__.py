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
from .learning import (
    TOP,
    Automatic,
    Learnt,
    RandomHalf,
    answers_left,
    may_be_automatic,
    newest_model,
    quality,
    random_half,
    standing_codes,
    suggestion_of,
    training,
)
from .reading import codable, coded_by_people, free_for, must_be_read, own_words, unread
from .state import CodedState, coded_state

__all__ = [
    "ENOUGH",
    "TOP",
    "AgreementFound",
    "Automatic",
    "CampaignRow",
    "CodedState",
    "Frame",
    "FrameDifference",
    "FrameTheme",
    "Learnt",
    "RandomHalf",
    "agreement_of",
    "answers_left",
    "campaigns_of",
    "codable",
    "coded_by_people",
    "coded_state",
    "content_digest",
    "exact_groups",
    "frame_content",
    "frame_difference",
    "frame_of",
    "frame_versions",
    "free_for",
    "latest_agreement",
    "may_be_automatic",
    "must_be_read",
    "newest_model",
    "own_words",
    "quality",
    "random_half",
    "standing_codes",
    "suggestion_of",
    "training",
    "unread",
]
