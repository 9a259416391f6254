"""Find letters that many people sent: exact repeats, near repeats, and campaigns with each person's own additions.

Nothing is thrown away and nothing is counted less: a campaign is named, its submissions and its distinct texts are
both counted, and what people added to it is kept, so that it can be read. See docs/methods/campaigns.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.evidence.text.additions import Span, additions_in
from frankpledge.evidence.text.groups import near_repeats, normalised
from frankpledge.evidence.text.templates import Template, templates_of

METHOD_VERSION = "campaigns-1"

LEAST_WORDS = 15  # shorter texts are alike by chance: they are counted as exact repeats only
LEAST_MEMBERS = 10


@dataclass(frozen=True)
class Member:
    """One text of a campaign: its position among the texts given, and what it makes of the common wording.

    `likeness` is the share of the common wording, by its pairs of neighbouring words, that this text holds: 0 to 1.
    `additions` are stretches of the text (start, end; characters, end not included) that are the sender's own.
    """

    index: int
    likeness: float
    additions: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Repeats:
    """Texts with the same words (exact), or with the same but for a few (near). The leader is one of the members.

    `distinct` counts texts that differ in more than case, spacing and punctuation: 1 for exact repeats.
    """

    leader: int
    members: tuple[int, ...]
    distinct: int

    @property
    def size(self) -> int:
        """How many submissions."""
        return len(self.members)


@dataclass(frozen=True)
class Campaign:
    """Many texts made from one wording. The leader is the text that holds most of it; members come in text order."""

    leader: int
    members: tuple[Member, ...]
    distinct: int

    @property
    def size(self) -> int:
        """How many submissions."""
        return len(self.members)


@dataclass(frozen=True)
class Campaigns:
    """What was found, the largest first. `exact` covers all texts, those of campaigns too; a text of a campaign is in
    no `near` group, and every text is in at most one group of each sort."""

    exact: tuple[Repeats, ...]
    near: tuple[Repeats, ...]
    campaigns: tuple[Campaign, ...]


def find_campaigns(texts: Sequence[str], *, least_members: int = LEAST_MEMBERS) -> Campaigns:
    """Group texts that are made from one wording.

    Args:
        texts: any texts, empty ones among them. The groups do not depend on the order in which they come.
        least_members: at least so many submissions make a campaign (exact copies count each).
    Raises:
        ValueError: `least_members` is below 2.
    """
    if least_members < 2:
        raise ValueError(f"least_members must be at least 2, got {least_members}")
    spelled: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        spelled.setdefault(normalised(text), []).append(at)
    spelled.pop("", None)
    wordings = sorted(wording for wording in spelled if wording.count(" ") >= LEAST_WORDS - 1)
    found = templates_of(wordings, [len(spelled[wording]) for wording in wordings], least_members=least_members)
    campaigns = [_campaign(template, wordings, spelled, texts) for template in found]
    taken = {wordings[at] for template in found for at in template.members}
    near = _near([wording for wording in wordings if wording not in taken], spelled)
    exact = [Repeats(group[0], tuple(group), 1) for group in spelled.values() if len(group) > 1]
    return Campaigns(
        tuple(sorted(exact, key=lambda group: (-group.size, normalised(texts[group.leader])))),
        tuple(sorted(near, key=lambda group: (-group.size, normalised(texts[group.leader])))),
        tuple(sorted(campaigns, key=lambda each: (-each.size, normalised(texts[each.leader])))),
    )


def _campaign(
    template: Template, wordings: Sequence[str], spelled: dict[str, list[int]], texts: Sequence[str]
) -> Campaign:
    likeness = {at: score for wording, score in template.members.items() for at in spelled[wordings[wording]]}
    members = tuple(Member(at, likeness[at], additions_in(texts[at], template.pairs)) for at in sorted(likeness))
    return Campaign(spelled[wordings[template.leader]][0], members, len(template.members))


def _near(wordings: Sequence[str], spelled: dict[str, list[int]]) -> list[Repeats]:
    groups = [group for group in near_repeats(wordings) if len(group) > 1]
    return [
        Repeats(
            spelled[wordings[group[0]]][0],
            tuple(sorted(at for one in group for at in spelled[wordings[one]])),
            len(group),
        )
        for group in groups
    ]
