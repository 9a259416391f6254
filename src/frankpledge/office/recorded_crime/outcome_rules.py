"""What became of crimes, as data.police.uk words it, and which outcomes are told together."""

from __future__ import annotations

# Every group names its outcomes: a share such as "charged" means exactly these and nothing else.
GROUPS: dict[str, tuple[str, ...]] = {
    "charged": (
        "Suspect charged",
        "Suspect charged as part of another case",
        "Awaiting court outcome",
        "Court result unavailable",
        "Court case unable to proceed",
        "Defendant found not guilty",
        "Defendant sent to Crown Court",
        "Offender deprived of property",
        "Offender fined",
        "Offender given absolute discharge",
        "Offender given community sentence",
        "Offender given conditional discharge",
        "Offender given suspended prison sentence",
        "Offender ordered to pay compensation",
        "Offender otherwise dealt with",
        "Offender sent to prison",
    ),
    "out of court": (
        "Local resolution",
        "Offender given a caution",
        "Offender given a drugs possession warning",
        "Offender given penalty notice",
    ),
    "passed on": ("Action to be taken by another organisation",),
    "not in the public interest": (
        "Formal action is not in the public interest",
        "Further action is not in the public interest",
        "Further investigation is not in the public interest",
    ),
    "suspect not prosecuted": ("Unable to prosecute suspect",),
    "no suspect": ("Investigation complete; no suspect identified",),
    "open or unknown": ("Under investigation", "Status update unavailable"),
}
OUTCOMES = tuple(name for names in GROUPS.values() for name in names)
_GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}


def group_of(outcome: str) -> str:
    """The group of an outcome; "other" for words that the publisher has added since."""
    return _GROUP_OF.get(outcome, "other")
