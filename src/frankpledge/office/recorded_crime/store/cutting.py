"""A plain file's bytes to coded columns by the compiled pass; None where it is not sure of every field."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from . import kernel
from .coded import Coded, Codes
from .columns import Columns

SHORTEST_ROW = 24
"""Bytes: a month, a force and a type alone are more. It bounds how many rows a file can have."""
MOST_WORDS = 65_536
"""A column with more different words than England and Wales have small areas is no column of words."""
LINE_FEED = 10


class _Room(threading.local):
    """Room to work in that a thread uses again for its next file: fresh memory costs more than the work in it."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}

    def of(self, name: str, length: int, kind: Any) -> Any:
        """An array of this length, whatever stands in it."""
        if name not in self.held or len(self.held[name]) < length:
            self.held[name] = np.empty(length + length // 4, kind)
        return self.held[name][:length]


_room = _Room()


def cut(data: bytes, width: int, words: Mapping[str, int], degrees: Mapping[str, int], id_place: int) -> Columns | None:
    """Read the rows below the header of a file that is plain (`reading.plain`).

    Args:
        width: how many fields every row must have.
        words, degrees: title → place of the columns to read.
    """
    header = data.find(b"\n") + 1
    if not header or len(data) - header < SHORTEST_ROW:
        return None
    size = len(data) + (not data.endswith(b"\n"))
    bytes_ = _room.of("bytes", size + kernel.PADDING, np.uint8)
    bytes_[: len(data)] = np.frombuffer(data, np.uint8)
    bytes_[len(data) :] = 0
    bytes_[size - 1] = LINE_FEED
    eights = np.ndarray((len(bytes_) - 7,), "<u8", bytes_, strides=(1,))
    roles, targets = np.full(width, kernel.SKIP), np.zeros(width, np.int64)
    for role, columns in ((kernel.WORD, words), (kernel.DEGREES, degrees), (kernel.ID, {"": id_place})):
        for target, place in enumerate(columns.values()):
            roles[place], targets[place] = role, target
    most = size // SHORTEST_ROW
    slots = 1 << max(12, min(size // 64, 2 * MOST_WORDS).bit_length())
    codes = _room.of("codes", len(words) * most, np.int32).reshape(len(words), most)
    table = _room.of("table", len(words) * slots, np.int32).reshape(len(words), slots)
    numbers = _room.of("numbers", len(degrees) * most, np.float64).reshape(len(degrees), most)
    ids = _room.of("ids", most, np.uint64)
    begins, lengths = (
        _room.of(name, len(words) * MOST_WORDS, np.int64).reshape(len(words), MOST_WORDS)
        for name in ("begins", "lengths")
    )
    status, rows, given, different = kernel.read(
        bytes_,
        eights,
        header,
        size,
        roles,
        targets,
        table,
        min(slots // 2, MOST_WORDS),
        codes,
        numbers,
        ids,
        begins,
        lengths,
    )
    if status != kernel.FINISHED:
        return None
    found = {
        title: _coded(
            data, begins[number, : different[number]], lengths[number, : different[number]], codes[number, :rows]
        )
        for number, title in enumerate(words)
    }
    ids = np.sort(ids[:given])
    return Columns(
        found,
        {title: numbers[number, :rows].copy() for number, title in enumerate(degrees)},
        rows - given,
        int((ids[1:] == ids[:-1]).sum()),
    )


def _coded(data: bytes, begins: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], codes: Codes) -> Coded:
    """Words in order, and the numbers that say which; -1, a row without a word, becomes the number after the last."""
    places = zip(begins.tolist(), lengths.tolist(), strict=True)
    spelt = [data[begin : begin + length].decode() for begin, length in places]
    order = sorted(range(len(spelt)), key=spelt.__getitem__)
    number = np.empty(len(spelt) + 1, np.int32)
    number[order] = np.arange(len(spelt), dtype=np.int32)
    number[-1] = len(spelt)
    return Coded([spelt[one] for one in order], number[codes])
