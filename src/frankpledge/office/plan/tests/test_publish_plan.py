from __future__ import annotations

import pytest

from frankpledge.office.errors import NotAllowed, NotFound
from frankpledge.office.plan import queries, use_cases
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.publications.use_cases import NeedsReason
from frankpledge.office.record.models import AuditEntry

from .world import BY, NOON, a_commitment, a_measure, a_person, a_plan, a_priority, ready_rows

pytestmark = pytest.mark.django_db


def publish(plan, **more):
    return use_cases.publish_plan(plan=plan, by=BY, now=NOON, **more)


def test_a_priority_without_a_lead_stops_publication_and_is_named():
    plan = ready_rows()
    use_cases.remove_lead(lead=plan.priorities.get().leads.get(of="police"), by=BY, now=NOON)
    with pytest.raises(use_cases.PlanNotReady, match="Priority P1 has no accountable lead in the police"):
        publish(plan)
    assert not Publication.objects.exists()


def test_all_gaps_are_named_at_once():
    plan = a_plan(announced_priorities=4)
    a_commitment(a_priority(plan), how_we_will_know="")
    with pytest.raises(use_cases.PlanNotReady) as refused:
        publish(plan)
    assert "4 priorities are announced, 1 is defined; " in refused.value.message
    assert refused.value.message.endswith("why it is not measured.")
    assert refused.value.remedy == "Fill these gaps, then publish again."


def test_a_published_plan_is_frozen_and_later_edits_never_reach_it():
    plan = ready_rows()
    version = publish(plan)
    assert (version.reference, version.number) == ("plan/2026/v1", 1)
    use_cases.change_commitment(commitment=queries.commitment("2026", "P1.1"), text="Something else", by=BY, now=NOON)
    published = queries.published_versions("2026")[0]
    assert [each.text for each in published.fact.commitments()] == ["We will see to P1.1"]


def test_the_second_version_says_why_and_supersedes_the_first():
    plan = ready_rows()
    publish(plan)
    use_cases.change_plan(plan=plan, title="A better plan", by=BY, now=NOON)
    with pytest.raises(NeedsReason):
        publish(plan)
    assert publish(plan, why="The title was wrong.").number == 2
    versions = queries.published_versions("2026")
    assert [(each.number, each.superseded, each.why) for each in versions] == [
        (2, False, "The title was wrong."),
        (1, True, ""),
    ]
    changes = queries.version_changes("2026", 1, 2)
    assert [(each.field, each.before, each.after) for each in changes] == [
        ("title", "Police and Crime Plan", "A better plan")
    ]


def test_an_unchanged_plan_is_not_published_again():
    plan = ready_rows()
    publish(plan)
    with pytest.raises(use_cases.NothingNew, match="Nothing has changed since version 1"):
        publish(plan, why="Just so.")


def test_comparing_a_version_that_never_was_is_refused():
    publish(ready_rows())
    with pytest.raises(NotFound, match="has no version 7"):
        queries.version_changes("2026", 1, 7)


def test_a_historic_plan_is_published_without_any_check():
    plan = a_plan("2013", historic=True, announced_priorities=9)
    a_commitment(a_priority(plan, "A"), "A1", how_we_will_know="", known_outcome="Kept.")
    assert publish(plan).number == 1


def test_publication_makes_plan_priority_and_commitment_findable():
    publish(ready_rows())
    hits = {hit.reference for hit in publications.search("P1.1").hits}
    assert "commitment/2026/P1.1" in hits
    assert {hit.kind for hit in publications.search("county").hits} == {"priority"}


def test_what_left_the_plan_is_no_longer_found():
    plan = ready_rows()
    gone = a_commitment(plan.priorities.get(), "P1.2")
    publish(plan)
    use_cases.remove_commitment(commitment=gone, by=BY, now=NOON)
    publish(plan, why="P1.2 is done.")
    assert not publications.search("P1.2").hits


def test_publication_is_on_record():
    publish(ready_rows())
    entry = AuditEntry.objects.get(verb="plan published")
    assert (entry.subject, entry.by) == ("plan/2026/v1", "terminal")


def test_nobody_but_who_holds_the_duty_publishes():
    plan = ready_rows()
    with pytest.raises(NotAllowed):
        use_cases.publish_plan(plan=plan, by=a_person("analyst"), now=NOON)
    assert use_cases.publish_plan(plan=plan, by=a_person("policy_officer"), now=NOON).number == 1


def test_facts_of_a_large_plan_take_a_fixed_number_of_queries(django_assert_max_num_queries):
    plan = ready_rows()
    for number in range(2, 6):
        priority = a_priority(plan, f"P{number}", f"Priority {number}")
        for below in range(1, 5):
            commitment = a_commitment(priority, f"P{number}.{below}")
            measure = a_measure(f"m-{number}-{below}")
            use_cases.link_measure(commitment=commitment, measure=measure, by=BY, now=NOON)
    with django_assert_max_num_queries(8):
        fact = queries.facts(queries.plan("2026"))
    assert sum(len(each.measures) for each in fact.commitments()) == 16


def test_the_plan_of_today_is_the_newest_that_has_begun_and_never_history():
    from datetime import date

    publish(ready_rows("2026"))
    history = a_plan("2013", historic=True, starts=date(2027, 1, 1), ends=None)
    publish(history)
    published = queries.published_plans()
    assert len(published) == 2
    assert queries.current(published, date(2027, 6, 1)).fact.code == "2026"
    assert queries.current(published, date(2020, 6, 1)).fact.code == "2026"
    assert queries.current([], date(2027, 6, 1)) is None


def test_a_frozen_version_can_be_read_as_one_page_by_everybody(client):
    plan = ready_rows()
    first = publish(plan)
    page = client.get(f"/publication/{first.reference}/")
    assert "2026-version-1.html" in page.content.decode()
    copy = client.get(f"/publication/{first.reference}/2026-version-1.html")
    assert copy["Content-Type"].startswith("text/html")
    said = copy.content.decode()
    for words in (
        "Police and Crime Plan",
        "Version 1, as it was published on",
        "P1.1 We will see to P1.1",
        "Accountable",
    ):
        assert words in said
    assert "http" not in said
    use_cases.change_plan(plan=plan, title="A better plan", by=BY, now=NOON)
    assert [row.file_name for row in publish(plan, why="Wrong title.").renditions.all()] == ["2026-version-2.html"]
