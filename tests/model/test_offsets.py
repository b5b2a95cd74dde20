# SPDX-License-Identifier: MIT
"""Offsets and Qt positions agree for every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.offsets import OffsetMap

AWKWARD = st.sampled_from(
    (
        *("a", "é", "e\u0301", "\u00a0", "\n", "\r", "\r\n", "\u2028", "\u2029"),
        *("\ufeff", "\ufffe", "\ufdd0", "\U0001f600", "\U0001f468\u200d\U0001f469"),
        *("\ud83d", "\x00", "\U0001f1ec\U0001f1e7", "\U0010ffff", "\ufffc"),
        "\u202e\u05d0\u202c",
    )
)
TEXTS = st.lists(AWKWARD, max_size=30).map("".join) | st.text()


def units(text: str) -> int:
    """The UTF-16 units of a text, counted by Python's codec."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(TEXTS)
def test_position_counts_the_units_before_an_offset(text):
    offsets = OffsetMap(text)
    for offset in range(len(text) + 1):
        assert offsets.to_qt(offset) == offset + sum(
            c > "\uffff" for c in text[:offset]
        )
    assert offsets.to_qt(len(text)) == units(offsets.shown)


@given(TEXTS)
def test_positions_come_back_as_the_same_offset(text):
    offsets = OffsetMap(text)
    for offset in range(len(text) + 1):
        for snap in ("left", "right"):
            assert offsets.from_qt(offsets.to_qt(offset), snap) == offset


@given(TEXTS)
def test_shown_replaces_one_for_one_and_keeps_the_text(text):
    offsets = OffsetMap(text)
    assert offsets.text == text
    assert len(offsets.shown) == len(text)
    assert not set(offsets.shown) & set("\r\u2028\u2029\ufdd0\ufdd1\ufeff\ufffe\ud83d")
    for stored, shown in zip(text, offsets.shown, strict=True):
        assert stored == shown or stored not in "aé\u00a0\n\U0001f600\u200d"


def test_inside_a_pair_the_position_snaps_outward():
    offsets = OffsetMap("a\U0001f600b")
    assert offsets.to_qt(2) == 3
    assert offsets.from_qt(2, "left") == 1
    assert offsets.from_qt(2, "right") == 2
    assert offsets.from_qt(4) == 3


@pytest.mark.parametrize("offset", [-1, 4])
def test_offsets_outside_the_text_are_refused(offset):
    with pytest.raises(IndexError):
        OffsetMap("a\U0001f600b").to_qt(offset)


@pytest.mark.parametrize("position", [-1, 5])
def test_positions_outside_the_text_are_refused(position):
    with pytest.raises(IndexError):
        OffsetMap("a\U0001f600b").from_qt(position)


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text):
    once = OffsetMap.normalise(text)
    assert OffsetMap.normalise(once) == once
    assert "\r" not in once
    assert not once.startswith("\ufeff")
    once.encode("utf-8")


def test_normalise_changes_nothing_else():
    kept = " a\u00a0b \u2028 e\u0301 \U0001f600 \n\n"
    assert OffsetMap.normalise("\ufeff" + kept + "\r\nx\ry") == kept + "\nx\ny"
    assert OffsetMap.normalise("\ud83d\ude00 \x00 \ud83d") == "\U0001f600 \ufffd \ufffd"
