"""The county's story holds what it says it holds."""

from __future__ import annotations

import pytest

from frankpledge.office.actions.models import Action
from frankpledge.office.consultation.models import ApprovedVerbatim, Consultation, Response, Theme
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan.models import Basis, Commitment, Lead, Measure, MeasureAnswers, Plan, Priority
from frankpledge.office.publications.models import Publication
from frankpledge.office.scrutiny.models import Challenge, Meeting, MinutePoint, Resolution
from frankpledge.office.sources.models import Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return Plan.objects.get(historic=False)


def test_the_plan_of_2021_has_five_priorities_and_twenty_two_commitments_as_four_five_five_four_four(plan):
    counts = [priority.commitments.count() for priority in Priority.objects.filter(plan=plan)]
    assert counts == [4, 5, 5, 4, 4]


def test_every_commitment_is_measured_or_says_how_we_will_know_or_why_not(plan):
    commitments = Commitment.objects.filter(priority__plan=plan)
    unsaid = [
        c.code
        for c in commitments
        if not c.measured_by.exists() and not c.how_we_will_know and not c.not_measured_because
    ]
    assert unsaid == []
    assert sum(c.measured_by.exists() for c in commitments) >= 8


def test_every_priority_has_a_lead_in_the_office_and_in_each_service(plan):
    for priority in Priority.objects.filter(plan=plan):
        assert {lead.of for lead in Lead.objects.filter(priority=priority)} == {"office", "police", "fire"}


def test_thirteen_measures_are_computed_from_twenty_four_real_months_and_three_are_typed():
    counted = Measure.objects.exclude(source="typed")
    assert counted.count() >= 12
    for measure in counted:
        months = Observation.objects.filter(measure=measure, current=True)
        assert months.count() == 24
        assert not months.filter(value=None).exists()
    assert Measure.objects.filter(source="typed").count() == 3


def test_burglary_of_april_2025_is_the_files_own_number():
    # all-forces-2023-05_2025-04.csv: 2025-04,E23000022,Northamptonshire,Burglary,228
    assert Observation.objects.get(measure__code="burglary", period="2025-04", current=True).value == 228


def test_every_observation_names_its_files():
    assert not Observation.objects.filter(current=True, value__isnull=False, releases=None).exists()


def test_four_yearly_points_are_not_enough_data_and_the_page_says_where_they_end(client):
    page = client.get("/measure/police-officers/").content.decode()
    assert "Not enough data" in page
    assert "no data after September 2018" in page


def test_the_plan_of_2013_is_history_with_its_known_outcomes():
    history = Plan.objects.get(historic=True)
    commitments = Commitment.objects.filter(priority__plan=history)
    assert (history.priorities.count(), commitments.count()) == (7, 31)
    assert commitments.exclude(known_outcome="").count() == 5


def test_the_words_are_stand_ins_and_say_so(client):
    consultation = Consultation.objects.get(code="plan-2021")
    assert Response.objects.filter(consultation=consultation).count() == 643
    assert "stand-ins" in consultation.stand_in_notice
    theme = Theme.objects.filter(question__consultation=consultation, state="accepted").first()
    assert "stand-ins" in client.get(f"/{theme.reference}/").content.decode()


def test_only_words_that_a_person_cleared_are_public(client):
    for theme in Theme.objects.filter(state="accepted"):
        page = client.get(f"/{theme.reference}/").content.decode()
        shown = [coding.answer.redacted for coding in theme.codings.filter(ended_at=None).select_related("answer")]
        cleared = set(ApprovedVerbatim.objects.values_list("text", flat=True))
        leaked = [text for text in shown if len(text) > 30 and not any(text in one for one in cleared) and text in page]
        assert leaked == []


def test_themes_led_to_commitments():
    assert Basis.objects.filter(kind="theme").count() >= 8
    assert not Basis.objects.filter(kind="theme", theme=None).exists()


def test_the_item_of_2021_kept_every_point_and_its_resolution_created_no_duty():
    meeting = Meeting.objects.get(date="2021-09-09")
    assert MinutePoint.objects.filter(item__meeting=meeting, item__number=18).count() >= 15
    resolution = Resolution.objects.get(item__meeting=meeting)
    assert resolution.verb == "notes"
    assert not Action.objects.filter(origin=resolution.reference).exists()


def test_the_meeting_of_june_2025_runs_the_thread_to_its_end():
    meeting = Meeting.objects.get(date="2025-06-12")
    assert meeting.made_up
    challenges = list(Challenge.objects.filter(item__meeting=meeting))
    assert [bool(challenge.answered_at) for challenge in challenges] == [True, True, False]
    states = {action.state for action in Action.objects.filter(origin__startswith="challenge/")}
    assert states == {"proved", "open"}
    requested = Resolution.objects.get(item__meeting=meeting, verb="requests")
    assert Action.objects.get(origin=requested.reference).kind == "duty"


def test_the_report_is_frozen_with_its_figures_as_at_april_2025():
    report = Publication.objects.get(subject="report/june-2025")
    assert report.content["as_at"] == "2025-04"
    assert {rendition.media_type.split(";")[0] for rendition in report.renditions.all()} >= {
        "text/html",
        "application/pdf",
    }
    assert report.content["audit_head"].split(":")[0].isdigit()


def test_the_street_files_came_in_whole():
    rows = Release.objects.filter(dataset__code__contains="street").order_by("first_month")
    assert [release.rows_imported for release in rows] == [6705, 6616, 6196, 6420, 5613, 5410, 6181]


def test_measures_say_what_they_answer():
    assert not MeasureAnswers.objects.filter(how="").exists()
