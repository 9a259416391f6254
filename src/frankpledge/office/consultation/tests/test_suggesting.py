"""A machine suggests themes; what people made of them stays."""

from __future__ import annotations

import pytest

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.models import Coding, Theme
from frankpledge.office.errors import NotAllowed
from frankpledge.office.record.models import AuditEntry

from .conftest import NOON, OPERATOR, WordVectors, respond, suggest, themes


def dogs_bark(made) -> None:
    for words in ("Dogs bark all night in gardens", "Loose dogs near the river", "My street is full of dogs"):
        respond(made, "residents", matters=words)


def test_answers_about_one_thing_come_together_and_every_coding_says_what_made_it(suggested):
    assert suggested.suggestion.answers == 27
    assert [theme.count for theme in suggested.suggestion.themes] == [9, 9, 9]
    coders = set(Coding.objects.values_list("coder", flat=True))
    assert coders == {suggested.suggestion.method}
    assert suggested.suggestion.method.startswith("machine:theme-suggestion-1 shared-words")
    assert Coding.objects.filter(confidence=None).count() == 0
    for theme in suggested.themes:
        assert 3 <= theme.codings.filter(exemplar=True).count() <= 8


def test_suggesting_again_from_the_same_answers_changes_nothing(suggested):
    entries = AuditEntry.objects.count()
    again = suggest(suggested)
    assert not again.changed
    assert [theme.reference for theme in again.themes] == [theme.reference for theme in suggested.suggestion.themes]
    assert AuditEntry.objects.count() == entries


def test_new_answers_bring_new_suggestions_and_end_the_old_codings(suggested):
    old = [theme.pk for theme in suggested.themes]
    dogs_bark(suggested)
    again = suggest(suggested)
    assert again.changed
    assert set(Theme.objects.filter(pk__in=old).values_list("state", flat=True)) == {"dropped"}
    assert not Coding.objects.filter(theme_id__in=old, ended_at=None).exists()
    assert Coding.objects.filter(theme_id__in=old, ended_by=again.method).count() == 27


def test_an_accepted_theme_and_what_people_coded_by_hand_stay(suggested, policy_officer):
    kept, other = suggested.themes[:2]
    use_cases.accept_theme(theme=kept, name="Patrols", definition="Police on foot.", by=policy_officer, now=NOON)
    moved = other.codings.first().answer
    use_cases.move_answer(answer=moved, source=other, target=kept, by=policy_officer, now=NOON)
    dogs_bark(suggested)
    again = suggest(suggested)
    kept.refresh_from_db()
    assert kept.state == "accepted"
    assert again.kept == 10
    assert queries.answers_of_theme(kept).filter(pk=moved.pk).exists()
    assert queries.theme_facts([kept])[kept.pk].answers == 10


def test_a_suggestion_that_a_person_has_described_is_not_thrown_away(suggested, policy_officer):
    mine = suggested.themes[0]
    use_cases.rename_theme(theme=mine, name="Mine", definition="What I saw.", by=policy_officer, now=NOON)
    respond(suggested, "residents", matters="Dogs bark all night in gardens")
    suggest(suggested)
    mine.refresh_from_db()
    assert mine.state == "suggested"
    assert mine.codings.filter(ended_at=None).count() == 9


def test_an_answer_too_short_to_group_is_counted(answered):
    respond(answered, "residents", matters="Crime")
    assert suggest(answered).too_short == 1


def test_a_draft_response_is_never_grouped(opened):
    response = use_cases.start_response(consultation=opened.consultation, now=NOON)
    use_cases.save_answer(response=response, question=opened.questions["matters"], text="Not sent yet", now=NOON)
    with pytest.raises(use_cases.NothingToGroup, match="Nobody has answered"):
        suggest(opened)


def test_the_machine_reads_what_is_left_after_redaction(opened):
    seen = []

    class Listening(WordVectors):
        def encode(self, texts, progress=None):
            seen.extend(texts)
            return super().encode(texts, progress)

    for at in range(3):
        respond(opened, "residents", matters=f"Call me on 01604 55512{at} about speeding cars at school")
    question = opened.questions["matters"]
    use_cases.suggest_themes(question=question, by=OPERATOR, now=NOON, embedder=Listening())
    assert seen
    assert not any("01604" in text for text in seen)


def test_choices_are_not_grouped(answered):
    question = answered.questions["safe"]
    with pytest.raises(use_cases.NothingToGroup, match="not answered in words"):
        use_cases.suggest_themes(question=question, by=OPERATOR, now=NOON, embedder=WordVectors())


def test_only_who_codes_answers_may_ask_for_suggestions(answered, member):
    question = answered.questions["matters"]
    with pytest.raises(NotAllowed):
        use_cases.suggest_themes(question=question, by=member, now=NOON, embedder=WordVectors())


def test_addresses_of_themes_are_unique_in_a_consultation(suggested):
    codes = [theme.code for theme in themes(suggested)]
    assert len(set(codes)) == len(codes)


@pytest.mark.slow
def test_the_model_on_this_machine_groups_real_comments(opened, shared):
    from frankpledge.office.consultation.importers import import_responses, mapping_from

    mapping = """
source: Bowling Green
section: residents
columns: {id: comment-id}
filter: {moderated: 1}
questions: {matters: comment-body}
"""
    path = shared / "data/consultation/polis/american-assembly.bowling-green/comments.csv"
    import_responses(consultation=opened.consultation, mapping=mapping_from(mapping), path=path, by=OPERATOR, now=NOON)
    found = use_cases.suggest_themes(question=opened.questions["matters"], by=OPERATOR, now=NOON)
    assert 5 <= len(found.themes) <= 60
    assert sum(theme.count for theme in found.themes) + found.too_short == found.answers
    assert "all-minilm" in found.method
