# SPDX-License-Identifier: MIT
"""Rows read in windows: what is read, what is kept, what is forgotten."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.ui.paging import Pages


@dataclass(frozen=True)
class Row:
    id: int
    name: str = ""


class Store:
    """Counts what is asked for."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.broken = False

    def read(self, ids: Sequence[int]) -> list[Row]:
        self.asked.append(list(ids))
        if self.broken:
            raise RuntimeError("no disk")
        return [Row(number, f"row {number}") for number in ids if number != 13]


def _pages(count: int) -> tuple[Pages[Row], Store]:
    store = Store()
    made: Pages[Row] = Pages(store.read, 10, 3)
    made.set_ids(array("q", range(100, 100 - count, -1)))
    return made, store


def test_only_what_is_looked_at_is_read_once() -> None:
    pages, store = _pages(95)
    assert pages.row(94) == Row(6, "row 6")
    assert pages.row(90) == Row(10, "row 10")
    assert store.asked == [[10, 9, 8, 7, 6]]
    assert pages.row(95) is None
    assert pages.row(-1) is None


def test_rows_that_are_gone_are_nothing() -> None:
    pages, _ = _pages(95)
    assert pages.row(87) is None  # its id is 13
    assert pages.row(86) is not None


def test_few_windows_are_kept() -> None:
    pages, store = _pages(90)
    for place in range(0, 90, 10):
        pages.row(place)
    assert len(pages) == 3
    pages.row(80)
    pages.row(0)
    assert len(store.asked) == 10


def test_a_changed_row_is_read_again_with_its_neighbours() -> None:
    pages, store = _pages(25)
    for place in (0, 10, 20):
        pages.row(place)
    stale = list(pages.forget(lambda row: row.id == 78))
    assert stale == [(20, 24)]
    pages.row(20)
    assert len(store.asked) == 4
    pages.clear()
    assert len(pages) == 0


def test_what_cannot_be_read_is_nothing_and_told_in_the_log() -> None:
    pages, store = _pages(5)
    store.broken = True
    assert pages.row(0) is None


def test_places_by_id() -> None:
    pages, _ = _pages(5)
    assert pages.place_of(98) == 2
    assert pages.place_of(5) == -1
    assert pages.place_of(None) == -1
