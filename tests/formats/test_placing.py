# SPDX-License-Identifier: MIT
"""Offsets of other programs into code points and back, whatever they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.placing import (
    ALL_UNITS,
    BYTES,
    CODE_POINTS,
    GRAPHEMES,
    UTF16,
    Places,
    canonical,
    fitting,
    length,
)
from annotator.model.errors import InputError

TEXT = "Ann 😀 Lee said:\n“No.”"

_SIGNS = st.sampled_from(
    ["a", " ", "\n", "\r\n", "\r", "é", "e\u0301", "😀", "👩\u200d👧", "🇱🇻", "漢", "“"]
)
TEXTS = st.tuples(st.sampled_from(["", "\ufeff"]), st.lists(_SIGNS, max_size=12)).map(
    lambda parts: parts[0] + "".join(parts[1])
)


@pytest.mark.parametrize(
    ("unit", "speaker", "quote"),
    [
        (CODE_POINTS, (0, 9), (16, 21)),
        (UTF16, (0, 10), (17, 22)),
        (BYTES, (0, 12), (19, 28)),
        (GRAPHEMES, (0, 9), (16, 21)),
    ],
)
def test_the_example(
    unit: str, speaker: tuple[int, int], quote: tuple[int, int]
) -> None:
    places = Places(TEXT, unit)
    assert (places.span(*speaker), places.span(*quote)) == ((0, 9), (16, 21))
    assert (places.offset(9), places.offset(21)) == (speaker[1], quote[1])


@given(TEXTS)
def test_utf16_and_bytes_are_those_of_python(raw: str) -> None:
    text = canonical(raw)
    for unit, codec, size in ((UTF16, "utf-16-le", 2), (BYTES, "utf-8", 1)):
        places = Places(raw, unit)
        for point in range(len(text) + 1):
            before = _raw_before(raw, point)
            offset = len(before.encode(codec)) // size
            assert places.offset(point) == offset
            assert places.point(offset) == point


def _raw_before(raw: str, point: int) -> str:
    """What stands in the file before a point of its canonical text."""
    for end in range(len(raw) + 1):
        before = raw[:end]
        cut = before.endswith("\r") and raw[end : end + 1] == "\n"
        first = not end and raw.startswith("\ufeff")
        if not cut and not first and len(canonical(before)) == point:
            return before
    raise AssertionError


@given(TEXTS, st.sampled_from(ALL_UNITS))
def test_lengths_are_where_texts_end(raw: str, unit: str) -> None:
    places = Places(raw, unit)
    end = places.offset(len(places.text))
    assert end == length(raw, unit)
    assert places.point(end) == len(places.text)
    with pytest.raises(InputError, match="not inside the text"):
        places.point(end + 1)
    with pytest.raises(InputError):
        places.point(-1)


def test_half_a_pair_is_refused() -> None:
    with pytest.raises(InputError, match="inside a character"):
        Places(TEXT, UTF16).span(0, 5)


def test_the_reading_that_fits_is_found() -> None:
    raw = TEXT.replace("\n", "\r\n")
    for unit in (CODE_POINTS, UTF16, BYTES):
        for size in (1, 2):
            given_ = Places(raw, unit, size)
            quotes = [(given_.offset(16), given_.offset(21), "“No.”")]
            found = fitting(raw, quotes)
            assert found is not None
            assert found.span(*quotes[0][:2]) == (16, 21)
    assert fitting(raw, [(0, 3, "Bob")]) is None
