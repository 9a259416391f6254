"""Scales of five points that have stood the test of use: balanced, every point in words, one end to the other."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

Points = list[tuple[str, str]]

_READY: Mapping[str, tuple[object, tuple[tuple[str, object], ...]]] = {
    "agreement": (
        _("Agreement: strongly agree to strongly disagree"),
        (
            ("strongly-agree", _("Strongly agree")),
            ("agree", _("Agree")),
            ("neither", _("Neither agree nor disagree")),
            ("disagree", _("Disagree")),
            ("strongly-disagree", _("Strongly disagree")),
        ),
    ),
    "importance": (
        _("Importance: very important to not at all important"),
        (
            ("very", _("Very important")),
            ("fairly", _("Fairly important")),
            ("neither", _("Neither important nor unimportant")),
            ("not-very", _("Not very important")),
            ("not-at-all", _("Not at all important")),
        ),
    ),
    "satisfaction": (
        _("Satisfaction: very satisfied to very dissatisfied"),
        (
            ("very-satisfied", _("Very satisfied")),
            ("satisfied", _("Fairly satisfied")),
            ("neither", _("Neither satisfied nor dissatisfied")),
            ("dissatisfied", _("Fairly dissatisfied")),
            ("very-dissatisfied", _("Very dissatisfied")),
        ),
    ),
    "safety": (
        _("Safety: very safe to very unsafe"),
        (
            ("very-safe", _("Very safe")),
            ("safe", _("Fairly safe")),
            ("neither", _("Neither safe nor unsafe")),
            ("unsafe", _("A bit unsafe")),
            ("very-unsafe", _("Very unsafe")),
        ),
    ),
    "quality": (
        _("Quality: very good to very poor"),
        (
            ("very-good", _("Very good")),
            ("good", _("Good")),
            ("neither", _("Neither good nor poor")),
            ("poor", _("Poor")),
            ("very-poor", _("Very poor")),
        ),
    ),
    "frequency": (
        _("Frequency: always to never"),
        (
            ("always", _("Always")),
            ("often", _("Often")),
            ("sometimes", _("Sometimes")),
            ("rarely", _("Rarely")),
            ("never", _("Never")),
        ),
    ),
}


def choices() -> list[tuple[str, str]]:
    """The scales that are offered, as pairs of code and words."""
    return [(code, str(label)) for code, (label, _points) in _READY.items()]


def points(code: str) -> Points:
    """The points of one of these scales, as pairs of code and wording."""
    return [(point, str(words)) for point, words in _READY[code][1]]
