"""Every item that came in is coded, or somebody says that they considered it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.models import Answer, Attachment, Consideration
from frankpledge.office.errors import NotAllowed

from .conftest import NOON, OPERATOR, respond

LATER = NOON + timedelta(hours=1)


def waiting(made) -> list[int]:
    return [item.response.number for item in queries.unconsidered(made.consultation)]


def accepted_theme(made, person, name="Patrols"):
    theme = use_cases.add_theme(
        question=made.questions["matters"], name=name, definition="More of them", by=person, now=NOON
    )
    return use_cases.accept_theme(theme=theme, by=person, now=NOON)


def test_what_is_written_waits_and_choices_alone_are_counted(opened):
    respond(opened, "residents", matters="More patrols", safe="yes")
    only_choices = respond(opened, "residents", matters="x", safe="yes")
    only_choices.answers.filter(question__code="matters").delete()
    assert waiting(opened) == [1]
    assert queries.state_counts(opened.consultation) == {"waiting": 1, "coded": 0, "considered": 0, "counted": 1}


def test_an_answer_under_an_accepted_theme_is_read_and_one_under_a_suggestion_is_not(opened, policy_officer):
    response = respond(opened, "workforce", matters="More patrols", tools="A van")
    theme = use_cases.add_theme(
        question=opened.questions["matters"], name="Patrols", definition="More", by=policy_officer, now=NOON
    )
    answer = response.answers.get(question__code="matters")
    use_cases.code_answer(answer=answer, theme=theme, by=policy_officer, now=NOON)
    assert queries.unconsidered(opened.consultation)[0].answers_left == 2
    use_cases.accept_theme(theme=theme, by=policy_officer, now=NOON)
    assert queries.unconsidered(opened.consultation)[0].answers_left == 1
    use_cases.consider(answer=response.answers.get(question__code="tools"), by=policy_officer, now=NOON)
    assert waiting(opened) == []
    assert queries.state_counts(opened.consultation)["coded"] == 1


def test_a_theme_merged_into_an_accepted_one_counts(opened, policy_officer):
    response = respond(opened, "residents", matters="More patrols")
    first, second = (accepted_theme(opened, policy_officer, name) for name in ("Patrols", "Officers on foot"))
    use_cases.code_answer(answer=response.answers.get(), theme=first, by=policy_officer, now=NOON)
    use_cases.merge_themes(theme=first, into=second, why="the same", by=policy_officer, now=NOON)
    assert waiting(opened) == []


def test_a_file_is_read_only_when_the_whole_item_is_considered(opened, policy_officer):
    response = respond(opened, "partners", matters="See our letter")
    Attachment.objects.create(
        response=response, file_name="letter.pdf", media_type="application/pdf", size=1, sha256="0" * 64, kept_at=NOON
    )
    use_cases.consider(answer=response.answers.get(), by=policy_officer, now=NOON)
    assert [(item.answers_left, item.attachments) for item in queries.unconsidered(opened.consultation)] == [(0, 1)]
    use_cases.consider(response=response, note="Asks for a shared van. Put to the board.", by=policy_officer, now=NOON)
    assert waiting(opened) == []


def test_withdrawing_makes_it_wait_again_and_both_stay_on_record(opened, policy_officer):
    response = respond(opened, "residents", matters="More patrols")
    made = use_cases.consider(response=response, note="Wants patrols", by=policy_officer, now=NOON)
    use_cases.withdraw_consideration(consideration=made, why="read too fast", by=policy_officer, now=LATER)
    assert waiting(opened) == [1]
    said = queries.considerations_of(response)
    assert [(one.by, one.withdrawn_at) for one in said] == [(policy_officer.name, LATER)]
    with pytest.raises(use_cases.NotConsidered):
        use_cases.withdraw_consideration(consideration=made, by=policy_officer, now=LATER)


def test_the_same_said_twice_is_said_once(opened, policy_officer):
    response = respond(opened, "residents", matters="More patrols")
    for _again in range(2):
        use_cases.consider(response=response, note="Wants patrols", by=policy_officer, now=NOON)
    assert Consideration.objects.count() == 1


def test_who_may_not_consider(opened, policy_officer, member):
    response = respond(opened, "residents", matters="More patrols")
    for nobody in (member, OPERATOR):
        with pytest.raises(NotAllowed):
            use_cases.consider(response=response, note="Read", by=nobody, now=NOON)
    with pytest.raises(use_cases.NothingNoted):
        use_cases.consider(response=response, note=" ", by=policy_officer, now=NOON)
    begun = use_cases.start_response(consultation=opened.consultation, now=NOON)
    with pytest.raises(use_cases.NotReceived):
        use_cases.consider(response=begun, note="Read", by=policy_officer, now=NOON)


def test_an_answer_of_spaces_was_never_kept_so_nothing_waits_for_it(opened):
    response = respond(opened, "residents", matters="More patrols")
    Answer.objects.filter(response=response).update(text="", redacted="")
    assert waiting(opened) == []
