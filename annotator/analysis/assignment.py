# SPDX-License-Identifier: MIT
"""The pairing of two lists with the greatest sum of scores.

Scores are sparse: most pairs have none.  What is not connected is solved apart,
so that a long text costs no more than its passages.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

#: (index in the first list, index in the second) → score above 0.
Scores = Mapping[tuple[int, int], float]


def best_pairs(scores: Scores) -> list[tuple[int, int]]:
    """The pairs of the assignment whose scores have the greatest sum, in order.

    Each index stands in one pair at most; a pair without a score is never made.
    """
    found: list[tuple[int, int]] = []
    for rows, columns in _components(scores):
        found += _solve(rows, columns, scores)
    return sorted(found)


def _components(scores: Scores) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that scores connect."""
    of_row: dict[int, list[int]] = {}
    of_column: dict[int, list[int]] = {}
    for row, column in scores:
        of_row.setdefault(row, []).append(column)
        of_column.setdefault(column, []).append(row)
    seen: set[int] = set()
    found = []
    for start in sorted(of_row):
        if start in seen:
            continue
        rows, columns, queue = {start}, set(), [start]
        while queue:
            for column in of_row[queue.pop()]:
                if column not in columns:
                    columns.add(column)
                    new = [row for row in of_column[column] if row not in rows]
                    rows.update(new)
                    queue += new
        seen |= rows
        found.append((sorted(rows), sorted(columns)))
    return found


def _solve(
    rows: list[int], columns: list[int], scores: Scores
) -> list[tuple[int, int]]:
    if len(rows) > len(columns):
        turned = {(c, r): score for (r, c), score in scores.items()}
        return [(r, c) for c, r in _solve(columns, rows, turned)]
    costs = [[-scores.get((r, c), 0.0) for c in columns] for r in rows]
    pairs = _hungarian(costs)
    chosen = ((rows[i], columns[j]) for i, j in pairs)
    return [pair for pair in chosen if scores.get(pair, 0) > 0]


def _hungarian(costs: list[list[float]]) -> list[tuple[int, int]]:
    """The cheapest column for each row; there are at least as many columns.

    The method of shortest augmenting paths with potentials (Kuhn 1955, Munkres
    1957, in the form of Jonker and Volgenant 1987).
    """
    height, width = len(costs), len(costs[0])
    of_row, of_column = [0.0] * (height + 1), [0.0] * (width + 1)
    taken = [0] * (width + 1)  # the row (from 1) that has a column (from 1)
    for row in range(1, height + 1):
        taken[0] = row
        column, least = 0, [inf] * (width + 1)
        before, used = [0] * (width + 1), [False] * (width + 1)
        while taken[column]:
            used[column] = True
            here, step, nearest = taken[column], inf, 0
            for j in range(1, width + 1):
                if used[j]:
                    continue
                cost = costs[here - 1][j - 1] - of_row[here] - of_column[j]
                if cost < least[j]:
                    least[j], before[j] = cost, column
                if least[j] < step:
                    step, nearest = least[j], j
            for j in range(width + 1):
                if used[j]:
                    of_row[taken[j]] += step
                    of_column[j] -= step
                else:
                    least[j] -= step
            column = nearest
        while column:
            taken[column] = taken[before[column]]
            column = before[column]
    return [(taken[j] - 1, j - 1) for j in range(1, width + 1) if taken[j]]
