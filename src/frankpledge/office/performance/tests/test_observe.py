"""Observing: figures from releases, superseded when they change, and never a zero for what is not known."""

from __future__ import annotations

import gzip
import shutil

import pytest

from frankpledge.office.errors import NotAllowed, NotFound
from frankpledge.office.people.testing import a_person
from frankpledge.office.performance import queries, use_cases
from frankpledge.office.performance.models import DetectableChange, Observation
from frankpledge.office.performance.use_cases import FiguresAreEntered
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.record.queries import chain_faults
from frankpledge.office.recorded_crime.importers import import_crime_counts
from frankpledge.office.sources import store
from frankpledge.office.sources.models import Release

from .conftest import BY, LATER, NOW, define, ordinary, typed

pytestmark = pytest.mark.django_db


def figures(code: str = "burglary") -> dict[str, Observation]:
    return {row.period: row for row in Observation.objects.filter(measure__code=code, current=True)}


def test_each_month_becomes_a_figure_that_names_its_release_and_method(office, counts):
    define()
    counts(ordinary())
    summary = use_cases.observe(by=BY, now=NOW)
    assert (summary.new, summary.changed) == (24, 0)
    row = figures()["2024-01"]
    assert (row.value, row.status, row.method) == (ordinary()["2024-01"], "final", "monthly-count/1")
    assert [release.file_name for release in row.releases.all()] == ["counts.csv"]
    assert figures()["2025-04"].status == "provisional"


def test_observing_twice_changes_nothing_and_leaves_no_trace(office, counts):
    define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    entries = AuditEntry.objects.count()
    again = use_cases.observe(by=BY, now=LATER)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 24)
    assert AuditEntry.objects.count() == entries
    assert Observation.objects.count() == 24


def test_a_changed_figure_supersedes_and_says_why_and_from_which_release(office, counts):
    define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    counts(ordinary(m2024_01=5), name="corrected.csv", now=LATER)
    summary = use_cases.observe(measure="burglary", by=BY, now=LATER)
    assert (summary.new, summary.changed) == (0, 1)
    row = figures()["2024-01"]
    assert (row.value, row.status, row.supersedes.value) == (5, "revised", ordinary()["2024-01"])
    entry = AuditEntry.objects.filter(verb="figures superseded").get()
    assert entry.why == "The source gives another figure for this period."
    corrected = Release.objects.get(file_name="corrected.csv")
    assert entry.detail["releases"] == [corrected.reference]
    assert entry.detail["periods"] == ["2024-01"]
    assert chain_faults() == []


def test_provisional_months_become_final_when_newer_ones_come_in(office, counts):
    define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    counts(ordinary(m2025_05=210, m2025_06=190), name="longer.csv", now=LATER)
    use_cases.observe(by=BY, now=LATER)
    status = {period: row.status for period, row in figures().items()}
    assert [status[p] for p in ("2025-04", "2025-05", "2025-06")] == ["final", "provisional", "provisional"]
    assert figures()["2025-04"].supersedes.status == "provisional"


def test_a_month_that_looks_incomplete_is_missing_with_its_reason(office, counts, tmp_path):
    define()
    counts(dict.fromkeys(("2023-05",), 3), name="a.csv", other=20)
    counts({m: n for m, n in ordinary().items() if m != "2023-05"}, name="b.csv")
    use_cases.observe(by=BY, now=NOW)
    row = figures()["2023-05"]
    assert (row.value, row.numerator, row.status) == (None, None, "missing")
    assert "probably not supplied" in row.reason


def test_a_rate_divides_by_residents_and_keeps_their_year_and_source(office, counts):
    define("rate", kind="rate")
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    row = figures("rate")["2024-01"]
    assert row.denominator > 700_000
    assert row.value == 1000 * row.numerator / row.denominator
    assert row.source_note.startswith("Residents: ")


def test_a_revised_definition_makes_every_figure_anew(office, counts):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    plans.revise_measure(
        measure=measure, why="Other crime counts too", first_period="2024-05",
        crime_types=["Burglary", "Other crime"], by=BY, now=LATER,
    )  # fmt: skip
    summary = use_cases.observe(by=BY, now=LATER)
    assert summary.changed == 24
    row = figures()["2024-01"]
    assert (row.measure_version, row.value) == (2, ordinary()["2024-01"] + 5000)
    assert AuditEntry.objects.filter(verb="figures superseded").get().why == "The definition was revised."


