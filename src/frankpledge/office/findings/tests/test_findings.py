"""Findings: numbers are computed, never typed; the answers behind every number can be opened; what was fixed stays."""

from __future__ import annotations

import pytest

from frankpledge.office.consultation import use_cases as consultations
from frankpledge.office.consultation.models import Answer
from frankpledge.office.errors import NotAllowed
from frankpledge.office.findings import queries
from frankpledge.office.findings.rules import Query
from frankpledge.office.findings.use_cases import findings as use_cases
from frankpledge.office.findings.use_cases.findings import NotAFinding, NotFixed, NotPublicWords, Said
from frankpledge.office.record.models import AuditEntry

from .conftest import AFTER, NOON, count_of

NAMED = "{n} of {denominator} people who answered named {themes}."


def query(coded, *themes, **more) -> Query:
    return Query("matters", themes=tuple(coded.themes[one].code for one in themes), **more)


def add(coded, sentence=NAMED, said=None, **more):
    said = said or query(coded, "patrols", **more)
    return use_cases.add_finding(consultation=coded.consultation, said=Said(sentence, said), by=coded.by, now=AFTER)


def shown(coded, finding):
    return next(one for one in queries.shown_findings(coded.consultation) if one.finding == finding)


def test_the_numbers_of_a_finding_are_filled_in_by_its_query(coded):
    finding = add(coded)
    expected = count_of(coded.themes["patrols"])
    assert shown(coded, finding).sentence == f"{expected} of 27 people who answered named “Police on foot”."


def test_an_answer_in_two_themes_counts_one_person(coded):
    finding = add(coded, said=query(coded, "patrols", "lights", "speed"))
    assert shown(coded, finding).computed.counts.n == 27


def test_all_of_several_themes_counts_only_those_who_named_all(coded):
    both = set(Answer.objects.filter(codings__theme=coded.themes["lights"], codings__ended_at=None))
    both &= set(Answer.objects.filter(codings__theme=coded.themes["speed"], codings__ended_at=None))
    finding = add(coded, said=query(coded, "lights", "speed", match="all"))
    assert shown(coded, finding).computed.counts.n == len(both)


def test_none_of_the_themes_counts_the_others(coded):
    finding = add(coded, said=query(coded, "patrols", match="none"))
    assert shown(coded, finding).computed.counts.n == 27 - count_of(coded.themes["patrols"])


def test_a_section_narrows_both_numbers(coded):
    finding = add(coded, said=query(coded, "patrols", sections=("residents",)))
    assert shown(coded, finding).computed.counts.denominator == 20


@pytest.mark.parametrize(
    "sentence",
    [
        "15 of {denominator} people named {themes}.",
        "Three quarters of people, {n}, named {themes}.",
        "{n} people, 40%, named {themes}.",
        "Everybody named {themes}.",
        "{n} of {all} people named {themes}.",
        "{n} of all residents named {themes}.",
        "{n people named {themes}.",
    ],
)
def test_a_typed_number_an_unknown_place_or_a_claim_about_everybody_is_refused(coded, sentence):
    with pytest.raises(NotAFinding):
        add(coded, sentence)


def test_a_query_that_names_what_is_not_there_is_refused(coded):
    with pytest.raises(NotAFinding, match="no theme"):
        add(coded, said=Query("matters", themes=("dragons",)))


def test_most_is_said_only_of_more_than_half(coded):
    finding = add(coded, "Most people who answered ({n} of {denominator}) named {themes}.")
    assert any("not more than half" in fault for fault in shown(coded, finding).faults)
    with pytest.raises(NotFixed):
        use_cases.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER)


def test_a_finding_keeps_what_it_said_when_it_was_fixed_and_shows_what_it_says_now(coded):
    finding = add(coded)
    use_cases.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER)
    before = shown(coded, finding)
    assert before.is_ready
    answer = Answer.objects.filter(codings__theme=coded.themes["patrols"], codings__ended_at=None).first()
    consultations.uncode_answer(answer=answer, theme=coded.themes["patrols"], by=coded.by, now=AFTER)
    after = shown(coded, finding)
    assert after.has_moved
    assert after.computed.counts.n == before.computed.counts.n - 1
    assert after.fixed_n == before.computed.counts.n


