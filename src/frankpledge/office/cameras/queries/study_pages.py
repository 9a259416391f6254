"""Studies: lists, pages, drawings, and computing them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.cameras import computing, demand, rules
from frankpledge.office.cameras.models import Network, Setting, Study, StudyState
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.recorded_crime.rules import ASB
from frankpledge.office.sources.models import Release
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.words import date_words, range_words

QUIET = timedelta(minutes=rules.MOST_SECONDS // 60 + 3)
"""After so long without a sign of life a study that runs counts as stopped."""


def studies(*, state: str = "", text: str = "", network: str = "", page: str | None = None) -> PageOf[Study]:
    """Studies, newest first, without what they hold."""
    wanted = Study.objects.select_related("network").defer("inputs", "result").order_by("-asked_at", "-pk")
    if state:
        wanted = wanted.filter(state=state)
    if text:
        wanted = wanted.filter(title__icontains=text)
    if network:
        wanted = wanted.filter(network__code=network)
    return page_of(wanted, page)


def studies_of(network: Network, *, published: bool = False) -> list[Study]:
    wanted = Study.objects.filter(network=network).defer("inputs", "result").order_by("-asked_at", "-pk")
    return list(wanted.filter(published_at__isnull=False) if published else wanted)


def published_studies() -> list[Study]:
    found = Study.objects.filter(published_at__isnull=False).select_related("network").defer("inputs", "result")
    return list(found.order_by("-published_at", "-pk"))


def study(code: str, *, public: bool = False) -> Study:
    """Raises NotFound; so does one that is not published, where the public asks."""
    wanted = Study.objects.select_related("network").filter(code=code)
    found = (wanted.filter(published_at__isnull=False) if public else wanted).first()
    if found is None:
        raise NotFound(_("There is no siting study “%(code)s”.") % {"code": code})
    return found


@dataclass(frozen=True)
class StudyPage:
    """A study in words and rows, ready for a page."""

    study: Study
    now: datetime

    @property
    def given(self) -> Mapping[str, Any]:
        return self.study.given

    @property
    def choice(self) -> Mapping[str, Any]:
        return self.study.result.get("choice", {})

    @property
    def done(self) -> bool:
        return self.study.state == StudyState.DONE

    @property
    def failed(self) -> bool:
        return self.study.state == StudyState.FAILED

    @property
    def stopped(self) -> bool:
        """Nobody works on it any more, though it has not ended."""
        if self.done or self.failed:
            return False
        return self.now - (self.study.seen_at or self.study.asked_at) > QUIET

    @property
    def under_way(self) -> bool:
        return not (self.done or self.failed or self.stopped)

    @property
    def unit(self) -> str:
        """What is counted."""
        kind, types = self.given["demand"], self.given["crime_types"]
        if kind == demand.PEOPLE:
            return _("residents")
        if kind == demand.FILE:
            return _("weight of the places in the file")
        if types == [ASB]:
            return _("incidents of anti-social behaviour")
        return _("crimes (%(types)s)") % {"types": ", ".join(types)} if types else _("crimes")

    @property
    def rests_on(self) -> list[tuple[str, str]]:
        """What was asked, a row each."""
        given = self.given
        rows = [(_("What is to be covered"), self.unit)]
        if given["demand"] == demand.CRIMES:
            rows.append((_("Months"), str(range_words((given["from_month"], given["to_month"])))))
        if given["demand"] != demand.FILE:
            rows.append((_("Where it lies"), _("at one place in each small area")))
        rows.append((_("How far a site reaches"), _("%(n)s metres, as the crow flies") % {"n": f"{given['radius']:,}"}))
        rows.append((_("New sites asked for"), f"{given['new']:,}"))
        rows.append((_("Sites to choose from"), self._candidates()))
        standing = len(self.study.inputs.get("existing", {}).get("names", []))
        rows.append((_("Sites that stand already"), f"{standing:,}" if given["existing"] else _("left out of account")))
        if given.get("on"):
            rows.append((_("As on"), str(date_words(given["on"]))))
        return rows + [(_("Note"), words) for words in self.study.inputs.get("notes", [])]

    def _candidates(self) -> str:
        n = f"{len(self.study.inputs.get('candidates', {}).get('names', [])):,}"
        words = {
            demand.AREAS: _("%(n)s: one in each small area"), demand.PLANNED: _("%(n)s planned sites of the network"),
            demand.FILE: _("%(n)s from a file"),
        }  # fmt: skip
        return words[self.given["sites"]] % {"n": n}

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        return sentence(self.choice, self.unit, self.given["new"])

    @property
    def certainty(self) -> str:
        return certainty(self.choice, self.given["seconds"])

    @property
    def steps(self) -> list[tuple[str, float, float]]:
        """How the answer was reached: name, covered, share."""
        choice, quick = self.choice, self.study.result.get("quick", self.choice)
        rows = [
            (_("Existing sites alone"), choice["before"]), (_("Greedy: best next site, one by one"), choice["greedy"]),
            (_("Swaps: one out, one in, while it helps"), choice["swapped"]),
            (_("Upset and mended again"), quick["value"]), (_("Exact solver"), choice["value"]),
        ]  # fmt: skip
        rows = rows if self.given["seconds"] and choice["solver"] != "not asked" else rows[:-1]
        rows.append((_("Bound: more is impossible"), choice["bound"]))
        return [(words, value, value / choice["total"]) for words, value in rows]

    @property
    def classes(self) -> list[tuple[str, float, float, float, float | None, float | None]]:
        """Rural, urban: name, weight, covered before and now, shares before and now."""
        result = self.study.result
        rows = []
        for before, now in zip(result.get("classes_before", []), result.get("classes", []), strict=True):
            shares = [one["covered"] / one["weight"] if one["weight"] > 0 else None for one in (before, now)]
            rows.append((str(Setting(now["name"]).label), now["weight"], before["covered"], now["covered"], *shares))
        return rows  # type: ignore[return-value]

    @property
    def chosen(self) -> list[tuple[int, str, int, int, float, str]]:
        """The chosen sites in order: number, name, easting, northing, what it adds, rural or urban."""
        candidates = self.study.inputs["candidates"]
        settings = candidates.get("setting") or [""] * len(candidates["names"])
        return [
            (
                order, candidates["names"][n], candidates["easting"][n], candidates["northing"][n], gain,
                str(Setting(settings[n]).label),
            )
            for order, (n, gain) in enumerate(zip(self.choice["sites"], self.choice["gains"], strict=True), start=1)
        ]  # fmt: skip

    @property
    def left(self) -> list[tuple[str, float, float | None]]:
        """What is left uncovered, the heaviest first: name, weight, metres to the nearest site."""
        names = self.study.inputs["demand"]["names"]
        return [(names[row["place"]], row["weight"], row["nearest"]) for row in self.study.result.get("left", [])]


def sentence(choice: Mapping[str, Any], unit: str, asked: int) -> str:
    """What the chosen sites cover, in one sentence."""
    said = {
        "n": f"{len(choice['sites']):,}", "before": f"{choice['before'] / choice['total']:.1%}",
        "now": f"{choice['value'] / choice['total']:.1%}", "unit": unit,
    }  # fmt: skip
    if not choice["sites"]:
        return _("No further site would cover more: existing sites cover %(before)s of the %(unit)s.") % said
    words = _("With %(n)s new sites, %(now)s of the %(unit)s would lie within reach of a site, instead of %(before)s.")
    if len(choice["sites"]) < asked:
        words += " " + _("More sites than these would add nothing.")
    return words % said


def certainty(choice: Mapping[str, Any], seconds: int) -> str:
    """How sure it is that nothing better exists."""
    if choice["proved"]:
        return _("This is proved to be the best choice: no other %(n)s of these sites cover more.") % {
            "n": f"{len(choice['sites']):,}"
        }
    gap = (choice["bound"] - choice["value"]) / choice["bound"] if choice["bound"] else 0.0
    said = {
        "value": f"{choice['value']:,.0f}", "bound": f"{choice['bound']:,.0f}", "gap": f"{max(gap, 0.0001):.2%}",
        "seconds": seconds,
    }  # fmt: skip
    words = _("It covers %(value)s; no choice could cover more than %(bound)s. It is at most %(gap)s below the best.")
    if choice["solver"] == "time ran out":
        words += " " + _("The exact solver was stopped after %(seconds)s seconds.")
    return words % said


# --- computing again ---------------------------------------------------------------------------------------------


def check(reference: str | None) -> tuple[int, list[str]]:
    """Compute frozen studies again from what they rest on: for `frankpledge verify`.

    Raises:
        NotFound: no study that is done has this reference.
    """
    wanted = Study.objects.filter(state=StudyState.DONE).select_related("network").order_by("code")
    if reference is not None:
        wanted = wanted.filter(code=reference.strip("/").partition("/")[2])
        if not wanted.exists():
            raise NotFound(_("There is no siting study “%(name)s” that is done.") % {"name": reference})
    figures, faults = 0, []
    for one in wanted:
        figures += 1
        faults += [f"{one.reference}: {fault}" for fault in study_faults(one)]
    return figures, faults


def study_faults(one: Study) -> list[str]:
    """What of a frozen study does not come out again."""
    from frankpledge.evidence.errors import EvidenceError
    from frankpledge.evidence.siting import SITING_METHOD

    if computing.digest(one.inputs) != one.inputs_sha256:
        return [_("what it rests on is not what was frozen.")]
    if computing.digest(one.result) != one.result_sha256:
        return [_("its result is not what was frozen.")]
    faults = weight_faults(one)
    if one.method != SITING_METHOD:
        return [
            *faults,
            _("it was computed by %(old)s, today's method is %(new)s.") % {"old": one.method, "new": SITING_METHOD},
        ]
    try:
        return faults + result_faults(one)
    except EvidenceError as refused:
        return [*faults, str(refused)]


def weight_faults(one: Study) -> list[str]:
    """Counts of small areas, read again from the releases that were used."""
    if one.given["demand"] != demand.CRIMES:
        return []
    among = _releases(one.releases)
    if len(among) < len(one.releases):
        return [_("a release that it rests on is gone.")]
    codes = one.inputs["demand"]["codes"]
    try:
        again = demand.crime_weights(codes, one.given, among=among, source=one.inputs["source"])
    except Refused as refused:
        return [refused.message]
    if [again.by_area[code] for code in codes] != one.inputs["demand"]["weight"]:
        return [_("other counts come out of the releases that it rests on.")]
    return []


def _releases(references: Sequence[str]) -> list[Release]:
    wanted = set(references)
    return [one for one in Release.objects.select_related("dataset") if one.reference in wanted]


def result_faults(one: Study) -> list[str]:
    """The answer at once must come out again; the solver's must cover what it says, and lie within its bound."""
    faults = []
    if not computing.same(computing.quick(one.inputs, one.given), one.result["quick"]):
        faults.append(_("the answer at once comes out otherwise."))
    choice, quick = one.result["choice"], one.result["quick"]
    if not computing.same(computing.worth(one.inputs, one.given, choice["sites"]), choice["value"]):
        faults.append(_("the chosen sites do not cover what it says."))
    if not quick["value"] <= choice["value"] <= choice["bound"] <= quick["bound"]:
        faults.append(_("value and bound contradict the answer at once."))
    again = computing.around(one.inputs, one.given, choice["sites"])
    if not computing.same(again, {name: one.result[name] for name in again}):
        faults.append(_("coverage of town and country, or what is left, comes out otherwise."))
    if not computing.same(computing.numbers(one.inputs, one.given, choice), one.result["numbers"]):
        faults.append(_("the growth with the number of sites comes out otherwise."))
    return faults
