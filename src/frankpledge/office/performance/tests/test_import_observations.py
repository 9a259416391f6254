"""Typed figures: each traces to the file that it came in and to the source that its row names."""

from __future__ import annotations

import hashlib

import pytest

from frankpledge.office.errors import NotAllowed
from frankpledge.office.people.testing import a_person
from frankpledge.office.performance import importers, queries
from frankpledge.office.performance.models import Observation
from frankpledge.office.sources import store
from frankpledge.office.sources.models import Release

from .conftest import BY, LATER, NOW, define, typed

pytestmark = pytest.mark.django_db
YEARS = [f"officers,{2014 + n},{1200 + n}.5,,,,,Workforce tables of {2014 + n}," for n in range(5)]


def test_figures_go_in_and_trace_to_the_bytes_of_their_file(office, figures_file):
    typed()
    path = figures_file(*YEARS)
    summary = importers.import_observations([path], by=BY, now=NOW)
    assert (summary.read, summary.imported, summary.rejected, summary.unchanged) == (5, 5, 0, 0)
    row = Observation.objects.get(period="2018")
    assert (row.value, row.source_note, row.method) == (1204.5, "Workforce tables of 2018", "typed/1")
    release = row.releases.get()
    assert release.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert store.home().raw(release.sha256).read_bytes() == path.read_bytes()
    assert summary.release == release.reference


def test_the_same_file_again_changes_nothing(office, figures_file):
    typed()
    path = figures_file(*YEARS)
    importers.import_observations([path], by=BY, now=NOW)
    again = importers.import_observations([path], by=BY, now=LATER)
    assert (again.imported, again.unchanged) == (0, 5)
    assert Release.objects.count() == 1
    assert Observation.objects.count() == 5


def test_bad_rows_are_reported_and_the_rest_goes_in(office, figures_file, home):
    typed()
    path = figures_file(*YEARS, "officers,2019,many,,,,,S,", "nonsense,2019,1,,,,,S,")
    summary = importers.import_observations([path], by=BY, now=NOW)
    assert (summary.imported, summary.rejected) == (5, 2)
    report = (home / "rejects" / summary.rejects_file.rsplit("/", 1)[-1]).read_text()
    assert "figures.csv,7,value,many,is not a number" in report
    assert "figures.csv,8,measure,nonsense,no measure has this code" in report


def test_a_changed_figure_supersedes_the_one_before(office, figures_file):
    typed()
    importers.import_observations([figures_file(*YEARS)], by=BY, now=NOW)
    corrected = figures_file("officers,2018,1300,,,,,Workforce tables of 2018 (corrected),", name="corrected.csv")
    summary = importers.import_observations([corrected], by=BY, now=LATER)
    assert summary.imported == 1
    row = Observation.objects.get(period="2018", current=True)
    assert (row.value, row.status, row.supersedes.value) == (1300, "revised", 1204.5)
    assert Observation.objects.filter(current=True).count() == 5


def test_an_older_file_does_not_undo_a_correction(office, figures_file):
    typed()
    path = figures_file(*YEARS)
    importers.import_observations([path], by=BY, now=NOW)
    corrected = figures_file("officers,2018,1300,,,,,S,", name="corrected.csv")
    importers.import_observations([corrected], by=BY, now=LATER)
    again = importers.import_observations([path], by=BY, now=LATER)
    assert again.imported == 0
    assert Observation.objects.get(period="2018", current=True).value == 1300


def test_rows_turned_away_once_can_go_in_when_their_measure_exists(office, figures_file):
    path = figures_file(*YEARS)
    typed("other")
    assert importers.import_observations([path], by=BY, now=NOW).imported == 0
    typed()
    assert importers.import_observations([path], by=BY, now=LATER).imported == 5


def test_a_file_that_cannot_be_read_is_refused_whole(office, tmp_path):
    typed()
    path = tmp_path / "figures.csv"
    path.write_text("measure,value\nofficers,1\n")
    summary = importers.import_observations([path], by=BY, now=NOW)
    assert summary.refused[0].message.startswith("figures.csv lacks the column(s) period, source")
    assert not Release.objects.exists()


def test_figures_computed_from_files_cannot_be_typed(office, figures_file):
    define()
    summary = importers.import_observations([figures_file("burglary,2024-01,1,,,,,S,")], by=BY, now=NOW)
    assert (summary.imported, summary.rejected) == (0, 1)
    assert not Observation.objects.exists()


def test_typed_figures_come_out_of_their_files_again(office, figures_file):
    measure = typed()
    importers.import_observations([figures_file(*YEARS)], by=BY, now=NOW)
    assert all(each.same for each in queries.recompute(measure, store.home()))
    raw = store.home().raw(Release.objects.get().sha256)
    raw.write_bytes(raw.read_bytes().replace(b"1204.5", b"1209.5"))
    assert [each.period for each in queries.recompute(measure, store.home()) if not each.same] == ["2018"]


def test_four_yearly_figures_are_not_enough_to_judge(office, figures_file):
    measure = typed()
    importers.import_observations([figures_file(*YEARS[:4])], by=BY, now=NOW)
    found = queries.assessment(measure)
    assert found.state == "not_enough_data"


def test_only_who_holds_the_duty_imports(office, figures_file):
    with pytest.raises(NotAllowed):
        importers.import_observations([figures_file(*YEARS)], by=a_person("policy_officer"), now=NOW)
