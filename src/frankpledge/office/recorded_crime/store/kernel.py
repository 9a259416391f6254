"""A street file's bytes to numbers in one pass, compiled: where words stand, what degrees say, how IDs differ.

Only what the pass is sure of: any field that is not as expected ends it, and another reader takes the file. Eight bytes
are looked at as one little-endian number; `eights[i]` are the bytes from i on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

SKIP, WORD, DEGREES, ID = range(4)
FINISHED, NOT_AS_EXPECTED = 0, 1
PADDING = 16
ID_EIGHTS = 8
_U = np.uint64
_EMPTY = -1


def _every(byte: int) -> np.uint64:
    return _U(int.from_bytes(bytes([byte]) * 8, "little"))


COMMAS, FEEDS, QUOTES, LOW, HIGH = (_every(byte) for byte in (44, 10, 34, 0x01, 0x80))
FIRST = np.array([256**kept - 1 for kept in range(9)], _U)  # masks that keep the first n bytes
ODD = np.random.default_rng(64).integers(0, 2**63, ID_EIGHTS, dtype=_U) * _U(2) + _U(1)
TENS = 10.0 ** np.arange(16)


@njit(cache=True, nogil=True, inline="always")
def _end(eights: Any, at: int) -> int:
    """Where the next comma, line feed or quotation mark stands, from `at` on."""
    while True:
        word = eights[at]
        found = _U(0)
        for sought in (COMMAS, FEEDS, QUOTES):
            differs = word ^ sought
            found |= (differs - LOW) & ~differs & HIGH
        if found != _U(0):
            while found & _U(0xFF) == _U(0):
                found >>= _U(8)
                at += 1
            return at
        at += 8


@njit(cache=True, nogil=True, inline="always")
def _same(eights: Any, one: int, other: int, length: int) -> bool:
    """Whether two fields of this length hold the same bytes."""
    done = 0
    while length - done >= 8:
        if eights[one + done] != eights[other + done]:
            return False
        done += 8
    return bool((eights[one + done] ^ eights[other + done]) & FIRST[length - done] == _U(0))


@njit(cache=True, nogil=True, inline="always")
def _slot(eights: Any, begin: int, length: int, slots: int) -> np.int64:
    """Where a word is looked for first: by its length, its first and its last eight bytes."""
    first = eights[begin] & FIRST[min(length, 8)]
    last = eights[begin + length - 8] if length > 8 else _U(0)
    mixed = (first ^ (last * ODD[0]) ^ _U(length)) * ODD[1]
    return np.int64((mixed >> _U(40)) & _U(slots - 1))  # the upper bits depend on all that was mixed


@njit(cache=True, nogil=True)
def _degrees(data: Any, begin: int, end: int) -> float:
    """A decimal number of at most 15 digits, to the nearest float64; NaN for anything else.

    A whole number below 2^53 over a power of ten below 10^22: one division rounds as a reader of decimals must.
    """
    minus = data[begin] == 45
    at = begin + 1 if minus else begin
    digits, whole, after = 0, 0, -1
    while at < end:
        sign = data[at]
        if 48 <= sign <= 57:
            whole = whole * 10 + (sign - 48)
            digits += 1
            after += after >= 0
        elif sign == 46 and after < 0 and digits > 0:
            after = 0
        else:
            return np.nan
        at += 1
    if digits == 0 or digits > 15 or after == 0:
        return np.nan
    size = whole / TENS[max(after, 0)]
    return -size if minus else size


@njit(cache=True, nogil=True)
def read(
    data: Any,
    eights: Any,
    at: int,
    size: int,
    roles: Any,
    targets: Any,
    table: Any,
    most: int,
    codes: Any,
    numbers: Any,
    ids: Any,
    begins: Any,
    lengths: Any,
) -> tuple[int, int, int, npt.NDArray[np.int64]]:
    """Read every row of `data[at:size]`: the lines below the header, the last one ended.

    Args:
        data: the bytes, with `PADDING` more after them. eights: the same, eight at a time.
        roles, targets: for each field of a row what it is, and into which column it goes.
        table, most: (columns, places for words: a power of two), room to work in; how many different words a column may
            have, fewer than places.
        codes, numbers: (columns, rows at most) for words (-1: none) and degrees (NaN: none); ids: one number for each
            row that has an ID, alike for alike IDs.
        begins, lengths: (columns, most): where each different word of a column stands first.
    Returns:
        FINISHED or NOT_AS_EXPECTED; rows; IDs; how many different words each column has.
    """
    width, slots = len(roles), table.shape[1]
    table[:] = _EMPTY
    words = np.zeros(len(codes), np.int64)
    row, given = 0, 0
    while at < size:
        if row == len(ids):
            return NOT_AS_EXPECTED, row, given, words
        for place in range(width):
            role, column = roles[place], targets[place]
            if role == WORD and row > 0 and place < width - 1:  # most often what the row above has
                last = codes[column, row - 1]
                if last >= 0:
                    length, above = lengths[column, last], begins[column, last]
                    # A word in quotation marks may hold a comma; the end of the bytes may be near.
                    ended = at + length < size and data[at + length] == 44 and data[above - 1] != 34
                    if ended and _same(eights, above, at, length):
                        codes[column, row] = last
                        at += length + 1
                        continue
            quoted = data[at] == 34
            begin = at + 1 if quoted else at
            end = _end(eights, begin)
            if quoted:
                while data[end] != 34 and data[end] != 10:  # commas inside the marks
                    end = _end(eights, end + 1)
                if data[end] != 34:
                    return NOT_AS_EXPECTED, row, given, words
                after = end + 1
            else:
                after = end
            if place == width - 1:
                if data[after] == 13:
                    after += 1
                elif not quoted and end > begin and data[end - 1] == 13:
                    end -= 1
                if data[after] != 10:
                    return NOT_AS_EXPECTED, row, given, words
            elif data[after] != 44:
                return NOT_AS_EXPECTED, row, given, words
            at = after + 1
            length = end - begin
            if role == WORD:
                code = -1
                if length > 0:
                    slot = _slot(eights, begin, length, slots)
                    while True:
                        code = table[column, slot]
                        if code == _EMPTY:
                            code = words[column]
                            if code == most:
                                return NOT_AS_EXPECTED, row, given, words
                            table[column, slot] = code
                            begins[column, code], lengths[column, code] = begin, length
                            words[column] += 1
                            break
                        if lengths[column, code] == length and _same(eights, begins[column, code], begin, length):
                            break
                        slot = (slot + 1) & (slots - 1)
                codes[column, row] = code
            elif role == DEGREES:
                if length == 0:
                    numbers[column, row] = np.nan
                else:
                    value = _degrees(data, begin, end)
                    if np.isnan(value):
                        return NOT_AS_EXPECTED, row, given, words
                    numbers[column, row] = value
            elif role == ID and length > 0:
                if length != 8 * ID_EIGHTS:
                    return NOT_AS_EXPECTED, row, given, words
                number = _U(0)
                for part in range(ID_EIGHTS):
                    number += eights[begin + 8 * part] * ODD[part]
                ids[given] = number
                given += 1
        row += 1
    return FINISHED, row, given, words
