# SPDX-License-Identifier: MIT
"""Units of a text: words, clauses, sentences, quotations and paragraphs.

Everything works on offsets into the stored text and looks no further than the
paragraph around them, nor farther than `REACH` in a paragraph without end, so
that a key press costs the same in an article and in a megabyte of text.

Ends are where an annotator wants a span to end: before the full stop of a
sentence, before a comma, after a closing quotation mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from annotator.model.textmarks import (
    CLOSERS,
    OPENERS,
    SPACE,
    match_quotations,
    sentence_ends,
)
from annotator.model.textwords import (
    REACH,
    anchor_for_word,
    next_word,
    next_word_end,
    prev_word,
    prev_word_end,
    search_word,
    word_at,
    word_before,
    words,
)

__all__ = [
    "anchor_for_word",
    "clause",
    "clause_end",
    "clause_start",
    "grow",
    "next_paragraph",
    "next_word",
    "next_word_end",
    "paragraph",
    "prev_paragraph",
    "prev_word",
    "prev_word_end",
    "quotation",
    "quotations",
    "sentence",
    "sentence_end",
    "sentence_start",
    "sentences",
    "snap",
    "trim",
    "unit_of",
    "with_marks",
    "word_at",
    "words",
]

_PAUSE: Final = re.compile(
    rf"[,;:](?=[\s{CLOSERS}]|$)|[\s]*[—–](?=\s|\w)|\s-(?=\s)|[、，；：]"
)
_CLOSING_MARK: Final = re.compile(r"[\"”»“’‹›」』]")


def paragraph(text: str, offset: int) -> tuple[int, int]:
    """The bounds of the line that holds `offset`, without its line feed."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return start, len(text) if end < 0 else end


def next_paragraph(text: str, offset: int) -> int:
    """Where the next paragraph with something in it begins, else the text's end."""
    end = paragraph(text, offset)[1]
    found = re.compile(r"\S").search(text, end)
    return _skip_back_space(text, found.start()) if found else len(text)


def prev_paragraph(text: str, offset: int) -> int:
    """The start of this paragraph or, from there, of the one before."""
    start = paragraph(text, offset)[0]
    if start < offset:
        return start
    at = len(text[:start].rstrip())
    return paragraph(text, at)[0]


def _skip_back_space(text: str, offset: int) -> int:
    while offset > 0 and text[offset - 1] in SPACE and text[offset - 1] != "\n":
        offset -= 1
    return offset


def _region(text: str, offset: int) -> tuple[int, int]:
    """The paragraph around `offset`, cut to what lies within `REACH`."""
    start = text.rfind("\n", max(0, offset - REACH), offset) + 1
    end = text.find("\n", offset, offset + REACH)
    if not start:
        start = max(0, offset - REACH)
    return start, min(len(text), offset + REACH) if end < 0 else end


# Clauses


def _sentences(text: str, offset: int) -> list[tuple[int, int]]:
    """(start, end) of the sentences around `offset`; ends before the full stop."""
    return sentences(text, *_region(text, offset))


def sentences(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """(start, end) of the sentences in one paragraph, [low, high) of the text.

    An end is before the full stop that ends the sentence.
    """
    found = []
    start = low
    for end, after in sentence_ends(text, low, high):
        begin = _skip_space(text, start, end)
        if begin < end:
            found.append((begin, end))
        start = after
    return found


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start] in SPACE:
        start += 1
    return start


def _clause_ends(text: str, start: int, end: int) -> list[int]:
    """Every place in [start, end] where a clause ends, in order."""
    found = {end}
    found.update(m.start() for m in _PAUSE.finditer(text, start, end))
    closings = {e for _, e in match_quotations(text, start, min(len(text), end + 2))}
    found.update(e for e in closings if e <= end)
    return sorted(e for e in found if e > start)


def clause_end(text: str, offset: int) -> int:
    """The next end of a clause after `offset`, else the text's end."""
    low, high = sentence(text, offset)
    if high <= offset:
        return _first_of_next(text, offset, whole=False)
    ends = _clause_ends(text, low, high)
    return next((e for e in ends if e > offset), high)


def clause_start(text: str, offset: int) -> int:
    """The last start of a clause before `offset`, else 0."""
    low, high = sentence(text, offset)
    if low >= offset:
        before = _last_before(text, offset)
        return clause_start(text, before) if before < offset else 0
    starts = [low, *(anchor_for_word(text, e) for e in _clause_ends(text, low, high))]
    return max((s for s in starts if s < offset), default=low)


def _first_of_next(text: str, offset: int, *, whole: bool) -> int:
    """The end of the first sentence (or its first clause) after `offset`."""
    found = search_word(text, offset)
    if found is None:
        return len(text)
    start, end = sentence(text, found[0])
    if whole:
        return end
    return next((e for e in _clause_ends(text, start, end) if e > found[0]), end)


def _last_before(text: str, offset: int) -> int:
    """The end of the last sentence before `offset`."""
    start, end = word_before(text, offset)
    return end if end > start else offset


