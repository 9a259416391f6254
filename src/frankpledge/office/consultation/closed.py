"""How the options of a scale are read: which end is which, whether it has a middle, and what stands apart.

Pure. A scale is drawn around its middle when its two ends are opposites (agree … disagree); in what order the office
wrote them does not matter. "Don't know" and the like are no point of a scale.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[str, str]

APART = re.compile(
    r"\s*(don.?t know|do not know|not sure|unsure|no opinion|no answer|not applicable|n/?a|prefer not|rather not)\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\b(dis\w+|un(safe|happy|important|likely|fair|satisf\w+|acceptable|clear|supported)\w*|poor\w*|bad\w*|oppos\w+|"
    r"worse|worst|against|not|never|no|lower|less|decreas\w+|low|weak|ineffective\w*|insecure|inadequate)\b",
    re.IGNORECASE,
)
FOR = re.compile(
    r"\b(agree\w*|safe\w*|happy|important|likely|fair\w*|satisf\w+|acceptable|clear|good|excellent|support\w*|better|best|"
    r"for|yes|higher|more|increas\w+|high|strong|effective\w*|secure|adequate|confident|well)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Scale:
    """The points from against to for (or as they were written), and what stands apart from them."""

    points: Sequence[Point]
    apart: Sequence[Point]
    around_middle: bool


def scale_of(options: Sequence[Sequence[str]]) -> Scale:
    """Read the options of a scale or the columns of a grid."""
    given: list[Point] = [(code, words) for code, words in options]
    points = [point for point in given if not APART.match(point[1])]
    apart = [point for point in given if APART.match(point[1])]
    if len(points) < 3:
        return Scale(points, apart, around_middle=False)
    ends = [_leaning(points[0][1]), _leaning(points[-1][1])]
    if sorted(ends) != [-1, 1]:
        return Scale(points, apart, around_middle=False)
    return Scale(points if ends[0] < 0 else points[::-1], apart, around_middle=True)


def in_three(scale: Scale) -> tuple[Scale, dict[str, str]]:
    """The same scale with the points on either side of its middle put together, and where each point went.

    Small groups then have fewer small numbers to hide. What stands apart is one as well.
    """
    side, odd = divmod(len(scale.points), 2)
    parts = [("against", scale.points[:side]), ("middle", scale.points[side : side + odd])]
    parts += [("for", scale.points[side + odd :]), ("apart", scale.apart)]
    merged = [(name, " / ".join(words for _code, words in points)) for name, points in parts if points]
    into = {code: name for name, points in parts for code, _words in points}
    return Scale(
        [one for one in merged if one[0] != "apart"], [one for one in merged if one[0] == "apart"], around_middle=True
    ), into


def _leaning(words: str) -> int:
    """-1 against, 1 for, 0 neither: an "against" word beats a "for" word within it ("not at all satisfied")."""
    if AGAINST.search(words):
        return -1
    return 1 if FOR.search(words) else 0
