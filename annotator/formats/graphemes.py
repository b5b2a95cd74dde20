# SPDX-License-Identifier: MIT
"""What people take for one character: letters with their marks, flags, emoji.

Some programs count these clusters.  The rules are those of Unicode's annex 29
for extended grapheme clusters as they were before version 15.1, which joins
Indic conjuncts besides; general categories stand in the place of its own tables,
which differ from them for a few rare signs only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_JOINER: Final = "\u200d"
_FLAG: Final = ("\U0001f1e6", "\U0001f1ff")
_SKIN: Final = ("\U0001f3fb", "\U0001f3ff")
_TAGS: Final = ("\U000e0020", "\U000e007f")
#: Signs that are drawn before or around what follows them.
_BEFORE: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
#: Vowel signs that Unicode counts as letters and yet as parts of a cluster.
_AFTER: Final = frozenset("\u0e33\u0eb3\uff9e\uff9f\u200c")
#: Where marks are looked for: nothing beyond joins.
_RANGES: Final = (range(0x300, 0x20000), range(0xE0000, 0xE01F0))

_HANGUL_L: Final = (("\u1100", "\u115f"), ("\ua960", "\ua97c"))
_HANGUL_V: Final = (("\u1160", "\u11a7"), ("\ud7b0", "\ud7c6"))
_HANGUL_T: Final = (("\u11a8", "\u11ff"), ("\ud7cb", "\ud7fb"))
_SYLLABLES: Final = ("\uac00", "\ud7a3")
#: Of 28 syllables that begin alike the first has no consonant at its end.
_PER_VOWEL: Final = 28

_PICTURES: Final = (
    *(("\u00a9", "\u00a9"), ("\u00ae", "\u00ae"), ("\u203c", "\u203c")),
    *(("\u2049", "\u2049"), ("\u2122", "\u2122"), ("\u2139", "\u2139")),
    *(("\u2194", "\u21aa"), ("\u231a", "\u23ff"), ("\u24c2", "\u24c2")),
    *(("\u25aa", "\u27bf"), ("\u2934", "\u2935"), ("\u2b05", "\u2b55")),
    *(("\u3030", "\u303d"), ("\u3297", "\u3299"), ("\U0001f000", "\U0001f1e5")),
    *(("\U0001f200", "\U0001f3fa"), ("\U0001f400", "\U0001faff")),
)


def clusters(text: str) -> list[int] | None:
    """How many code points each cluster has; None where each has one.

    CR LF is one cluster.
    """
    if "\r\n" not in text and _joining().search(text) is None:
        return None
    made: list[int] = []
    kinds = [_kind(char) for char in text]
    flags = 0
    picture = False
    for number, kind in enumerate(kinds):
        before = kinds[number - 1] if number else ""
        if number and _joined(before, kind, flags, picture):
            made[-1] += 1
        else:
            made.append(1)
        flags = flags + 1 if kind == "flag" else 0
        # A picture keeps its force over marks and one joiner.
        picture = kind == "picture" or (picture and kind in ("mark", "joiner"))
    return made


def _joined(before: str, kind: str, flags: int, picture: bool) -> bool:
    """Whether a character belongs to the cluster of the one before it."""
    if before == "cr":
        return kind == "lf"
    if "control" in (before, kind) or {"cr", "lf"} & {before, kind}:
        return False
    if kind in ("mark", "joiner") or before == "before":
        return True
    if kind == "picture":
        return before == "joiner" and picture
    if kind == "flag":
        return flags % 2 == 1
    return kind in _SYLLABLE.get(before, ())


_SYLLABLE: Final = {
    "L": ("L", "V", "LV", "LVT"),
    "V": ("V", "T"),
    "LV": ("V", "T"),
    "T": ("T",),
    "LVT": ("T",),
}


def _within(char: str, *ranges: tuple[str, str]) -> bool:
    return any(first <= char <= last for first, last in ranges)


@cache
def _kind(char: str) -> str:
    """What a character does to its neighbours; "" for nothing."""
    if char in "\r\n":
        return "cr" if char == "\r" else "lf"
    if char == _JOINER:
        return "joiner"
    if _within(char, _FLAG):
        return "flag"
    if char in _BEFORE:
        return "before"
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Mc") or char in _AFTER:
        return "mark"
    if _within(char, _SKIN, _TAGS):
        return "mark"
    if category in ("Cc", "Cf", "Zl", "Zp", "Cs"):
        return "control"
    return "picture" if _within(char, *_PICTURES) else _hangul(char)


def _hangul(char: str) -> str:
    for name, ranges in (("L", _HANGUL_L), ("V", _HANGUL_V), ("T", _HANGUL_T)):
        if _within(char, *ranges):
            return name
    if _within(char, _SYLLABLES):
        bare = (ord(char) - ord(_SYLLABLES[0])) % _PER_VOWEL == 0
        return "LV" if bare else "LVT"
    return ""


@cache
def _joining() -> re.Pattern[str]:
    """Finds a character that joins its neighbour, fast."""
    kinds = ("mark", "joiner", "flag", "before", "L", "V", "T")
    places = (place for each in _RANGES for place in each)
    found = [place for place in places if _kind.__wrapped__(chr(place)) in kinds]
    return re.compile(f"[{''.join(_as_ranges(found))}]")


def _as_ranges(places: list[int]) -> list[str]:
    made: list[list[int]] = []
    for place in places:
        if made and made[-1][1] == place - 1:
            made[-1][1] = place
        else:
            made.append([place, place])
    return [f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in made]
