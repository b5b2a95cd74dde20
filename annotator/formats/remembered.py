# SPDX-License-Identifier: MIT
"""What was made of a text, kept for when the same text comes again.

Stored JSON repeats itself: most annotations say what others said already.  Only the
first texts are kept, and none that is long: where all differ, such as notes, next
to nothing is spent on it, and memory stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: How many texts are kept, and how long they may be.
ROOM: Final = 8192
SHORT: Final = 400


class Remembered(dict[K, V]):
    """Values by texts, or by what holds a text."""

    def has_room(self, text: str | None) -> bool:
        """Whether something made of `text` may be kept."""
        return len(self) < ROOM and (text is None or len(text) <= SHORT)


def remembering(make: Callable[[str], V]) -> Callable[[str], V]:
    """The same function, which remembers what it made; it never makes None."""
    known: Remembered[str, V] = Remembered()

    def made(text: str) -> V:
        found = known.get(text)
        if found is None:
            found = make(text)
            if known.has_room(text):
                known[text] = found
        return found

    return made
