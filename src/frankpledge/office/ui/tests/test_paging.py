"""Long lists, a page at a time."""

from __future__ import annotations

from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.ui.paging import PageOf, page_from, page_of


@given(total=st.integers(0, 400), size=st.integers(1, 50))
def test_the_pages_together_hold_every_thing_once_and_in_order(total, size):
    last = page_of(range(total), 1, size=size).last
    pages = [page_of(range(total), number, size=size) for number in range(1, last + 1)]
    assert [thing for page in pages for thing in page] == list(range(total))


@given(asked=st.one_of(st.none(), st.integers(-5, 900), st.text(max_size=8)))
def test_whatever_page_is_asked_for_there_is_one(asked):
    page = page_of(range(101), asked)
    assert 1 <= page.number <= page.last == 5


@given(number=st.integers(1, 60), last=st.integers(1, 60))
def test_the_offered_numbers_are_in_order_and_a_gap_hides_at_least_two(number, last):
    page = PageOf([1], min(number, last), last, last * 25)
    offered = page.numbers()
    known = [n for n in offered if n is not None]
    assert known == sorted(set(known))
    assert {1, page.number, last} <= set(known)
    for at, n in enumerate(offered):
        if n is None:
            assert offered[at + 1] - offered[at - 1] > 2


def shown(page: PageOf, address: str) -> str:
    context = Context({"page": page, "request": RequestFactory().get(address)})
    return Template("{% load govuk %}{% paging page %}").render(context)


def test_the_reader_learns_which_part_of_the_list_this_is():
    html = shown(page_from(range(25), number=4, total=297), "/actions/?page=4&owner=x")
    assert "Showing 76 to 100 of 297" in html
    assert 'href="/actions/?owner=x&amp;page=5"' in html
    assert 'aria-current="page"' in html


def test_the_first_page_has_one_address_only():
    html = shown(page_from(range(25), number=2, total=60), "/actions/?page=2")
    assert 'href="/actions/"' in html
    assert "page=1" not in html


def test_a_short_list_has_no_page_links():
    assert "govuk-pagination" not in shown(page_of(range(3), 1), "/actions/")
