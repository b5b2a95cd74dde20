# SPDX-License-Identifier: MIT
"""The patterns behind `model.textunits`: word characters, stops, quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

#: White space: what Python calls so, NBSP among it, and the invisible spaces.
SPACE: Final = frozenset(
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060"
    "\u3000\ufeff"
)

#: Marks that may open and close a quotation, for use inside a character class.
CLOSERS: Final = '"”»’›“‘「」』)\\]'
OPENERS: Final = '"“„«‘‚‹”»›「『([{'

_PARTNERS: Final = {
    "“": "”",
    "„": '“”„"',
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    "”": "”",
    "「": "」",
    "『": "』",
}
_MARK: Final = re.compile("[\"“”„«»‘’‚‹›「」『』']")

_ABBREVIATIONS: Final = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "maj"),
        *("gov", "sen", "rep", "st", "jr", "sr", "vs", "cf", "e.g", "i.e", "nr"),
        *("approx", "dept", "ltd", "inc", "co", "hon", "rev", "adm", "brig", "ca"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct"),
        *("nov", "dec", "u.s", "u.k", "u.n", "e.u", "z.b", "bzw"),
    )
)
_STOP: Final = re.compile(r"[.!?…]+([\"”»’›“)\]]*)(?=\s|$)|[。！？]+([」』”]*)")


def _mark_ranges() -> str:
    """Combining marks of the scripts in use, as the inside of a character class."""
    points = [*range(0x300, 0x3100), *range(0xA66F, 0xABF0), *range(0xFE00, 0xFE30)]
    return "".join(chr(p) for p in points if unicodedata.category(chr(p))[0] == "M")


@cache
def word_pattern() -> re.Pattern[str]:
    """Words: letters, digits and marks, joined by apostrophes, hyphens, stops.

    A number keeps its points and colons (11:20, 1,000), an abbreviation its
    inner stops (U.S); an ideograph and a run of emoji are words by themselves.
    """
    alone = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    emoji = "\U0001f000-\U0001faff\u2600-\u27bf"
    letter = f"(?:[^\\W{alone}]|[{_mark_ranges()}\u200c\u200d\u00ad])"
    joined = f"(?:(?:['’\\-‐‑ʼ·&/@](?={letter})|(?<=\\d)[.,:](?=\\d)){letter}+)*"
    initials = f"(?:{letter}\\.)+(?={letter}\\.)"
    return re.compile(
        f"{initials}{letter}|{letter}+{joined}|[{alone}][{_mark_ranges()}]*"
        f"|[{emoji}][{emoji}\u200d\ufe0f]*"
    )


def _is_abbreviation(text: str, at: int, low: int) -> bool:
    """Whether the full stop at `at` ends an abbreviation or an initial."""
    begin = at
    while begin > low and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    word = text[begin:at]
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def sentence_ends(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """(end, after) of every sentence in [low, high).

    `end` leaves out one full stop that stands outside quotation marks and
    brackets; `after` is where the next sentence may begin.
    """
    for match in _STOP.finditer(text, low, high):
        at = match.start()
        single = match[0].rstrip('"”»’›“)]') == "."
        if match.end() < high and single and _goes_on(text, match, low):
            continue
        if match.end() < high and _lower_follows(text, match.end(), high):
            continue
        yield (at if match[0] == "." else match.end()), match.end()
    end = high
    while end > low and text[end - 1] in SPACE:
        end -= 1
    if end > low and text[end - 1] != ".":
        yield end, high


def _goes_on(text: str, match: re.Match[str], low: int) -> bool:
    return match[0] == "." and _is_abbreviation(text, match.start(), low)


def _lower_follows(text: str, at: int, high: int) -> bool:
    while at < high and text[at] in SPACE:
        at += 1
    return at < high and text[at].islower()


def match_quotations(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """The quotations in [low, high), marks included, ordered by start.

    Straight, curly, angle and corner marks; an apostrophe is no mark, and a
    mark without a partner opens nothing.
    """
    found: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    for match in _MARK.finditer(text, low, high):
        mark, at = match[0], match.start()
        if mark in "'’" and _is_apostrophe(text, at, low, high, open_marks):
            continue
        begin = _closes(open_marks, mark, text, at, low)
        if begin is not None:
            found.append((begin, at + 1))
        elif _may_open(mark, text, at, low, high):
            open_marks.append((mark, at))
    return sorted(found)


def _is_apostrophe(
    text: str, at: int, low: int, high: int, open_marks: list[tuple[str, int]]
) -> bool:
    before = at > low and text[at - 1].isalnum()
    after = at + 1 < high and text[at + 1].isalnum()
    if before and after:
        return True
    expected = "'" if text[at] == "'" else "‘‚"
    waiting = any(mark in expected for mark, _ in open_marks)
    if text[at] == "’":
        return not waiting
    return not waiting and (before or not after)


def _closes(
    open_marks: list[tuple[str, int]], mark: str, text: str, at: int, low: int
) -> int | None:
    """Close the innermost opened mark that `mark` closes; its place, else None."""
    spaced = at == low or text[at - 1] in SPACE
    for n in range(len(open_marks) - 1, -1, -1):
        opener, begin = open_marks[n]
        partner = _PARTNERS.get(opener, opener)
        # A mark after a space opens, unless only it can close what is open.
        if mark in partner and not (spaced and mark in "\"'“"):
            del open_marks[n:]
            return begin
    return None


def _may_open(mark: str, text: str, at: int, low: int, high: int) -> bool:
    if mark not in _PARTNERS and mark not in "\"'":
        return False
    if at + 1 >= high or text[at + 1] in SPACE:
        return False
    return at == low or not text[at - 1].isalnum()
