"""What is taken out of residents' words, what stays, and what redaction promises whatever is written."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.text.identifiers import IDENTIFIERS
from frankpledge.evidence.text.redact import KINDS, Finding, redact
from frankpledge.evidence.text.tests.invented import Invented, invented_answers, nhs_number

EACH = 60
BY_NAME = {"name with a title", "name introduced", "e-mail address", "web address", "social media name"}

fragments = st.sampled_from([made.hidden for made in invented_answers(8)])
openings = st.sampled_from(
    [
        "my name is ",
        "crime number ",
        "ref ",
        "reg ",
        "tel ",
        "Mr ",
        "PC ",
        "flat 2, ",
        "[name removed]",
        "[",
        "]",
        "removed",
        "@",
        "07",
    ]
)
answers = st.lists(
    st.one_of(fragments, openings, st.text(max_size=12), st.sampled_from([" ", ", ", ".\n", ""])), max_size=12
).map("".join)


def still_shows(invented: Invented, redacted: str) -> bool:
    """Whether a part by which somebody could be found is still there: a surname, or a part with a digit in it."""
    parts = re.findall(r"[\w']+", invented.hidden)
    telling = parts[-1:] if invented.kind in BY_NAME else [part for part in parts if re.search("[0-9]", part)]
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", redacted) for part in telling)


def test_of_720_invented_identifiers_at_least_98_in_100_are_removed_and_of_no_kind_under_95():
    invented = invented_answers(EACH)
    missed = Counter(made.kind for made in invented if still_shows(made, redact(made.text).text))
    assert len(invented) == 12 * EACH
    assert sum(missed.values()) <= 0.02 * len(invented), missed
    assert all(count <= 0.05 * EACH for count in missed.values()), missed


def test_an_answer_full_of_identifiers_stays_readable():
    redacted = redact(
        "My name is Jane Smith, 14 Mill Lane, Kettering NN16 8XX, 07700 900123, jane@example.org. "
        "The van AB12 CDE was seen by PC Adams, crime no 22000123456."
    )
    assert redacted.text == (
        "My name is [name removed], [address removed], Kettering [postcode removed], [phone number removed], "
        "[e-mail address removed]. The van [registration mark removed] was seen by [name removed], "
        "crime no [crime or incident reference removed]."
    )
    assert redacted.counts["name"] == 2


@pytest.mark.parametrize(
    "said",
    [
        "I am 45 and live near the A43.",
        "Call 999, or 101, or 111 if you can wait.",
        "CCTV 24/7 for £15 a month, £1,500 a year",
        "the plan for 2021-26, the years 2021/22 and 2022-23",
        "Ring the non-emergency number 101. Crime number 101 never answers.",
        "between the M1 1st exit and junction 15a",
        "20 mph road, a 5 minute drive, 2 way street, 10 more officers on the street",
        "In 2021 Mill Lane was closed, on 01-02-2021 10:30 and on 12/03/2021 at 9.30",
        "My name is not important. My name is already with you.",
        "the car park at PC World, a PC is never seen, PCSO numbers, Inspector of Constabulary",
        "3 in 10 women, 50-60 people, 1,234 crimes, 4,843 + 770 = 5,613",
        "THE A43 AND THE A14 ARE A MESS. PC WAS RUDE. WE NEED MORE PCSOs",
        "meet @ the hall, 6pm-8pm, Mon-Fri",
        "See page 14 of the report. Priority 3 is best.",
        "UP TO 10 PER CENT, IN 24 HRS. I look at polka dot dresses.",
        "My councillor listened, the pcso knows us. Well done, Mr Mayor.",
        "I miss seeing officers, the doctor said so, judge for yourself",
    ],
)
def test_ordinary_answers_stay_as_they_are(said):
    assert redact(said).text == said


@pytest.mark.parametrize("kind", sorted({identifier.kind for identifier in IDENTIFIERS}))
def test_every_kind_has_words_to_stand_in_its_place_that_are_not_taken_for_anything_else(kind):
    words = Finding(0, 1, kind).replacement
    assert words == f"[{kind} removed]"
    assert redact(words).findings == ()


@given(answers)
def test_redacting_twice_changes_nothing_more(text):
    once = redact(text)
    assert redact(once.text).text == once.text
    assert redact(once.text).findings == ()


@given(answers)
def test_the_findings_say_exactly_where_the_original_differs(text):
    redacted = redact(text)
    ends = [(finding.start, finding.end) for finding in redacted.findings]
    assert all(start < end for start, end in ends)
    assert all(before[1] <= after[0] for before, after in pairwise(ends))
    rebuilt = text
    for finding in reversed(redacted.findings):
        rebuilt = rebuilt[: finding.start] + finding.replacement + rebuilt[finding.end :]
    assert rebuilt == redacted.text
    assert redacted == redact(text)
    assert set(redacted.counts) <= set(KINDS)


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_a_ten_digit_number_with_the_nhs_check_digit_is_never_left(nine):
    whole = nhs_number("9" + nine[1:])
    assert whole is None or whole not in redact(f"I am {whole} at the hospital").text


@pytest.mark.parametrize(
    "odd",
    [
        "a" * 20_000,
        "1" * 20_000,
        "A " * 10_000,
        "@." * 10_000,
        "07 " * 7_000,
        "Mr A. " * 3_000,
        "@ab " * 5_000,
        "Zed and " * 3_000,
    ],
)
def test_very_long_and_odd_answers_come_back(odd):
    assert isinstance(redact(odd).text, str)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("jane dot smith at gmail dot com is me", "[e-mail address removed] is me"),
        ("tel:01632960123, or O7700 900123", "tel:[phone number removed], or [phone number removed]"),
        ("my tel no is 960123", "my tel no is [phone number removed]"),
        ("14 The Green, 14-16 Mill Lane, 2 St. Mary's Road", "[address removed], [address removed], [address removed]"),
        ("I'm at number 7, Kestrel Close", "I'm at [address removed]"),
        ("log 345 of 12th March 2023", "log [crime or incident reference removed]"),
        ("reg. no. AB12CDE, reg: K 123 ABC", "reg. no. [registration mark removed], reg: [registration mark removed]"),
        ("AB 12 CDE parked here", "[registration mark removed] parked here"),
        ("dob 12.03.1980, born 3 March 1975", "dob [date of birth removed], born [date of birth removed]"),
        ("PC 1234 Smith, PC1234", "[name removed], PC[officer number removed]"),
        ("Kind regards,\nJane O'Brien", "Kind regards,\n[name removed]"),
        ("card 4111 1111 1111 1111", "card [bank or card number removed]"),
        ("Mr van der Berg and Mrs A B Smith", "[name removed] and [name removed]"),
    ],
)
def test_other_ways_of_writing_are_found_too(said, shown):
    assert redact(said).text == shown


@pytest.mark.parametrize(
    "said",
    [
        "The family above the chip shop sell drugs.",
        "the only woman on the parish council told me",
        "My neighbour grace is the problem.",
        "Summer from number nine was rude.",
    ],
)
def test_a_description_or_a_name_that_is_a_word_is_not_found_so_a_person_must_look(said):
    assert redact(said).findings == ()
