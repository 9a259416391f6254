"""What every drawing here has: sizes, the element around it, and the hatchings that tell parts apart without colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from frankpledge.evidence.series.drawing import tag

Size = Literal["wide", "narrow"]


@dataclass(frozen=True, slots=True)
class Style:
    """Measures of one size of drawing, in units of its viewBox."""

    width: float
    font: float
    small: float


STYLES: Mapping[Size, Style] = {"wide": Style(760, 15, 14), "narrow": Style(360, 14, 13)}


def whole(body: str, *, title: str, description: str, ident: str, size: Size, height: float) -> str:
    """The SVG element around a drawing."""
    name, about = f"{ident}-{size}-title", f"{ident}-{size}-desc"
    head = tag("title", escape(title, quote=False), id=name) + tag("desc", escape(description, quote=False), id=about)
    return tag(
        "svg",
        head + body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {STYLES[size].width:.5g} {height:.5g}",
        width="100%",
        role="img",
        aria_labelledby=f"{name} {about}",
        class_=f"fp-chart fp-chart--{size}",
        font_family="inherit",
    )


def hatching(ident: str, colour: str, line: str, *, gap: float = 7, angle: int = 45) -> str:
    """A pattern of slanted lines on a ground, to fill shapes with `url(#ident)`."""
    ground = tag("rect", width=gap, height=gap, fill=colour)
    stroke = tag("line", x1=0, y1=0, x2=0, y2=gap, stroke=line, stroke_width=2)
    return tag(
        "pattern",
        ground + stroke,
        id=ident,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({angle})",
    )
