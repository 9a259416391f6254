"""The code on a paper copy: a slip of the pen or of the eye is noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.consultation import paper
from frankpledge.office.consultation.rules import RECEIPT_LETTERS

codes = st.builds(paper.new_sheet_code)


@given(codes)
def test_a_code_is_read_however_it_is_typed(code):
    assert paper.read_sheet_code(code) == code
    assert paper.read_sheet_code(f" {code.replace('-', '').lower()} ") == code


@given(codes, st.integers(0, 7), st.sampled_from(RECEIPT_LETTERS))
def test_one_letter_misread_is_noticed(code, at, letter):
    letters = list(code.replace("-", ""))
    wrong = [*letters[:at], letter, *letters[at + 1 :]]
    assert paper.read_sheet_code("".join(wrong)) == (code if wrong == letters else None)


@given(codes, st.integers(0, 6))
def test_two_neighbours_swapped_are_noticed(code, at):
    letters = list(code.replace("-", ""))
    swapped = [*letters[:at], letters[at + 1], letters[at], *letters[at + 2 :]]
    assert paper.read_sheet_code("".join(swapped)) == (code if swapped == letters else None)


def test_what_cannot_be_a_code_is_none():
    for typed in ("", "7KQ4", "7KQ4-M2X0", "no code at all", "٣٣٣٣-٣٣٣٣"):
        assert paper.read_sheet_code(typed) is None


def test_the_codes_of_a_batch_all_differ():
    assert len(set(paper.new_sheet_codes(200))) == 200
