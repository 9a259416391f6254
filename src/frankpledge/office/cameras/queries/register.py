"""The register, read whole: what a network was at its baseline, what it is now, how well it works, what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time, timedelta
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.cameras import rules
from frankpledge.office.cameras.models import Network, Outage, Review, Setting, Site, SiteState, State
from frankpledge.office.cameras.rules import Availability, Span, Stretch
from frankpledge.office.errors import NotFound
from frankpledge.office.places import queries as places

LACKS = {
    "justification": gettext_lazy("a justification"),
    "assessment": gettext_lazy("a privacy assessment"),
    "review": gettext_lazy("a day of review"),
}
REVIEW_WORDS = {
    "none": gettext_lazy("no day set"),
    "overdue": gettext_lazy("overdue"),
    "soon": gettext_lazy("due within 30 days"),
    "fine": gettext_lazy("in time"),
}


def network(code: str) -> Network:
    """Raises NotFound."""
    found = Network.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no camera network “%(code)s”.") % {"code": code}, remedy=_("See /cameras/."))
    return found


def site(network_code: str, code: str) -> Site:
    """A site with everything that belongs to it. Raises NotFound."""
    found = _whole(Site.objects.filter(network__code=network_code, code=code)).first()
    if found is None:
        raise NotFound(_("There is no site “%(code)s” in this network.") % {"code": code})
    return found


def outage(network_code: str, site_code: str, number: int) -> Outage:
    """Raises NotFound."""
    wanted = Outage.objects.filter(pk=number, site__code=site_code, site__network__code=network_code)
    found = wanted.select_related("site__network").first()
    if found is None:
        raise NotFound(_("There is no such outage of this site."))
    return found


NOTED: dict[str, type[Outage] | type[SiteState] | type[Review]] = {
    "outage": Outage, "status": SiteState, "review": Review,
}  # fmt: skip


def noted(network_code: str, site_code: str, kind: str, number: int) -> Outage | SiteState | Review:
    """An outage, status or review of a site. Raises NotFound."""
    wanted = {"pk": number, "site__code": site_code, "site__network__code": network_code}
    found = NOTED[kind].objects.filter(**wanted).first() if kind in NOTED else None
    if found is None:
        raise NotFound(_("Nothing of this kind is noted of this site."))
    return found


def _whole(sites: QuerySet[Site]) -> QuerySet[Site]:
    return sites.select_related("network").prefetch_related(
        Prefetch("states", SiteState.objects.order_by("from_on")),
        Prefetch("outages", Outage.objects.order_by("-start", "-pk")),
        Prefetch("reviews", Review.objects.order_by("-on", "-pk")),
    )


@dataclass(frozen=True)
class SiteFacts:
    """One site as it stands on a day."""

    site: Site
    day: Date

    @cached_property
    def stretches(self) -> list[Stretch]:
        return [Stretch(one.from_on, one.state) for one in self.site.states.all()]

    @cached_property
    def state(self) -> str:
        return rules.state_on(self.stretches, self.day)

    @property
    def state_words(self) -> str:
        return str(State(self.state).label) if self.state else _("not yet")

    def state_on(self, day: Date) -> str:
        return rules.state_on(self.stretches, day)

    @property
    def in_use(self) -> bool:
        return self.state == State.IN_USE

    @property
    def review(self) -> str:
        return rules.review_words(self.site.review_due_on, self.day)

    @property
    def review_words(self) -> str:
        return str(REVIEW_WORDS[self.review])

    @property
    def lacks(self) -> list[str]:
        one = self.site
        return rules.missing_of(one.justification, one.assessment, one.assessed_on, one.review_due_on)

    @property
    def lacks_words(self) -> str:
        return ", ".join(str(LACKS[word]) for word in self.lacks)

    @property
    def out_now(self) -> bool:
        return any(one.end is None for one in self.site.outages.all())

    def availability(self, start: datetime, end: datetime) -> Availability:
        """Hours due and lost between two moments."""
        spans = [Span(one.start, one.end) for one in self.site.outages.all()]
        return rules.availability(self._in_use_spans(), spans, start, end)

    def _in_use_spans(self) -> list[Span]:
        ordered = sorted(self.stretches, key=lambda one: one.from_on)
        ends = [moment(one.from_on) for one in ordered[1:]]
        return [
            Span(moment(one.from_on), end)
            for one, end in zip(ordered, [*ends, None], strict=True)
            if one.state == State.IN_USE
        ]

    @property
    def setting_words(self) -> str:
        return str(Setting(self.site.setting).label)

    @property
    def href(self) -> str:
        return f"/staff/cameras/network/{self.site.network.code}/sites/{self.site.code}/"


def moment(day: Date) -> datetime:
    """The first moment of a day in the office's time."""
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Month:
    """A month of a network: how many sites were in use at its end, and their availability."""

    first: Date
    in_use: int
    availability: Availability


