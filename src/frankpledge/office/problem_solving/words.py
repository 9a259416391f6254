"""What problem files say: steps, gaps, levels and kinds in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = Mapping[str, str | Promise]

GAPS: Words = {
    "statement too short": gettext_lazy("the problem statement is too short to say what happens, where and since when"),
    "no owner": gettext_lazy("no post owns it"),
    "test unanswered": gettext_lazy("a part of the CHEERS test is not answered"),
    "test fails": gettext_lazy(
        "a part of the CHEERS test does not hold, so it is no problem of this kind: change the statement or stop"
    ),
    "side missing": gettext_lazy("a side of the triangle is not described"),
    "no hypothesis": gettext_lazy("there is no hypothesis"),
    "hypothesis without evidence": gettext_lazy("a hypothesis has no evidence for or against it"),
    "no hypothesis holds": gettext_lazy("the evidence speaks for none of the hypotheses"),
    "no response": gettext_lazy("there is no response"),
    "response unfounded": gettext_lazy("a response neither cites what is known nor is marked as untested"),
    "no mechanism": gettext_lazy("a response does not say how it should work"),
    "no design": gettext_lazy("no design will tell whether a response worked"),
    "no assessment": gettext_lazy("there is no assessment"),
    "no lessons": gettext_lazy("what was learnt is not written down"),
    "months out of order": gettext_lazy("the months before must end ahead of the months after"),
    "too few months before": gettext_lazy("the method needs more months before"),
    "too few months after": gettext_lazy("the method needs more months after"),
    "too few treated": gettext_lazy("the method needs more treated areas"),
    "too few controls": gettext_lazy("the method needs more comparison areas"),
    "displacement control alone": gettext_lazy("there are areas near the comparison areas but none near the treated"),
    "displacement without control": gettext_lazy(
        "areas near the treated ones need areas near the comparison areas to be compared with"
    ),
    "no weights": gettext_lazy("name the types that are counted, each with its harm weight"),
}

STATES: Words = {
    "scanned": gettext_lazy("Scanned"),
    "analysed": gettext_lazy("Analysed"),
    "responding": gettext_lazy("Being worked on"),
    "assessed": gettext_lazy("Assessed"),
    "closed": gettext_lazy("Closed"),
    "stopped": gettext_lazy("Stopped without an assessment"),
}

TAKE_STEP: Words = {
    "analysed": gettext_lazy("Scanning is done"),
    "responding": gettext_lazy("Analysis is done: begin to respond"),
    "assessed": gettext_lazy("It has been assessed"),
    "closed": gettext_lazy("Close the file"),
}

CHEERS: Mapping[str, str | Promise] = {
    "community": gettext_lazy("Who feels it: residents, businesses, other members of the community?"),
    "harmful": gettext_lazy("What harm does it do?"),
    "expectation": gettext_lazy("Does the community expect the police or their partners to deal with it?"),
    "events": gettext_lazy("What are the separate events of which it is made up?"),
    "recurring": gettext_lazy("How do the events recur: how often, since when?"),
    "similar": gettext_lazy("What do the events have in common: place, time, target, kind of person, way of doing it?"),
}

SIDES: Mapping[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "offender": (gettext_lazy("Offender"), gettext_lazy("Handler"), gettext_lazy("parent, friend, probation officer")),
    "victim": (gettext_lazy("Target or victim"), gettext_lazy("Guardian"), gettext_lazy("neighbour, owner, patrol")),
    "place": (gettext_lazy("Place"), gettext_lazy("Manager"), gettext_lazy("landlord, shop manager, park keeper")),
}

LEVEL_WORDS: Mapping[int, str | Promise] = {
    0: gettext_lazy("nobody will tell whether it works"),
    1: gettext_lazy("only a link at one time"),
    2: gettext_lazy("before and after, without like areas"),
    3: gettext_lazy("before and after, with like areas"),
    4: gettext_lazy("many areas, with other causes allowed for"),
    5: gettext_lazy("chance decided who was treated"),
}

STATE_COLOURS: Mapping[str, str] = {
    "scanned": "grey",
    "analysed": "blue",
    "responding": "yellow",
    "assessed": "purple",
    "closed": "green",
    "stopped": "grey",
}

VERDICTS: Words = {
    "improvement": gettext_lazy("Fewer than without it"),
    "deterioration": gettext_lazy("More than without it"),
    "fewer": gettext_lazy("Fewer"),
    "more": gettext_lazy("More"),
    "no_evidence_of_change": gettext_lazy("No evidence of change"),
    "not_computable": gettext_lazy("Not computable"),
}

READINGS: Words = {
    "diffusion": gettext_lazy("the gain spread to the areas nearby"),
    "partial_displacement": gettext_lazy("some of it moved to the areas nearby, less than the gain"),
    "displacement_exceeds": gettext_lazy("more moved to the areas nearby than was gained"),
    "no_clear_gain": gettext_lazy("not to be read: it is not clear that there was a gain which could spread or move"),
    "not_to_be_read": gettext_lazy("not to be read: there was no gain that could spread or move"),
}

POWER_TITLE = gettext_lazy("How large a fall could be shown")
# These stand in what is frozen, and are written in the office's language of that day.
TREATED_IN_WORDS = "the treated areas"
DECIDED_LATE = "This comparison was chosen after its first month was known: it may have been chosen by its result."

COUNTED: Mapping[str, str] = {
    "Anti-social behaviour": "anti-social behaviour incidents",
    "Bicycle theft": "bicycle thefts",
    "Burglary": "burglaries",
    "Criminal damage and arson": "offences of criminal damage and arson",
    "Drugs": "drug offences",
    "Other crime": "other crimes",
    "Other theft": "other thefts",
    "Possession of weapons": "offences of possessing a weapon",
    "Public order": "public order offences",
    "Robbery": "robberies",
    "Shoplifting": "shoplifting offences",
    "Theft from the person": "thefts from the person",
    "Vehicle crime": "vehicle crimes",
    "Violence and sexual offences": "violence and sexual offences",
}


def counted_in_words(crime_types: Sequence[str]) -> str:
    """What is counted: "burglaries and robberies"; all crimes when no type is named."""
    if not crime_types:
        return "recorded crimes"
    names = [COUNTED.get(name, name.lower()) for name in crime_types]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def quotient_in_words(quotient: Mapping[str, Any]) -> str:
    """The displacement quotient with its interval and how to read it; or why there is none."""
    if quotient["value"] is None:
        return _("Displacement quotient: not computable (%(reason)s).") % {"reason": quotient["reason"]}
    ends = [_("no end") if end is None else _signed(end) for end in (quotient["lower"], quotient["upper"])]
    return _("Displacement quotient %(value)s (95%% interval: %(lower)s to %(upper)s): %(reading)s.") % {
        "value": _signed(quotient["value"]),
        "lower": ends[0],
        "upper": ends[1],
        "reading": READINGS.get(quotient["reading"], quotient["reading"]),
    }


def _signed(value: float) -> str:
    """Two digits, with a minus that is as wide as a plus."""
    return f"{value:.2f}".replace("-", "−")


def regression_in_words(chosen: float, expected: float, candidates: int) -> str:
    """How far the chosen areas would have fallen back by themselves."""
    return (
        f"These areas were chosen because their counts were high. Beside the {candidates} areas that could have been "
        f"chosen, their {chosen:,.0f} would be expected to come to about {expected:,.0f} in a time as long if nothing "
        f"were done."
    )


def state_in_words(state: str) -> str:
    """Where a file stands, as a sentence's first word."""
    return str(STATES[state])


def gaps_in_words(gaps: Iterable[str]) -> str:
    """What is missing, as one sentence."""
    return "; ".join(str(GAPS[gap]) for gap in gaps)


def level_in_words(level: int) -> str:
    """ "Level 3: before and after, with like areas"."""
    if level == 0:
        return _("No evaluation")
    return _("Level %(level)s: %(words)s") % {"level": level, "words": LEVEL_WORDS[level]}


LEVEL_CHOICES: tuple[tuple[str, str | Promise], ...] = (
    ("good", gettext_lazy("Level 3 or better")),
    ("weak", gettext_lazy("Level 1 or 2")),
    ("none", gettext_lazy("No evaluation")),
)
