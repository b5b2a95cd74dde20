# SPDX-License-Identifier: MIT
"""The rows of a long table, read in windows when they are looked at.

All row ids are known from the first moment, so that a scroll bar does not lie
and a selection survives; what is seen is all that is read.
"""

from __future__ import annotations

import logging
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

_log = logging.getLogger(__name__)


class HasId(Protocol):
    """What a row must have: the id of its row in the project."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=HasId)


class Pages(Generic[R]):
    """Rows by their place among `ids`.

    `read` gives the rows of a few ids; ids that are gone are left out.  So many
    rows are read at a time, and so many windows kept, that a table of any length
    takes bounded memory.
    """

    def __init__(
        self, read: Callable[[Sequence[int]], list[R]], size: int, kept: int
    ) -> None:
        self._read_rows, self.size, self._kept = read, size, kept
        self.ids: array[int] = array("q")
        self._windows: OrderedDict[int, dict[int, R]] = OrderedDict()

    def __len__(self) -> int:
        """How many windows are kept at present."""
        return len(self._windows)

    def set_ids(self, ids: array[int]) -> None:
        """These rows, in this order; what was read is forgotten."""
        self.ids = ids
        self._windows.clear()

    def clear(self) -> None:
        """Read every row again when it is next looked at."""
        self._windows.clear()

    def forget(self, stale: Callable[[R], bool]) -> Iterator[tuple[int, int]]:
        """Forget the windows that hold such a row; yields their first and last."""
        found = [
            number
            for number, rows in self._windows.items()
            if any(map(stale, rows.values()))
        ]
        for number in found:
            del self._windows[number]
            last = min((number + 1) * self.size, len(self.ids)) - 1
            yield number * self.size, last

    def row(self, place: int) -> R | None:
        """The row at a place; None where it is gone or cannot be read."""
        if not 0 <= place < len(self.ids):
            return None
        window = place // self.size
        if window not in self._windows:
            self._windows[window] = self._read(window)
            while len(self._windows) > self._kept:
                self._windows.popitem(last=False)
        self._windows.move_to_end(window)
        return self._windows[window].get(self.ids[place])

    def place_of(self, number: int | None) -> int:
        """The place of a row by its id, -1 where it is not there."""
        try:
            return -1 if number is None else self.ids.index(number)
        except ValueError:
            return -1

    def _read(self, window: int) -> dict[int, R]:
        # Painting asks for rows: an exception here would come out of anywhere.
        ids = self.ids[window * self.size : (window + 1) * self.size]
        try:
            return {row.id: row for row in self._read_rows(ids)}
        except Exception:
            _log.exception("rows of a table could not be read")
            return {}
