# SPDX-License-Identifier: MIT
"""Units told apart by where marks begin and end."""

from __future__ import annotations

import pytest

from annotator.formats.guessing import Guess, is_clean
from annotator.formats.placing import CODE_POINTS, GRAPHEMES, UTF16, Places

TEXT = "Ann 😀 Lee said: 👩\u200d👧 “No” to Bo."
SPANS = [(0, 9), (10, 14), (20, 24), (28, 30)]


@pytest.mark.parametrize("unit", [UTF16, CODE_POINTS, GRAPHEMES])
def test_the_unit_is_found_by_the_words(unit: str) -> None:
    places = Places(TEXT, unit)
    guess = Guess((UTF16, CODE_POINTS, GRAPHEMES))
    guess.add(TEXT, [(places.offset(s), places.offset(e)) for s, e in SPANS])
    assert guess.unit == unit
    assert f"Taken are {unit}: so 4 of 4 marks" in str(guess.sentence)


def test_without_evidence_it_is_the_first_unit() -> None:
    guess = Guess((UTF16, CODE_POINTS))
    guess.add("plain text", [(0, 5)])
    guess.add("naïve 漢字", [(0, 5)])
    guess.add("word 😀", [(0, 4)])
    assert guess.unit == UTF16
    assert guess.sentence is None


def test_a_unit_with_spans_outside_the_text_is_out() -> None:
    guess = Guess((UTF16, CODE_POINTS))
    guess.add("😀😀 ab cd", [(5, 7), (8, 10)])
    assert guess.unit == UTF16
    guess = Guess((CODE_POINTS, UTF16))
    guess.add("😀😀 ab cd", [(5, 7), (8, 10)])
    assert guess.unit == UTF16


@pytest.mark.parametrize(
    ("start", "end", "clean"),
    [(0, 3, True), (0, 2, False), (1, 3, False), (3, 6, False), (4, 8, True)],
)
def test_clean(start: int, end: int, clean: bool) -> None:
    assert is_clean("Ann “ab” c", start, end) == clean


@pytest.mark.parametrize(
    ("start", "end", "clean"),
    # A family of three joined signs, a word with a loose accent, a thumb with a tone.
    [
        *((0, 5, True), (1, 5, False), (0, 2, False), (6, 10, True), (6, 8, False)),
        *((8, 10, False), (11, 13, True), (11, 12, False)),
    ],
)
def test_what_is_shown_as_one_sign_is_not_cut(
    start: int, end: int, clean: bool
) -> None:
    text = "👩\u200d👩\u200d👧 te\u0301t 👍\U0001f3fd."
    assert is_clean(text, start, end) == clean
