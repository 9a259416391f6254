"""Long lists, a page at a time; fetched whole before the page is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator

Thing = TypeVar("Thing")
SIZE = 25


@dataclass(frozen=True)
class PageOf(Generic[Thing]):
    """Some of a longer list: which, and out of how many."""

    items: list[Thing]
    number: int
    last: int
    total: int
    size: int = SIZE

    @property
    def first_shown(self) -> int:
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_shown(self) -> int:
        return self.first_shown + len(self.items) - 1 if self.items else 0

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def numbers(self) -> list[int | None]:
        """The page numbers to offer: the first, the last, and those around the present one; None is a gap."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        wanted = sorted(number for number in near if 1 <= number <= self.last)
        offered: list[int | None] = []
        for number in wanted:
            if offered and number - (offered[-1] or 0) == 2:
                offered.append(number - 1)
            elif offered and number - (offered[-1] or 0) > 2:
                offered.append(None)
            offered.append(number)
        return offered


def page_of(things: Any, number: str | int | None, *, size: int = SIZE) -> PageOf[Any]:
    """One page of a list or queryset, as `?page=` asks for it.

    A page that does not exist is no error: nonsense gives the first page, too high a number the last.
    """
    page = Paginator(things, size).get_page(number)
    return PageOf(list(page.object_list), page.number, page.paginator.num_pages, page.paginator.count, size)


def page_from(items: Sequence[Thing], *, number: int, total: int, size: int = SIZE) -> PageOf[Thing]:
    """The same, when the query itself has fetched just this page and knows the total."""
    return PageOf(list(items), number, max(1, -(-total // size)), total, size)
