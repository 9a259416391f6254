from __future__ import annotations

import pytest

from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.plan import use_cases
from frankpledge.office.plan.use_cases.measures import DefinitionIncomplete, KnownBreak, MeasureExists, NothingRevised
from frankpledge.office.publications.models import Publication
from frankpledge.office.publications.queries import search
from frankpledge.office.publications.use_cases import NeedsReason

from .world import BY, NOON, a_measure, a_person

pytestmark = pytest.mark.django_db


def test_a_defined_measure_is_frozen_findable_and_version_one():
    measure = a_measure()
    assert measure.version == 1
    assert Publication.objects.get(subject="measure/burglary").content["title"] == "Recorded burglary"
    assert [hit.reference for hit in search("burglary").hits] == ["measure/burglary"]


def test_neither_direction_is_better_unless_it_is_said():
    measure = a_measure("weapons", crime_types=["Possession of weapons"], good="none")
    assert measure.good == "none"
    with pytest.raises(DefinitionIncomplete) as refused:
        a_measure("weapons-2", crime_types=["Possession of weapons"], good="down")
    assert refused.value.field == "good_because"
    assert "rises when more is reported" in refused.value.message


def test_two_measures_cannot_share_an_address():
    a_measure()
    with pytest.raises(MeasureExists):
        a_measure()
    with pytest.raises(BadInput):
        a_measure("Burglary 2")


def test_a_change_of_what_is_counted_is_a_new_version_and_a_break():
    measure = a_measure()
    use_cases.revise_measure(
        measure=measure,
        crime_types=["Burglary", "Robbery"],
        why="Robbery added.",
        first_period="2025-04",
        by=BY,
        now=NOON,
    )
    assert measure.version == 2
    assert [(known.period, known.cause) for known in measure.breaks.all()] == [("2025-04", "Robbery added.")]
    newest = Publication.objects.filter(subject="measure/burglary").latest("number")
    assert (newest.number, newest.content["version"], newest.why) == (2, 2, "Robbery added.")


def test_a_change_of_words_is_on_record_but_breaks_no_series():
    measure = a_measure()
    use_cases.revise_measure(measure=measure, caveats="Recording changed.", why="Said more.", by=BY, now=NOON)
    assert measure.version == 1
    assert not measure.breaks.exists()
    assert Publication.objects.filter(subject="measure/burglary").count() == 2


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"unit": "offences", "why": "Better.", "first_period": "April"}, BadInput),
        ({"unit": "offences", "why": "Better."}, BadInput),
        ({"title": "Recorded burglary", "why": "None."}, NothingRevised),
        ({"caveats": "New.", "why": " "}, NeedsReason),
        ({"unit": "", "why": "Worse.", "first_period": "2025-04"}, DefinitionIncomplete),
    ],
)
def test_a_revision_that_cannot_be_is_refused(more, refusal):
    measure = a_measure()
    with pytest.raises(refusal):
        use_cases.revise_measure(measure=measure, by=BY, now=NOON, **more)
    measure.refresh_from_db()
    assert (measure.version, measure.unit, measure.caveats) == (1, "recorded burglaries", "")


def test_known_breaks_are_kept_with_their_cause():
    measure = a_measure(breaks=(KnownBreak("2024-04", "New counting rule", "Home Office"),))
    use_cases.break_series(measure=measure, period="2024-10", cause="New records system", by=BY, now=NOON)
    assert [known.period for known in measure.breaks.all()] == ["2024-04", "2024-10"]


def test_only_who_holds_the_duty_defines_measures():
    with pytest.raises(NotAllowed):
        use_cases.define_measure(code="x", by=a_person("lead"), now=NOON)