def test_what_would_have_been_noticed_is_kept_so_that_no_page_waits(office, counts):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    kept = DetectableChange.objects.get()
    found = queries.assessment(measure)
    assert found.detectable is not None
    assert found.detectable.share == kept.result["share"]


def test_as_at_a_month_the_later_figures_are_left_out(office, counts):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    assert queries.assessment(measure, as_at="2024-12").series.periods[-1] == "2024-12"


def test_as_at_a_moment_a_later_correction_is_not_known_yet(office, counts):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    counts(ordinary(m2024_01=5), name="corrected.csv", now=LATER)
    use_cases.observe(by=BY, now=LATER)
    then = dict(zip(*_series(measure, NOW), strict=True))
    today = dict(zip(*_series(measure, None), strict=True))
    assert (then["2024-01"], today["2024-01"]) == (ordinary()["2024-01"], 5)


def _series(measure, as_at):
    found = queries.series(measure, as_at)
    return found.periods, found.values


def test_only_who_holds_the_duty_observes(office, counts):
    define()
    with pytest.raises(NotAllowed):
        use_cases.observe(by=a_person("policy_officer"), now=NOW)
    with pytest.raises(NotFound):
        use_cases.observe(measure="nonsense", by=BY, now=NOW)
    typed()
    with pytest.raises(FiguresAreEntered):
        use_cases.observe(measure="officers", by=BY, now=NOW)


def test_figures_come_out_the_same_when_computed_again(office, counts):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    counts(ordinary(m2024_01=5), name="corrected.csv", now=LATER)
    assert all(each.same for each in queries.recompute(measure, store.home()))
    use_cases.observe(by=BY, now=LATER)
    assert all(each.same for each in queries.recompute(measure, store.home()))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"value": 1.0}, "kept 1, computed"),
        ({"numerator": 1.0}, "kept numerator 1"),
        ({"method": "monthly-count/0"}, "made by method monthly-count/0"),
        ({"measure_version": 9}, "made under version 9"),
    ],
)
def test_a_figure_altered_behind_our_back_is_found(office, counts, change, why):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    Observation.objects.filter(period="2024-01").update(**change)
    found = [each for each in queries.recompute(measure, store.home()) if not each.same]
    assert [each.period for each in found] == ["2024-01"]
    assert why in found[0].why


@pytest.fixture
def real_counts(office, shared, tmp_path):
    """24 months of all 43 force areas."""
    packed = shared / "data/police/pfa-month/all-forces-2023-05_2025-04.csv.gz"
    path = tmp_path / "all-forces.csv"
    with gzip.open(packed) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    import_crime_counts([path], by=BY, now=NOW)


@pytest.mark.shared
def test_a_force_that_supplies_nothing_has_every_month_missing(real_counts):
    define("gm", area_code="E23000005", area_name="Greater Manchester")
    use_cases.observe(by=BY, now=NOW)
    rows = figures("gm").values()
    assert len(rows) == 24
    assert all(row.value is None and "probably not supplied" in row.reason for row in rows)


@pytest.mark.shared
def test_a_force_with_gaps_shows_them_and_never_a_zero(real_counts):
    measure = define("dp", area_code="W15000004", area_name="Dyfed-Powys")
    use_cases.observe(by=BY, now=NOW)
    rows = figures("dp")
    missing = sorted(period for period, row in rows.items() if row.value is None)
    assert missing == ["2023-05", "2024-01", "2024-02", "2024-03", "2024-04"]
    assert all(row.value is None or row.value > 50 for row in rows.values())
    found = queries.assessment(measure)
    assert [gap.period for gap in found.missing] == missing
    assert "No figures for May 2023 and January 2024: figures were probably not supplied in full." in found.notes


@pytest.mark.shared
def test_the_county_has_24_whole_months(real_counts):
    measure = define()
    use_cases.observe(by=BY, now=NOW)
    found = queries.assessment(measure)
    assert (len(found.series.values), found.missing) == (24, ())
    assert found.season.state == "not_removable"
