# SPDX-License-Identifier: MIT
"""What is made of texts is kept, up to a bound."""

from __future__ import annotations

from annotator.formats.remembered import ROOM, SHORT, Remembered, remembering


def test_a_text_that_comes_again_is_not_made_again() -> None:
    asked: list[str] = []
    upper = remembering(lambda text: asked.append(text) or text.upper())
    assert [upper("a"), upper("b"), upper("a")] == ["A", "B", "A"]
    assert asked == ["a", "b"]


def test_neither_long_texts_nor_ever_more_of_them_are_kept() -> None:
    asked: list[str] = []
    length = remembering(lambda text: asked.append(text) or len(text))
    long = "n" * (SHORT + 1)
    assert length(long) == length(long) == SHORT + 1
    assert asked == [long, long]
    for n in range(ROOM + 10):
        assert length(str(n)) == len(str(n))
    asked.clear()
    assert length("0") == 1
    assert length(str(ROOM + 9)) == len(str(ROOM + 9))
    assert asked == [str(ROOM + 9)]


def test_room_is_told_beforehand() -> None:
    known: Remembered[str, int] = Remembered()
    assert known.has_room(None)
    assert known.has_room("n" * SHORT)
    assert not known.has_room("n" * (SHORT + 1))
    known.update((str(n), n) for n in range(ROOM))
    assert not known.has_room("short")
