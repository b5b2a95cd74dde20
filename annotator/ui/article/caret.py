# SPDX-License-Identifier: MIT
"""Caret and selection in a text, moved and extended by units.

Knows nothing of lines: those are the view's.  Extending goes to the ends of
units and leaves out what annotators leave out, so that a selection made by keys
can be marked as it stands.
"""

from __future__ import annotations

from annotator.model import textunits as units


class Caret:
    """The caret, the anchor of the selection, and how the selection came about.

    `unit` names what was selected ("word", "clause", …) or is None where it was
    chosen freely.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.position = 0
        self.anchor = 0
        self.unit: str | None = None
        self._grown: list[tuple[int, int, str | None]] = []

    @property
    def selection(self) -> tuple[int, int] | None:
        """[start, end) of what is selected, None where nothing is."""
        if self.anchor == self.position:
            return None
        return min(self.anchor, self.position), max(self.anchor, self.position)

    def set(self, anchor: int, position: int, unit: str | None = None) -> None:
        """Select from `anchor` to `position`.  Raises IndexError outside the text."""
        for offset in (anchor, position):
            if not 0 <= offset <= len(self.text):
                raise IndexError(f"offset {offset} is outside 0..{len(self.text)}")
        self.anchor, self.position, self.unit = anchor, position, unit
        self._grown.clear()

    def move(self, unit: str, forward: bool, extend: bool) -> None:
        """Move by a unit: character, word, clause, sentence, paragraph, document."""
        if extend:
            self._extend(unit, forward)
        else:
            self._go(unit, forward)

    # Moving

    def _go(self, unit: str, forward: bool) -> None:
        at = self.position
        if self.selection:
            at = self.selection[1 if forward else 0]
            if unit == "character":
                self.set(at, at)
                return
        at = _TARGETS[unit, forward](self.text, at)
        self.set(at, at)

    # Extending

    def _extend(self, unit: str, forward: bool) -> None:
        if unit == "character":
            step = 1 if forward else -1
            at = min(max(self.position + step, 0), len(self.text))
            self.set(self.anchor, at)
        elif forward:
            self._extend_on(unit)
        else:
            self._extend_back(unit)

    def _extend_on(self, unit: str) -> None:
        text, anchor = self.text, self.anchor
        if self.position < anchor:
            at = min(_TARGETS[unit, True](text, self.position), anchor)
            self.set(anchor, at, unit)
            return
        if self.selection is None:
            anchor = _word_start(text, self.position)
        at = _ENDS[unit](text, max(self.position, anchor))
        start, end = units.with_marks(text, *units.trim(text, anchor, at))
        self.set(start, end, unit)

    def _extend_back(self, unit: str) -> None:
        text, anchor = self.text, self.anchor
        if self.position > anchor:
            back = units.prev_word_end if unit == "word" else _TARGETS[unit, False]
            self.set(anchor, max(back(text, self.position), anchor), unit)
            return
        if self.selection is None:
            anchor = _word_end(text, self.position)
        at = _TARGETS[unit, False](text, min(self.position, anchor))
        self.set(anchor, min(at, anchor), unit)

    def extend_to(self, offset: int) -> None:
        """Extend the selection to an offset, e.g. by line."""
        self.set(self.anchor, offset)

    # Growing

    def grow(self) -> None:
        """Select the next larger unit."""
        before = (self.anchor, self.position, self.unit)
        start, end = self.selection or (self.position, self.position)
        low, high, unit = units.grow(self.text, start, end)
        if (low, high) == (start, end):
            return
        grown = [*self._grown, before]
        self.set(low, high, unit)
        self._grown = grown

    def shrink(self) -> None:
        """Go back to what was selected before it grew."""
        if self._grown:
            anchor, position, unit = self._grown[-1]
            rest = self._grown[:-1]
            self.set(anchor, position, unit)
            self._grown = rest
        elif self.selection:
            self.set(self.selection[0], self.selection[0])

    def named_unit(self) -> str | None:
        """What the selection is: the unit it exactly is, else how it was made."""
        if self.selection is None:
            return None
        return units.unit_of(self.text, *self.selection)


def _word_start(text: str, offset: int) -> int:
    """Where a selection forwards begins: at a word, never in its middle."""
    here = units.word_at(text, offset)
    if here and here[0] < offset < here[1]:
        return here[0]
    return units.anchor_for_word(text, offset)


def _word_end(text: str, offset: int) -> int:
    """Where a selection backwards begins: at the end of a word."""
    here = units.word_at(text, offset)
    if here and here[0] < offset <= here[1]:
        return here[1]
    return units.prev_word_end(text, offset)


def _next_character(text: str, offset: int) -> int:
    return min(offset + 1, len(text))


def _prev_character(text: str, offset: int) -> int:
    return max(offset - 1, 0)


def _paragraph_end(text: str, offset: int) -> int:
    """The end of this paragraph or, from there, of the next; its words only."""
    end = units.trim(text, *units.paragraph(text, offset))[1]
    if end > offset:
        return end
    return units.trim(text, *units.paragraph(text, units.next_paragraph(text, offset)))[
        1
    ]


def _document_end(text: str, offset: int) -> int:
    return len(text)


def _document_start(text: str, offset: int) -> int:
    return 0


_TARGETS = {
    ("character", True): _next_character,
    ("character", False): _prev_character,
    ("word", True): units.next_word,
    ("word", False): units.prev_word,
    ("clause", True): units.clause_end,
    ("clause", False): units.clause_start,
    ("sentence", True): units.sentence_end,
    ("sentence", False): units.sentence_start,
    ("paragraph", True): units.next_paragraph,
    ("paragraph", False): units.prev_paragraph,
    ("document", True): _document_end,
    ("document", False): _document_start,
}
_ENDS = {
    "word": units.next_word_end,
    "clause": units.clause_end,
    "sentence": units.sentence_end,
    "paragraph": _paragraph_end,
    "document": _document_end,
}