@dataclass(frozen=True)
class Facts:
    """One network on a day, whole."""

    network: Network
    day: Date
    sites: list[SiteFacts]

    def in_use_on(self, day: Date) -> list[SiteFacts]:
        return [one for one in self.sites if one.state_on(day) == State.IN_USE]

    @cached_property
    def now(self) -> list[SiteFacts]:
        return [one for one in self.sites if one.in_use]

    @cached_property
    def baseline(self) -> list[SiteFacts] | None:
        return self.in_use_on(self.network.baseline_on) if self.network.baseline_on else None

    @property
    def planned(self) -> list[SiteFacts]:
        return [one for one in self.sites if one.state == State.PLANNED]

    @property
    def ratio(self) -> float | None:
        return rules.ratio_words(len(self.baseline), len(self.now)) if self.baseline is not None else None

    @property
    def growth_words(self) -> str:
        """The baseline, today and how many times as many, in one sentence."""
        if self.baseline is None or self.network.baseline_on is None:
            return _("%(now)s sites are in use. No baseline day is set, so nothing can be said of growth.") % {
                "now": f"{len(self.now):,}"
            }
        said = {"then": f"{len(self.baseline):,}", "now": f"{len(self.now):,}"}
        if self.ratio is None:
            return _("No site was in use on the baseline day, and %(now)s are now: a ratio is not computable.") % said
        return _("%(then)s sites were in use on the baseline day, and %(now)s are now: %(ratio)s times as many.") % (
            said | {"ratio": f"{self.ratio:.2f}".rstrip("0").rstrip(".")}
        )

    @property
    def target_words(self) -> str:
        wanted, on = self.network.target_sites, self.network.target_on
        if wanted is None or on is None:
            return ""
        said = {"n": f"{wanted:,}", "left": f"{max(0, wanted - len(self.now)):,}"}
        if len(self.now) >= wanted:
            return _("The %(n)s sites that were wanted are in use.") % said
        if on < self.day:
            return _("%(n)s sites were wanted by now; %(left)s are missing.") % said
        return _("%(n)s sites are wanted; %(left)s are still to come.") % said

    def settings(self, sites: Sequence[SiteFacts]) -> Counter[str]:
        return Counter(one.site.setting for one in sites)

    def rural_share(self, sites: Sequence[SiteFacts]) -> float | None:
        """Of those sites of which it is known; None where it is known of none."""
        counts = self.settings(sites)
        known = counts["rural"] + counts["urban"]
        return counts["rural"] / known if known else None

    @cached_property
    def overdue(self) -> list[SiteFacts]:
        return [one for one in self.now if one.review == "overdue"]

    @cached_property
    def lacking(self) -> list[SiteFacts]:
        return [one for one in self.now if one.lacks]

    @cached_property
    def assessed(self) -> list[SiteFacts]:
        return [one for one in self.now if "assessment" not in one.lacks]

    @cached_property
    def out_now(self) -> list[SiteFacts]:
        return [one for one in self.now if one.out_now]

    @cached_property
    def months(self) -> list[Month]:
        """The last twelve months, the present one as far as it has come."""
        firsts = [month_before(self.day, back) for back in range(11, -1, -1)]
        return [self._month(first) for first in firsts]

    def _month(self, first: Date) -> Month:
        after = min(month_before(first, -1), self.day + timedelta(days=1))
        total = sum((one.availability(moment(first), moment(after)) for one in self.sites), rules.NONE_DUE)
        return Month(first, len(self.in_use_on(after - timedelta(days=1))), total)

    @cached_property
    def watched(self) -> bool:
        """Whether anybody ever noted an outage: else "always working" would only mean that nobody looked."""
        return any(one.site.outages.all() for one in self.sites)

    @property
    def works(self) -> float | None:
        """The share of hours of the last twelve months in which sites worked; None where nobody notes outages."""
        return self.year.share if self.watched else None

    @cached_property
    def year(self) -> Availability:
        return sum((month.availability for month in self.months), rules.NONE_DUE)

    @cached_property
    def districts(self) -> list[tuple[str, int, int]]:
        """Districts by name: how many sites were in use on the baseline day, and how many are now."""
        then = Counter(_district(one) for one in self.baseline or [])
        now = Counter(_district(one) for one in self.now)
        names = sorted({*then, *now}, key=lambda name: (name == "", name))
        return [(name or _("not known"), then[name], now[name]) for name in names]