def clause(text: str, offset: int) -> tuple[int, int]:
    """The clause around `offset`, without the space and marks that part it."""
    low, high = sentence(text, offset)
    ends = _clause_ends(text, low, high)
    at = bisect_left(ends, max(offset, low + 1))
    end = ends[at] if at < len(ends) else high
    start = low if at == 0 else anchor_for_word(text, ends[at - 1])
    return (start, end) if start < end else (low, high)


# Sentences


def sentence(text: str, offset: int) -> tuple[int, int]:
    """The sentence around `offset`, without its full stop (if outside marks).

    Between two sentences it is the one before; in an empty paragraph it is
    (offset, offset).
    """
    found = _sentences(text, offset)
    at = bisect_right(found, (offset, len(text) + 1)) - 1
    if not found:
        return offset, offset
    return found[max(at, 0)]


def sentence_end(text: str, offset: int) -> int:
    """The next end of a sentence after `offset`, else the text's end."""
    for _, end in _sentences(text, offset):
        if end > offset:
            return end
    return _first_of_next(text, offset, whole=True)


def sentence_start(text: str, offset: int) -> int:
    """The last start of a sentence before `offset`, else 0."""
    starts = [start for start, _ in _sentences(text, offset) if start < offset]
    if starts:
        return starts[-1]
    before = _last_before(text, offset)
    return sentence(text, before)[0] if before < offset else 0


# Quotations


def quotations(text: str, offset: int) -> list[tuple[int, int]]:
    """Every quotation in the paragraph of `offset`, marks included, in order."""
    return match_quotations(text, *_region(text, offset))


def quotation(text: str, start: int, end: int | None = None) -> tuple[int, int] | None:
    """The innermost quotation that holds [start, end), else None."""
    stop = start if end is None else end
    holding = [q for q in quotations(text, start) if q[0] <= start and stop <= q[1]]
    holding = [q for q in holding if start < q[1]]
    return min(holding, key=lambda q: q[1] - q[0], default=None)


# Growing and snapping


def grow(text: str, start: int, end: int) -> tuple[int, int, str]:
    """The next larger unit around [start, end) and its name.

    Word, then clause or quotation, then sentence, then paragraph.  What begins
    at an opening quotation mark grows into the quotation at once.  What cannot
    grow is returned with the name "paragraph".
    """
    for low, high, unit in _candidates(text, start, end):
        if low <= start and end <= high and (low, high) != (start, end):
            return low, high, unit
    return start, end, "paragraph"


def _candidates(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    around = quotation(text, start, end)
    here = _word_or_marked(text, start)
    if here:
        yield *here, "word"
    if around and start in (around[0], around[0] + 1):
        yield *around, "quotation"
    units = [(*clause(text, start), "clause")]
    if around:
        units.append((*around, "quotation"))
    yield from sorted(units, key=lambda u: u[1] - u[0])
    yield *sentence(text, start), "sentence"
    low, high = paragraph(text, start)
    yield *trim(text, low, high), "paragraph"


def _word_or_marked(text: str, start: int) -> tuple[int, int] | None:
    """The word at `start`, or the opening mark there and the word it touches."""
    here = word_at(text, start)
    if here is None or here[1] == start:
        after = anchor_for_word(text, start)
        if after == start and text[start : start + 1] in OPENERS:
            return start, next_word_end(text, start)
    return here


def unit_of(text: str, start: int, end: int) -> str | None:
    """The name of the unit that [start, end) is exactly, else None."""
    here = word_at(text, start)
    if here == (start, end):
        return "word"
    if quotation(text, start, end) == (start, end):
        return "quotation"
    if sentence(text, start) == (start, end):
        return "sentence"
    if clause(text, start) == (start, end) or end == clause_end(text, start):
        return "clause"
    low, high = paragraph(text, start)
    return "paragraph" if trim(text, low, high) == (start, end) else None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) without the white space (NBSP is white space) at its edges."""
    while start < end and text[end - 1] in SPACE:
        end -= 1
    return _skip_space(text, start, end), end


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) made into a span that an annotator would want.

    Whole words; an adjoining quotation mark whose partner is inside or adjoins
    too; no white space at the edges, no full stop of a sentence outside marks.
    """
    here, last = word_at(text, start), word_at(text, end)
    if here and here[0] < start < here[1]:
        start = here[0]
    if last and last[0] < end < last[1]:
        end = last[1]
    start, end = trim(text, start, end)
    if start >= end:
        return start, end
    return _without_stop(text, *with_marks(text, start, end))


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) with the marks of a quotation that is selected but for them.

    The comma or full stop before a closing mark belongs to the quotation.
    """
    for low, high in quotations(text, start):
        inner = high - 1
        while inner > low and text[inner - 1] in ",.":
            inner -= 1
        if low in (start, start - 1) and inner <= end <= high:
            return low, high
    return start, end


def _without_stop(text: str, start: int, end: int) -> tuple[int, int]:
    """Leaving out a final full stop, and pauses in front."""
    while start < end and text[start] in ",;:.!?" and end - start > 1:
        start = _skip_space(text, start + 1, end)
    if text[end - 1] == ".":
        found = sentence(text, end - 1)
        if found[1] == end - 1 and found[1] > start:
            end -= 1
    return start, end
