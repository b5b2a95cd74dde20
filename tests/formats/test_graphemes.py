# SPDX-License-Identifier: MIT
"""Clusters of characters, held against a library that knows Unicode's tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.graphemes import clusters
from annotator.formats.placing import GRAPHEMES, Places
from annotator.model.errors import InputError

FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("plain", None),
        ("漢字 😀", None),
        ("a\r\nb", [1, 2, 1]),
        (f"x{FAMILY}y", [1, 5, 1]),
        ("🇱🇻🇱", [2, 1]),
        ("e\u0301t", [2, 1]),
        ("👍🏽 ❤\ufe0f", [2, 1, 2]),
        ("กำ", [2]),
        ("\u1100\u1161\u11a8", [3]),
        ("a\u200b\u0301", [1, 1, 1]),
        ("\u0301", [1]),
        ("", None),
    ],
)
def test_clusters(text: str, sizes: list[int] | None) -> None:
    assert clusters(text) == sizes


_SIGNS = st.sampled_from(
    [
        *("a", " ", "\n", "\r\n", "\u200d", "\u200c", "\u0301", "\ufe0f", "😀", "👩"),
        *("🏽", "🇱", "🇻", "가", "각", "न", "ि", "ก", "ำ", "\u0600", "©", "❤", "1"),
        *("ᄀ", "ᅡ", "ᆨ", "🏴", "\U000e0061", "\u2028", "ש", "\u05b0", "\ufeff"),
    ]
)


@given(st.lists(_SIGNS, max_size=12).map("".join))
def test_clusters_are_those_of_unicode(text: str) -> None:
    regex = pytest.importorskip("regex")
    wanted = [len(each) for each in regex.findall(r"\X", text)]
    assert (clusters(text) or [1] * len(text)) == wanted


@given(st.lists(_SIGNS, max_size=12).map("".join))
def test_offsets_go_out_and_come_back(text: str) -> None:
    places = Places(text, GRAPHEMES)
    starts, at = [], 0
    for size in clusters(places.text) or [1] * len(places.text):
        starts.append(at)
        at += size
    for number, start in enumerate([*starts, at]):
        first = int(text.startswith("\ufeff"))
        assert places.point(number + first) == start
        assert places.offset(start) == number + first
    with pytest.raises(InputError, match="not inside the text"):
        places.point(len(starts) + first + 1)