def test_what_was_fixed_can_be_counted_again_after_everything_has_moved(coded):
    finding = add(coded)
    use_cases.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER)
    figure = finding.figures.get()
    themes = coded.themes
    for answer in Answer.objects.filter(codings__theme=themes["patrols"], codings__ended_at=None)[:4]:
        consultations.move_answer(
            answer=answer, source=themes["patrols"], target=themes["lights"], by=coded.by, now=AFTER
        )
    consultations.merge_themes(theme=themes["patrols"], into=themes["speed"], why="Alike.", by=coded.by, now=AFTER)
    again = queries.counted_again(figure)
    assert (again.n, again.denominator, again.digest) == (
        figure.counts["n"], figure.counts["denominator"], figure.inputs["digest"],
    )  # fmt: skip


def test_a_theme_that_was_merged_away_is_a_fault_and_no_number(coded):
    finding = add(coded)
    consultations.merge_themes(
        theme=coded.themes["patrols"], into=coded.themes["speed"], why="Alike.", by=coded.by, now=AFTER
    )
    assert any("no theme" in fault for fault in shown(coded, finding).faults)


def test_fixing_again_without_a_change_keeps_one_figure(coded):
    finding = add(coded)
    assert use_cases.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER) == 1
    assert use_cases.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER) == 0
    assert finding.figures.count() == 1


def test_small_numbers_by_section_are_hidden_and_cannot_be_worked_out(coded):
    add(coded)
    computed = queries.shown_findings(coded.consultation)[0].computed
    lines = {line.code: line for line in computed.sections}
    assert lines["partners"].of is None
    hidden = [line for line in computed.sections if line.n is None or line.of is None]
    assert len(hidden) >= 2


def test_so_few_that_they_could_be_told_apart_are_not_fixed(coded):
    add(coded, said=query(coded, "patrols", sections=("partners",)))
    with pytest.raises(NotFixed, match="so few"):
        use_cases.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER)


def test_only_cleared_words_of_the_same_question_are_quoted(coded):
    finding = add(coded)
    answer = Answer.objects.filter(codings__theme=coded.themes["patrols"], codings__ended_at=None).first()
    cleared = consultations.approve_verbatim(answer=answer, text=answer.redacted, by=coded.by, now=NOON)
    use_cases.quote(finding=finding, verbatim=cleared, by=coded.by, now=AFTER)
    assert [one.text for one in queries.quotations_of([finding])[finding.pk]] == [answer.redacted]
    consultations.withdraw_verbatim(answer=answer, why="Asked to.", by=coded.by, now=AFTER)
    assert not queries.quotations_of([finding])[finding.pk][0].is_public
    cleared.refresh_from_db()
    with pytest.raises(NotPublicWords):
        use_cases.quote(finding=finding, verbatim=cleared, by=coded.by, now=AFTER)


def test_findings_are_moved_taken_out_and_put_back(coded):
    first, second = add(coded), add(coded, said=query(coded, "lights"))
    by = {"by": coded.by, "now": AFTER}
    use_cases.move_finding(finding=second, up=True, **by)
    assert [one.pk for one in queries.findings_of(coded.consultation)] == [second.pk, first.pk]
    use_cases.take_out_finding(finding=second, why="", **by)
    assert [one.pk for one in queries.findings_of(coded.consultation)] == [first.pk]
    use_cases.put_back_finding(finding=second, **by)
    assert len(queries.findings_of(coded.consultation)) == 2


def test_only_those_who_decide_on_themes_write_findings(coded, analyst):
    with pytest.raises(NotAllowed):
        use_cases.add_finding(
            consultation=coded.consultation, said=Said(NAMED, query(coded, "patrols")), by=analyst, now=AFTER
        )


def test_the_audit_trail_holds_codes_and_digests_and_no_words_of_anybody(coded):
    add(coded)
    use_cases.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER)
    details = " ".join(str(one.detail) for one in AuditEntry.objects.filter(subject__startswith="finding/"))
    assert "digest" in details
    assert "estate" not in details
