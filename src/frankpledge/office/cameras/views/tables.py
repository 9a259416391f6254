"""Tables that several pages of this room show."""

from __future__ import annotations

from datetime import date as Date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frankpledge.office.cameras.queries import Facts, SiteFacts
from frankpledge.office.cameras.queries.study_pages import StudyPage
from frankpledge.office.ui.tables import Column, Link, Table
from frankpledge.office.ui.words import date_words


def share(value: float | None) -> str:
    """A share in per cent; in words where there is nothing to be a share of."""
    if value is None:
        return _("not computable")
    if 0 < value < 1:  # all and nothing are said only of all and nothing
        value = min(max(value, 0.001), 0.999)
    return f"{value:.1%}"


def works(facts: Facts) -> str:
    """Availability in per cent; in words where nobody ever noted an outage, or nothing was in use."""
    return share(facts.works) if facts.watched else _("not computable: no outage was ever noted")


def day(value: Date | None) -> str:
    return str(date_words(value)) if value else _("no day set")


def months(facts: Facts) -> Table:
    """Sites in use and availability, month by month."""
    columns = [
        Column(_("Month")), Column(_("Sites in use at its end"), number=True), Column(_("Hours due"), number=True),
        Column(_("Hours out of order"), number=True), Column(_("Working"), number=True),
    ]  # fmt: skip
    rows = [
        [
            date_format(one.first, "F Y"), one.in_use, round(one.availability.due), round(one.availability.out),
            share(one.availability.share) if facts.watched else "–",
        ]
        for one in facts.months
    ]  # fmt: skip
    year = facts.year
    foot = [_("Twelve months"), None, round(year.due), round(year.out), share(year.share) if facts.watched else "–"]
    return Table(_("Availability"), columns, rows, foot=foot)


def districts(facts: Facts) -> Table:
    columns = [Column(_("District")), Column(_("On the baseline day"), number=True), Column(_("Now"), number=True)]
    known = facts.baseline is not None
    rows = [[name, then if known else None, now] for name, then, now in facts.districts]
    return Table(_("Sites in use by district"), columns, rows, empty=_("No site is in use."))


def settings(facts: Facts) -> Table:
    """Rural and urban sites, then and now."""
    columns = [Column(_("Where")), Column(_("On the baseline day"), number=True), Column(_("Now"), number=True)]
    then, now = facts.settings(facts.baseline or []), facts.settings(facts.now)
    known = facts.baseline is not None
    words = (("rural", _("rural")), ("urban", _("urban")), ("", _("not known")))
    rows = [[said, then[key] if known else None, now[key]] for key, said in words if key or now[key] or then[key]]
    before = share(facts.rural_share(facts.baseline)) if facts.baseline else "–"
    foot = [_("Rural, of those known"), before, share(facts.rural_share(facts.now))]
    return Table(_("Rural and urban sites in use"), columns, rows, foot=foot)


def sites(rows: list[SiteFacts]) -> Table:
    columns = [
        Column(_("Site")), Column(_("Code")), Column(_("Status")), Column(_("Rural or urban")),
        Column(_("Next review")), Column(_("Lacks")),
    ]  # fmt: skip
    cells = [
        [
            Link(one.site.name, one.href), one.site.code,
            f"{one.state_words}, {_('out of order')}" if one.in_use and one.out_now else one.state_words,
            one.setting_words, f"{day(one.site.review_due_on)} ({one.review_words})" if one.site.review_due_on else "–",
            one.lacks_words if one.in_use else "",
        ]
        for one in rows
    ]  # fmt: skip
    return Table(_("Sites"), columns, cells, caption_hidden=True)


# --- studies -----------------------------------------------------------------------------------------------------


def steps(page: StudyPage) -> Table:
    """How the answer was reached, and the bound."""
    columns = [Column(_("Step")), Column(_("Covered"), number=True, places=0), Column(_("Share"), number=True)]
    rows = [[words, value, share(part)] for words, value, part in page.steps]
    return Table(_("How the answer was reached"), columns, rows)


def classes(page: StudyPage) -> Table:
    columns = [
        Column(_("Where")), Column(_("To be covered"), number=True, places=0),
        Column(_("Covered before"), number=True, places=0), Column(_("Covered then"), number=True, places=0),
        Column(_("Share before"), number=True), Column(_("Share then"), number=True),
    ]  # fmt: skip
    rows = [
        [name, weight, before, then, share(share_before), share(share_then)]
        for name, weight, before, then, share_before, share_then in page.classes
    ]
    return Table(_("Town and country"), columns, rows)


def radii(page: StudyPage) -> Table | None:
    """What if a site reaches less or more far."""
    found = page.study.result.get("radii", [])
    if not found:
        return None
    total = page.choice["total"]
    columns = [
        Column(_("Reach, metres"), number=True), Column(_("These sites would cover"), number=True),
        Column(_("The best sites for this reach"), number=True), Column(_("At most possible"), number=True),
        Column(_("Sites in both"), number=True),
    ]  # fmt: skip
    rows = [
        [
            round(row["radius"]), share(row["same"] / total), share(row["best"] / total), share(row["bound"] / total),
            row["in_common"],
        ]
        for row in found
    ]  # fmt: skip
    return Table(_("If a site reaches less or more far"), columns, rows)


def numbers(page: StudyPage) -> Table | None:
    found = page.study.result.get("numbers", [])
    if not found:
        return None
    total = page.choice["total"]
    columns = [
        Column(_("New sites"), number=True), Column(_("Covered"), number=True, places=0),
        Column(_("Share"), number=True),
        Column(_("At most possible"), number=True),
    ]  # fmt: skip
    rows = [[row["new"], row["value"], share(row["value"] / total), share(row["bound"] / total)] for row in found]
    return Table(_("Coverage by number of new sites"), columns, rows)


def chosen(page: StudyPage) -> Table:
    columns = [
        Column(_("Order"), number=True), Column(_("Site")), Column(_("Easting")), Column(_("Northing")),
        Column(_("Adds"), number=True, places=0), Column(_("Rural or urban")),
    ]  # fmt: skip
    rows = [[order, name, east, north, gain, setting] for order, name, east, north, gain, setting in page.chosen]
    return Table(
        _("Chosen sites, the one that adds most first"), columns, rows, empty=_("No further site adds anything.")
    )


def left(page: StudyPage) -> Table:
    columns = [
        Column(_("Place")),
        Column(_("Lies there"), number=True, places=0),
        Column(_("Nearest site, metres"), number=True),
    ]
    rows = [[name, weight, round(away) if away is not None else None] for name, weight, away in page.left]
    return Table(_("Left uncovered, the heaviest first"), columns, rows, empty=_("Every place is covered."))
