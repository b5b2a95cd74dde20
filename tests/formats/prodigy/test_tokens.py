# SPDX-License-Identifier: MIT
"""Tokens cut where spans want it, and kept in few numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.prodigy.tokens import TokenTable, cut, packed, unpacked

RANGES = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9))).map(
    lambda found: [(start, start + length) for start, length in found]
)


@pytest.mark.parametrize(
    ("text", "spans", "wanted"),
    [
        ("Ann said", [], ["Ann_", "said"]),
        ("Ann  said\n“No”.", [], ["Ann_", " ", "said", "\n", "“", "No", "”", "."]),
        (" a ", [], [" ", "a_"]),
        ("Ann said", [(0, 4)], ["Ann", " ", "said"]),
        ("Ann said", [(3, 8)], ["Ann", " ", "said"]),
        ("Ann said", [(1, 6)], ["A", "nn_", "sa", "id"]),
        ("a  b", [(2, 4)], ["a_", " ", "b"]),
        ("a  b", [(0, 3)], ["a_", " ", "b"]),
        ("", [], []),
    ],
)
def test_cut(text: str, spans: list[tuple[int, int]], wanted: list[str]) -> None:
    found = cut(text, spans)
    shown = [each["text"] + "_" * each["ws"] for each in found.listed()]
    assert shown == wanted
    assert found.holds(spans)


@given(st.text("ab .\n\u00a0😀", max_size=12), st.data())
def test_the_tokens_are_the_text_and_hold_the_spans(
    text: str, data: st.DataObject
) -> None:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    drawn = data.draw(st.lists(places, max_size=4))
    spans = [(s, e) for s, e in drawn if s < e]
    found = cut(text, spans)
    listed = found.listed()
    assert "".join(each["text"] + " " * each["ws"] for each in listed) == text
    for start, end in spans:
        first, last = found.first(start), found.last(end)
        assert first is not None
        assert last is not None
        assert (listed[first]["start"], listed[last]["end"]) == (start, end)


@given(RANGES)
def test_ranges_come_back(ranges: list[tuple[int, int]]) -> None:
    assert unpacked(packed(ranges)) == ranges


def test_tokens_of_a_sentence_take_a_number_each() -> None:
    assert packed(cut("Ann said no.", ()).ranges) == [6, 9, 5, 2]
    with pytest.raises(ValueError, match="number"):
        unpacked(["a"])  # type: ignore[list-item]


def test_signs_of_models_are_no_borders() -> None:
    found = TokenTable("ab", [(0, 0), (0, 2), (2, 2)], [0, 2])
    assert (found.first(0), found.last(2)) == (1, 1)
    assert found.listed()[0]["disabled"] is True
