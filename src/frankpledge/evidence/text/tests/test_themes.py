"""What a policy officer is offered as a first draft of themes, and what the draft promises."""

import random

import numpy as np
import pytest

from frankpledge.evidence.text.themes import TOO_SHORT, SuggestedTheme, suggest_themes

SPEEDING = [
    "Cars speed through our village every day",
    "Speeding traffic outside the school is dangerous",
    "Put speed cameras on the main road",
    "Drivers ignore the 30 limit, enforce it",
    "Boy racers speeding at night on the ring road",
    "Speed bumps are needed to slow the traffic",
    "We want average speed cameras on the bypass",
    "Lorries go far too fast past our houses",
]
PATROLS = [
    "I never see a police officer on the beat",
    "More officers walking round the town centre",
    "Bring back neighbourhood bobbies on foot patrol",
    "We need visible policing in our streets",
    "PCSOs used to walk here, now nobody does",
    "An officer on patrol would make me feel safe",
    "More police presence in the evenings",
    "Police should be seen on the streets again",
]
YOUTH = [
    "Open youth clubs so teenagers have somewhere to go",
    "Young people need activities in the evening",
    "Fund a youth worker and a skate park for kids",
    "There is nothing for teenagers to do here",
    "Children get into trouble because they are bored",
    "Sports clubs keep young people away from gangs",
    "Invest in youth centres and after school clubs",
    "Give kids free access to leisure centres",
]
FIRE = [
    "Keep our fire station open day and night",
    "Fire engines take too long to reach the villages",
    "Fit smoke alarms free for older people",
    "Recruit more on-call firefighters",
    "Firefighters should visit homes to check smoke alarms",
    "The fire service needs newer fire engines",
    "Do not close retained fire stations",
    "Response times of fire crews are too slow",
]
ALL = [*SPEEDING, *PATROLS, *YOUTH, *FIRE]


def _contents(texts: list[str], themes: list[SuggestedTheme]) -> list[tuple[object, ...]]:
    """A draft in words, free of positions."""
    return [
        (
            theme.name,
            theme.terms,
            [texts[at] for at in theme.exemplars],
            sorted((texts[member.index], member.similarity) for member in theme.members),
            theme.distinct,
            theme.kind,
        )
        for theme in themes
    ]


def _group_of(themes: list[SuggestedTheme], at: int) -> int:
    return next(number for number, theme in enumerate(themes) if any(member.index == at for member in theme.members))


@pytest.fixture(scope="module")
def draft(embedder):
    return suggest_themes(ALL, embedder=embedder)


def test_answers_about_four_things_come_out_as_about_four_themes(draft):
    assert 4 <= len(draft) <= 6
    for start in range(0, 32, 8):
        groups = [_group_of(draft, at) for at in range(start, start + 8)]
        assert max(groups.count(group) for group in groups) >= 5


def test_every_answer_is_in_exactly_one_theme(draft):
    assert sorted(member.index for theme in draft for member in theme.members) == list(range(len(ALL)))
    assert sum(theme.size for theme in draft) == len(ALL)
    assert [theme.size for theme in draft] == sorted((theme.size for theme in draft), reverse=True)


def test_each_theme_can_be_judged_by_its_terms_and_by_examples_from_itself(draft):
    for theme in draft:
        assert theme.kind == "theme"
        assert theme.terms
        assert theme.name.lower().startswith(theme.terms[0].lower())
        assert min(3, theme.distinct) <= len(set(theme.exemplars)) == len(theme.exemplars) <= 8
        assert set(theme.exemplars) <= {member.index for member in theme.members}
        assert theme.exemplars[0] == theme.members[0].index
        likeness = [member.similarity for member in theme.members]
        assert likeness == sorted(likeness, reverse=True)
        assert -1 <= min(likeness) <= max(likeness) <= 1
    assert len({theme.name for theme in draft}) == len(draft)


def test_two_runs_and_any_order_of_the_answers_give_the_same_draft(embedder, draft):
    assert suggest_themes(ALL, embedder=embedder) == draft
    shuffled = random.Random(5).sample(ALL, len(ALL))
    assert _contents(shuffled, suggest_themes(shuffled, embedder=embedder)) == _contents(ALL, draft)


def test_a_campaign_makes_no_theme_of_its_own_but_all_its_copies_are_counted(embedder, draft):
    copies = ["Keep our fire station open day and night!"] * 300
    themes = suggest_themes([*ALL, *copies], embedder=embedder)
    (with_copies,) = [theme for theme in themes if any(member.index == len(ALL) for member in theme.members)]
    assert with_copies.size >= 301
    assert with_copies.distinct < 20
    assert len(themes) == len(draft)
    assert len({ALL[at] if at < len(ALL) else copies[0] for at in with_copies.exemplars}) == len(with_copies.exemplars)


def test_answers_under_three_words_are_kept_apart_and_shown_in_full(embedder):
    short = ["More police", "more police!", "", "None", "n/a", "[phone number removed]", "More police", "  "]
    themes = suggest_themes([*ALL, *short], embedder=embedder)
    last = themes[-1]
    assert (last.kind, last.name, last.size) == ("too short", TOO_SHORT, len(short))
    assert last.terms[0] == "more police"
    assert all(theme.kind == "theme" for theme in themes[:-1])


def test_only_short_answers_make_one_group_and_no_answers_none(embedder):
    (only,) = suggest_themes(["Yes", "no"], embedder=embedder)
    assert only.size == 2
    assert suggest_themes([], embedder=embedder) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_very_few_answers_make_one_theme(embedder, count):
    (theme,) = suggest_themes(ALL[:count], embedder=embedder)
    assert theme.size == count
    assert len(theme.exemplars) == min(count, 3)


def test_a_higher_resolution_gives_more_themes_and_a_higher_least_size_fewer(embedder):
    counts = [len(suggest_themes(ALL, embedder=embedder, resolution=value, min_size=2)) for value in (0.1, 1, 4)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]
    assert len(suggest_themes(ALL, embedder=embedder, min_size=20)) == 1


def test_words_that_stand_for_something_removed_play_no_part(embedder):
    marked = [f"{said} [postcode removed]" for said in ALL]
    assert [theme.terms for theme in suggest_themes(marked, embedder=embedder)] == [
        theme.terms for theme in suggest_themes(ALL, embedder=embedder)
    ]


def test_the_name_of_the_county_in_most_answers_makes_no_theme(embedder):
    place = "Loamshire"
    marked = [f"In {place} {said[0].lower()}{said[1:]}" if at % 2 else said for at, said in enumerate(ALL)]
    themes = suggest_themes(marked, embedder=embedder, leave_out=[place])
    assert not any(place.lower() in term.lower() for theme in themes for term in theme.terms)
    for start in range(0, 32, 8):
        groups = [_group_of(themes, at) for at in range(start, start + 8)]
        assert max(groups.count(group) for group in groups) >= 5


@pytest.mark.parametrize(
    ("wrong", "says"), [({"resolution": 0}, "resolution must be"), ({"min_size": 0}, "min_size must")]
)
def test_settings_out_of_range_are_refused(embedder, wrong, says):
    with pytest.raises(ValueError, match=says):
        suggest_themes(ALL, embedder=embedder, **wrong)


def test_any_source_of_vectors_will_do_even_one_that_sees_no_difference():
    class Blind:
        def encode(self, texts, progress=None):
            return np.ones((len(texts), 2), dtype=np.float32) / np.float32(np.sqrt(2))

    themes = suggest_themes(ALL, embedder=Blind())
    assert sum(theme.size for theme in themes) == len(ALL)
