# SPDX-License-Identifier: MIT
"""The pairing of two lists with the greatest sum of scores.

Scores are sparse: most pairs have none.  Each row looks for its place along the
scores alone, so that a long text costs no more than its passages.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Final

#: (index in the first list, index in the second) → score above 0.
Scores = Mapping[tuple[int, int], float]

#: A column of its own for each row: to be without a pair.
_ALONE: Final = "alone"
_Column = int | tuple[str, int]


def best_pairs(scores: Scores) -> list[tuple[int, int]]:
    """The pairs of the assignment whose scores have the greatest sum, in order.

    Each index stands in one pair at most; a pair without a score is never made.
    The method of shortest augmenting paths with potentials (Kuhn 1955; Jonker and
    Volgenant 1987), with Dijkstra's search.
    """
    edges: dict[int, list[tuple[_Column, float]]] = {}
    for (row, column), score in sorted(scores.items()):
        if score > 0:
            edges.setdefault(row, [((_ALONE, row), 0.0)]).append((column, -score))
    matching = _Matching(edges)
    for row in edges:
        matching.add(row)
    return sorted((r, c) for c, r in matching.row_of.items() if isinstance(c, int))


class _Matching:
    """Rows that have columns, at the least cost so far, and potentials of both."""

    def __init__(self, edges: dict[int, list[tuple[_Column, float]]]) -> None:
        self._edges = edges
        self.row_of: dict[_Column, int] = {}
        self._column_of: dict[int, _Column] = {}
        self._of_row = {row: min(c for _, c in some) for row, some in edges.items()}
        self._of_column: dict[_Column, float] = {}
        # Ties are broken by who came first: columns have no order.
        self._offers = count()

    def add(self, row: int) -> None:
        """Give a row a column; others may have to move."""
        nearest: dict[_Column, float] = {}
        before: dict[_Column, int] = {}
        done: dict[_Column, float] = {}
        heap: list[tuple[float, int, _Column]] = []
        here, distance = row, 0.0
        while True:
            self._look(here, distance, nearest, before, done, heap)
            distance, _, column = heappop(heap)
            while column in done:
                distance, _, column = heappop(heap)
            if column not in self.row_of:
                break
            done[column] = distance
            here = self.row_of[column]
        self._adjust(row, distance, done)
        self._turn(row, column, before)

    def _look(
        self,
        row: int,
        distance: float,
        nearest: dict[_Column, float],
        before: dict[_Column, int],
        done: dict[_Column, float],
        heap: list[tuple[float, int, _Column]],
    ) -> None:
        """Offer the columns of a row that was reached."""
        for column, cost in self._edges[row]:
            if column in done:
                continue
            more = cost - self._of_row[row] - self._of_column.get(column, 0.0)
            total = distance + max(more, 0.0)
            if total < nearest.get(column, float("inf")):
                nearest[column], before[column] = total, row
                heappush(heap, (total, next(self._offers), column))

    def _adjust(self, row: int, distance: float, done: dict[_Column, float]) -> None:
        """Keep all reduced costs at or above 0."""
        self._of_row[row] += distance
        for column, reached in done.items():
            self._of_column[column] = (
                self._of_column.get(column, 0.0) + reached - distance
            )
            self._of_row[self.row_of[column]] += distance - reached

    def _turn(self, row: int, column: _Column, before: dict[_Column, int]) -> None:
        """Move everyone on the path to the next column."""
        while True:
            mover = before[column]
            left = self._column_of.get(mover)
            self.row_of[column], self._column_of[mover] = mover, column
            if mover == row:
                return
            assert left is not None
            column = left
