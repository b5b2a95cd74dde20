# SPDX-License-Identifier: MIT
"""Find names by a few letters, without regard to accents and case.

Folding a text may change its length (ß is ss, İ is i), so each folded
character remembers the place of its original, and what is reported are always
places in the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

#: Letters that Unicode does not take apart, and what people type for them.
_PLAIN: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "’": "'", "\u00a0": " ",
}  # fmt: skip

#: Longer names are compared by their beginning only.
_LONGEST: Final = 400

#: Scores from here on mean that whole words begin as the query does.
STRONG: Final = 600.0

#: Scores below mean that the letters are scattered.
WEAK: Final = 250.0

_EXACT: Final = 1000.0
_PREFIX: Final = 900.0
_WORDS: Final = 800.0
_WORDS_ANY_ORDER: Final = 700.0
_INSIDE: Final = 400.0
_LETTERS: Final = 200.0
_ALIAS_COST: Final = 5.0


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate that fits.

    `text` is the one of its texts that fits best, `positions` are the places in
    it that answer the query, in rising order.
    """

    key: Any
    text: str
    positions: tuple[int, ...]
    score: float


def fold_character(character: str) -> str:
    """What `character` is compared as: no accents, no case, perhaps nothing."""
    parts = unicodedata.normalize("NFD", character.casefold())
    bare = "".join(p for p in parts if not unicodedata.combining(p))
    return "".join(_PLAIN.get(p, p) for p in bare)


@lru_cache(maxsize=65536)
def fold(text: str) -> tuple[str, tuple[int, ...] | range]:
    """`text` folded, and for each folded character the place of its original."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = fold_character(character)
        pieces.append(folded)
        places.extend([place] * len(folded))
    return "".join(pieces), tuple(places)


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for accents, case and outer space."""
    return fold(one.strip())[0] == fold(other.strip())[0]


def match(
    query: str, candidates: Iterable[Sequence[Any]], limit: int = 50
) -> list[Match]:
    """The candidates that fit `query`, best first, at most `limit`.

    A candidate is (key, text, text, …): its name, then its aliases.  Equal fits
    keep the order in which they were given, so the caller may put recent ones
    first.  An empty query fits everything.
    """
    wanted = " ".join(fold(query.strip()[:_LONGEST])[0].split())
    if not wanted:
        return [Match(c[0], c[1], (), 0.0) for c in islice(candidates, limit)]
    words = wanted.split()
    found: list[tuple[float, int, Hashable, str]] = []
    for order, candidate in enumerate(candidates):
        best = _best_text(wanted, words, candidate[1:])
        if best is not None:
            found.append((-best[0], order, candidate[0], best[1]))
    found.sort(key=lambda item: item[:2])
    return [
        Match(key, text, _positions(wanted, words, text), -score)
        for score, _, key, text in found[:limit]
    ]


def _best_text(
    wanted: str, words: list[str], texts: Sequence[str]
) -> tuple[float, str] | None:
    best: tuple[float, str] | None = None
    for number, text in enumerate(texts):
        score = _score(wanted, words, fold(text[:_LONGEST])[0])
        if score is None:
            continue
        score -= _ALIAS_COST if number else 0.0
        if best is None:
            best = (score, text)
        elif score > best[0]:
            # A name that fits well is shown, though its alias fits even better.
            best = (score, best[1] if best[0] >= STRONG else text)
    return best


def _score(wanted: str, words: list[str], text: str) -> float | None:
    if not _has_letters(wanted, text):
        return None
    length = min(len(text), 100) / 10
    if text == wanted:
        return _EXACT
    if text.startswith(wanted):
        return _PREFIX - length
    if _places_of_words(words, text) is not None:
        return _WORDS - length
    if all(_at_word_start(word, text) >= 0 for word in words):
        return _WORDS_ANY_ORDER - length
    if wanted in text:
        return _INSIDE - length
    places = _places_of_letters(wanted, text)
    if places is None:
        return None
    return _LETTERS - min(places[-1] - places[0], 100) - length


def _has_letters(wanted: str, text: str) -> bool:
    """Whether every letter is there at all: refuses most candidates cheaply."""
    return all(letter in text for letter in wanted)


def _at_word_start(word: str, text: str, start: int = 0) -> int:
    """Where `word` begins a word of `text` at or after `start`, else -1."""
    place = text.find(word, start)
    while place > 0 and text[place - 1].isalnum():
        place = text.find(word, place + 1)
    return place


def _places_of_words(words: list[str], text: str) -> list[int] | None:
    """The places where the words begin words, in that order, else None."""
    places: list[int] = []
    start = 0
    for word in words:
        place = _at_word_start(word, text, start)
        if place < 0:
            return None
        places += range(place, place + len(word))
        start = place + len(word)
    return places


def _places_of_letters(wanted: str, text: str) -> list[int] | None:
    """The letters one after another, the first at the start of a word."""
    letters = wanted.replace(" ", "")
    for begin in re.finditer(r"\w+", text):
        if begin.group().startswith(letters[0]):
            places = _letters_from(letters, text, begin.start())
            if places is not None:
                return places
    return None


def _letters_from(letters: str, text: str, start: int) -> list[int] | None:
    places = [start]
    for letter in letters[1:]:
        place = text.find(letter, places[-1] + 1)
        if place < 0:
            return None
        places.append(place)
    return places


def _positions(wanted: str, words: list[str], text: str) -> tuple[int, ...]:
    """The places in the original text that answer the query."""
    folded, back = fold(text[:_LONGEST])
    places = _places_in_folded(wanted, words, folded)
    return tuple(sorted({back[place] for place in places}))


def _places_in_folded(wanted: str, words: list[str], folded: str) -> Iterable[int]:
    if folded.startswith(wanted):
        return range(len(wanted))
    in_order = _places_of_words(words, folded)
    if in_order is not None:
        return in_order
    starts = [(_at_word_start(word, folded), len(word)) for word in words]
    if all(place >= 0 for place, _ in starts):
        return [p for place, length in starts for p in range(place, place + length)]
    inside = folded.find(wanted)
    if inside >= 0:
        return range(inside, inside + len(wanted))
    return _places_of_letters(wanted, folded) or ()