def month_before(day: Date, back: int) -> Date:
    """The first day of the month so many months before that of a day (negative: after)."""
    number = day.year * 12 + day.month - 1 - back
    return Date(number // 12, number % 12 + 1, 1)


def _district(one: SiteFacts) -> str:
    code = one.site.area_code
    if not code:
        return ""
    parents = places.parents_of(code)
    return places.districts()[parents[0]].name if parents else ""


def networks() -> list[Network]:
    return list(Network.objects.order_by("name", "code"))


def facts_of(found: Iterable[Network], day: Date) -> list[Facts]:
    """Several networks on a day, with all their sites: five queries, however many."""
    wanted = list(found)
    sites = _whole(Site.objects.filter(network__in=wanted).order_by("code"))
    by_network: dict[int, list[SiteFacts]] = {one.pk: [] for one in wanted}
    for one in sites:
        by_network[one.network_id].append(SiteFacts(one, day))
    return [Facts(one, day, by_network[one.pk]) for one in wanted]


def staff_networks(day: Date) -> list[Facts]:
    return facts_of(networks(), day)


def last_year(day: Date) -> tuple[datetime, datetime]:
    """The twelve months that end with this day, as moments; the same stretch as in `Facts.year`."""
    return moment(month_before(day, 11)), moment(day + timedelta(days=1))


def area_words(code: str) -> str:
    """A small area by its name and code; nothing where none is known."""
    return f"{places.area_name(code)} ({code})" if code else ""


def wanted(rows: Sequence[SiteFacts], given: Mapping[str, str]) -> list[SiteFacts]:
    """Sites that fit filters: q, state, setting, needs."""
    text = given.get("q", "").casefold()
    tests: list[Callable[[SiteFacts], bool]] = []
    if text:
        tests.append(lambda one: text in one.site.name.casefold() or text in one.site.code)
    if given.get("state"):
        tests.append(lambda one: one.state == given["state"])
    if given.get("setting"):
        tests.append(lambda one: one.site.setting == given["setting"])
    if given.get("needs"):
        tests.append(lambda one: _needs(one, given["needs"]))
    return [one for one in rows if all(test(one) for test in tests)]


def _needs(one: SiteFacts, what: str) -> bool:
    found = {"overdue": one.review == "overdue", "lacking": bool(one.lacks), "out": one.out_now}
    return one.in_use and found.get(what, False)


EXPORTED = (
    "code", "name", "easting", "northing", "area_code", "setting", "status", "from", "justification", "assessment",
    "assessed_on", "review_due_on",
)  # fmt: skip


def export_rows(rows: Sequence[SiteFacts]) -> tuple[tuple[str, ...], list[list[object]]]:
    """The columns that an import takes, and a row for each site."""
    cells: list[list[object]] = []
    for one in rows:
        begun = [stretch for stretch in one.stretches if stretch.from_on <= one.day]
        since = max(begun, key=lambda stretch: stretch.from_on).from_on if begun else None
        site = one.site
        cells.append([
            site.code, site.name, site.easting, site.northing, site.area_code, site.setting,
            one.state.replace("_", " "), since, site.justification, site.assessment, site.assessed_on,
            site.review_due_on,
        ])  # fmt: skip
    return EXPORTED, cells
