"""Responses by district and ward, beside those who live there."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count
from django.utils.translation import gettext as _

from frankpledge.evidence.disclosure import suppress_counts, suppress_parts
from frankpledge.office.consultation.models import Consultation, Response
from frankpledge.office.people.models import Office
from frankpledge.office.places import queries as places
from frankpledge.office.places.queries import Place

from .rows import Basis, Counted, ProfileGroup, compared_rows

ELSEWHERE, NOT_SAID = "elsewhere", "not-said"
WARD_STARTS = ("E05", "W05")


def place_groups(consultation: Consultation, office: Office | None, threshold: float) -> list[ProfileGroup]:
    """By district, and by ward where wards were asked for. One query."""
    if office is None:
        return []
    counts = _counts(consultation)
    districts = places.areas_for("district", office)
    wards = places.areas_for("ward", office)
    found = [_districts(counts, districts, {ward.code: ward.district_code for ward in wards}, threshold)]
    if any(code.startswith(WARD_STARTS) for code in counts):
        found.append(_wards(counts, districts, wards, found[0], threshold))
    return found


def _counts(consultation: Consultation) -> dict[str, int]:
    sent = Response.objects.filter(consultation=consultation, sent_at__isnull=False)
    rows = sent.order_by().values_list("area_code").annotate(n=Count("id"))
    return dict(rows)


def _district_of(code: str, district_of_ward: Mapping[str, str], own: set[str]) -> str:
    if not code:
        return NOT_SAID
    district = district_of_ward.get(code, code)
    return district if district in own else ELSEWHERE


def residents_of(code: str) -> int | None:
    """Usual residents of a district by the census that ships with the product."""
    census = [figure for figure in places.national_population(code) if figure.year == 2021]
    return census[0].residents if census else None


def _districts(
    counts: Mapping[str, int], districts: list[Place], district_of_ward: Mapping[str, str], threshold: float
) -> ProfileGroup:
    own = {place.code for place in districts}
    by_district = dict.fromkeys([*(place.code for place in districts), ELSEWHERE, NOT_SAID], 0)
    for code, n in counts.items():
        by_district[_district_of(code, district_of_ward, own)] += n
    inside = [by_district[place.code] for place in districts]
    outside = [by_district[ELSEWHERE], by_district[NOT_SAID]]
    safe = suppress_parts(inside, outside, harmless=(0, 1))  # neither is a group of people of this area
    rows = [
        Counted(place.code, place.name, count, residents_of(place.code))
        for place, count in zip(districts, safe.inside, strict=True)
    ]
    rows += [
        Counted(ELSEWHERE, _("Elsewhere"), safe.outside[0], is_compared=False),
        Counted(NOT_SAID, _("Not said"), safe.outside[1], is_compared=False),
    ]
    basis = Basis(rows, sum(by_district.values()), safe.subtotal, threshold)
    return ProfileGroup(
        "district", _("District"), compared_rows(_("District"), basis), safe.subtotal, safe.outside[1],
        _("usual residents of all ages, Census 2021"),
    )  # fmt: skip


def _wards(
    counts: Mapping[str, int], districts: list[Place], wards: list[Place], by_district: ProfileGroup, threshold: float
) -> ProfileGroup:
    """Wards within their district: where its count is hidden, so are theirs; else its count is their total.

    People who gave a district alone are one more line of it, so that the wards and that line make up the district.
    """
    shown = {row.code: row.responses for row in by_district.rows}
    safe: dict[str, int | None] = {}
    whole: dict[str, int | None] = {}
    for district in districts:
        inside = [ward for ward in wards if ward.district_code == district.code]
        given = [counts.get(ward.code, 0) for ward in inside]
        rest = counts.get(district.code, 0)
        hidden = shown.get(district.code) is None
        kept = [None] * (len(given) + 1) if hidden else list(suppress_counts([*given, rest]))
        safe |= dict(zip([ward.code for ward in inside], kept[:-1], strict=True))
        whole[district.code] = kept[-1]
    residents = places.residents_of_wards(tuple(district.code for district in districts))
    rows = [Counted(ward.code, ward.name, safe[ward.code], residents.get(ward.code)) for ward in wards]
    rows += [
        Counted(district.code, _("%(district)s, ward not said") % {"district": district.name}, whole[district.code],
                is_compared=False)
        for district in districts
        if whole[district.code] != 0
    ]  # fmt: skip
    # The sum over wards would be one more number to subtract from: shares are shown only where nothing is hidden.
    answered = (
        None if any(row.count is None for row in rows) else sum(row.count or 0 for row in rows if row.is_compared)
    )
    sent = sum(n for code, n in counts.items() if code)
    basis = Basis(rows, sent, answered, threshold)
    return ProfileGroup(
        "ward", _("Ward"), compared_rows(_("Ward"), basis), answered, None,
        _("usual residents of all ages, Census 2021"), ward_table_note(),
    )  # fmt: skip


def ward_table_note() -> str:
    return _(
        "Wards as in 2024; residents are those of their small areas. A ward is small: a few people more or less "
        "change its place in this list."
    )
