"""Text columns as sorted words and numbers into them: sorting, grouping and merging are then arithmetic.

A street file of ten thousand rows has fourteen types and some hundred small areas: nothing of what is done with it
needs the words themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Coded:
    """A column: `words` in order, each in use, and for every row its number; a row without a word has `len(words)`."""

    words: list[str]
    codes: Codes

    def taken(self, rows: npt.NDArray[np.int64]) -> Coded:
        """These rows; every word stays."""
        return Coded(self.words, self.codes[rows])

    def narrowed(self) -> Coded:
        """Without the words that no row has."""
        used = np.zeros(len(self.words) + 1, bool)
        used[self.codes] = True
        if used[:-1].all():
            return self
        # How many used words come before each; for a row without a word, how many there are.
        before = np.cumsum(used, dtype=np.int32) - used
        return Coded([self.words[number] for number in np.flatnonzero(used[:-1]).tolist()], before[self.codes])

    def arrow(self) -> Any:
        """As an Arrow dictionary column."""
        import pyarrow as pa

        none = self.codes == len(self.words)
        indices = pa.array(self.codes, mask=none) if none.any() else pa.array(self.codes)
        return pa.DictionaryArray.from_arrays(indices, pa.array(self.words, pa.string()))

    def counts(self, weights: npt.NDArray[np.int64] | None = None) -> dict[str, int]:
        """Rows (or their weights) by word, without those that have none."""
        found = np.bincount(self.codes, weights=weights, minlength=len(self.words) + 1)
        return {word: int(found[number]) for number, word in enumerate(self.words) if found[number]}


def encode(column: Any, clean: Callable[[str], str | None] | None = None) -> Coded:
    """An Arrow column of text (plain or dictionary, in any number of chunks) as words and numbers.

    Args:
        clean: what each distinct word becomes; None for "no word".
    """
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), [])
    words = column.dictionary.to_pylist()
    codes = column.indices.fill_null(len(words)).to_numpy(zero_copy_only=False).astype(np.int32)
    return recoded([clean(word) for word in words] if clean else words, codes)


def recoded(words: Sequence[str | None], codes: Codes) -> Coded:
    """The same column with its words in order, each once and only if used; None and numbers beyond mean none."""
    used = np.flatnonzero(np.bincount(codes, minlength=len(words) + 1)[: len(words)])
    kept = sorted({word for number in used.tolist() if (word := words[number]) is not None})
    place = {word: number for number, word in enumerate(kept)}
    mapping = np.full(len(words) + 1, len(kept), np.int32)
    for number in used.tolist():
        mapping[number] = place.get(words[number], len(kept))  # type: ignore[arg-type]
    return Coded(kept, mapping[codes])


def constant(word: str, rows: int) -> Coded:
    return Coded([word] if rows else [], np.zeros(rows, np.int32))


def looked_up(keys: Coded, answers: Coded) -> Coded:
    """For every row of `keys` the answer to its word; the rows of `answers` are those words, in their order."""
    few = answers.narrowed()
    return Coded(few.words, np.append(few.codes, np.int32(len(few.words)))[keys.codes])


def stacked(columns: Sequence[Coded]) -> Coded:
    """Columns below one another."""
    words = sorted(set().union(*(column.words for column in columns)))
    place = dict(zip(words, range(len(words)), strict=True)).__getitem__
    pieces = [np.array([*map(place, column.words), len(words)], np.int32)[column.codes] for column in columns]
    return Coded(words, np.concatenate(pieces) if pieces else np.empty(0, np.int32))


def packed(columns: Iterable[Coded]) -> Keys:
    """One whole number for each row, in the order of the columns: equal where all are equal, no word last.

    Raises:
        OverflowError: there are more combinations than a 64-bit number can hold.
    """
    keys: Keys | None = None
    combinations = 1
    for column in columns:
        wide = len(column.words) + 1
        combinations *= wide
        if combinations >= 2**63:
            raise OverflowError(f"{combinations:,} combinations of values; fewer than 2^63 can be sorted")
        mine = column.codes.astype(np.int64)
        keys = mine if keys is None else keys * wide + mine
    return np.empty(0, np.int64) if keys is None else keys


def sorting(keys: Keys) -> npt.NDArray[np.int64]:
    """The order that sorts the keys; alike ones stay in the order in which they came."""
    rows = len(keys)
    if rows and int(keys.max()) < 2**63 // rows - 1:
        # Sorting numbers is several times faster than sorting their places, and the place fits into the number.
        return np.asarray(np.sort(keys * rows + np.arange(rows)) % rows)
    return np.argsort(keys, kind="stable")


def runs(keys: Keys) -> npt.NDArray[np.int64]:
    """Where a new value begins in sorted keys."""
    if not keys.size:
        return np.empty(0, np.int64)
    return np.concatenate([[0], np.flatnonzero(np.diff(keys)) + 1])
