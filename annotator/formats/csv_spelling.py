# SPDX-License-Identifier: MIT
"""Cells as text: spelled by `csv`, or put into the gaps of what it spelled before.

Annotations differ in little but their ids and spans.  What is around these is
spelled once, with marks in their places, and later filled.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from annotator.formats.csv_cells import DANGEROUS, Cell
from annotator.formats.csv_columns import Place, annotation_cells, role_filler
from annotator.formats.csv_lines import Names
from annotator.model.stored import AnnotationRow, SpanRow

_Column: TypeAlias = tuple[Any, ...]
#: How many combinations of roles are remembered.
REMEMBERED: Final = 1024
#: Stands where something is filled in; `csv` leaves it as it is.
_MARK: Final = "\0"


class LineEncoder:
    """Spells cells as `csv` does, lines ending in CRLF."""

    def __init__(self, delimiter: str) -> None:
        self._text = ""
        self._writer = csv.writer(self, delimiter=delimiter, lineterminator="\r\n")
        self._delimiter = delimiter

    def write(self, text: str) -> None:
        """What the writer of `csv` calls with a line."""
        self._text = text

    def line(self, cells: Iterable[Cell]) -> str:
        """A whole line."""
        self._writer.writerow(cells)
        return self._text

    def part(self, cells: Iterable[Cell]) -> str:
        """Cells in the midst of a line, without what ends it."""
        # One more, which is empty: a line of one empty cell is spelled differently.
        self._writer.writerow((*cells, None))
        return self._text[:-3]

    def cell(self, text: str) -> str:
        """A single text in the midst of a line, made harmless."""
        # What `neutralise` and `part` do, written out: it runs for millions.
        if text[:1] in DANGEROUS:
            text = f"'{text}"
        if '"' in text:
            quoted = text.replace('"', '""')
            return f'"{quoted}"'
        if self._delimiter in text or "\n" in text or "\r" in text:
            return f'"{text}"'
        return text


class AnnotationSpeller:
    """Spells the columns that are the same on all lines of an annotation."""

    def __init__(self, names: Names, encoder: LineEncoder) -> None:
        self._names = names
        self._encoder = encoder
        self._known: dict[AnnotationRow, list[str]] = {}

    def __call__(self, row: AnnotationRow, annotator: str, level: int) -> str:
        """The columns of an annotation of that annotator and depth of nesting."""
        key = (level, row[2], row[3], row[4], row[6], row[7])
        known = self._known.get(key)
        if known is None:
            marked = (_MARK, row[2], annotator, row[4], _MARK, *row[6:8])
            cells = annotation_cells(self._names, level, *marked)
            known = self._known[key] = self._encoder.part(cells).split(_MARK)
        before, between, after = known
        cell, parent = self._encoder.cell, row[5]
        inside = "" if parent is None else cell(parent)
        return f"{before}{cell(row[1])}{between}{inside}{after}"


class SpanTable:
    """The spans of some documents by column, their texts spelled as cells.

    Those of an annotation stand next to each other (see `ranges`).
    """

    def __init__(self, listed: Sequence[SpanRow], encoder: LineEncoder) -> None:
        columns: list[_Column] = [()] * 7
        if listed:
            columns = list(zip(*listed, strict=True))
        ids, self._rows, self._numbers, self.roles = columns[:4]
        self._starts, self._ends, self._texts = columns[4:]
        size = len(ids)
        self._last = dict(zip(ids, range(1, size + 1), strict=True))
        self._first = dict(zip(reversed(ids), reversed(range(size)), strict=True))
        values: list[object] = [None] * (3 * size)
        values[0::3] = map(encoder.cell, self._texts)
        values[1::3] = self._starts
        values[2::3] = self._ends
        #: For each span its text as a cell, its start, its end.
        self.values = tuple(values)
        #: whether none of them belongs to a row
        self.plain = self._rows.count(None) == size

    def is_plain(self, first: int, last: int) -> bool:
        """Whether none of these spans belongs to a row."""
        return self.plain or self._rows[first:last].count(None) == last - first

    def ranges(self, ids: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """Where annotations begin in code points, and which spans are theirs.

        For each of those row ids: the first of its spans, what follows its last, and
        the start of the earliest that belongs to no row; 0 where there is none.
        """
        first_of, last_of, starts = self._first.get, self._last.get, self._starts
        for number in ids:
            first, last = first_of(number, 0), last_of(number, 0)
            found = starts[first:last] if self.plain else self._own(first, last)
            yield first, last, min(found) if found else 0

    def _own(self, first: int, last: int) -> list[int]:
        at = slice(first, last)
        some = zip(self._rows[at], self._numbers[at], self._starts[at], strict=True)
        return [start for row, n, start in some if row is None or n is None]

    def places(self, first: int, last: int) -> Iterator[Place]:
        """Role, start, end and text of these spans."""
        at = slice(first, last)
        columns = (self.roles, self._starts, self._ends, self._texts)
        return zip(*(each[at] for each in columns), strict=True)


class SpanSpeller:
    """Spells the columns of roles, for an annotation's own spans."""

    def __init__(self, roles: tuple[str, ...], encoder: LineEncoder) -> None:
        self._fill = role_filler(roles)
        self._encoder = encoder
        self._templates = lru_cache(REMEMBERED)(self._template)

    def __call__(self, spans: SpanTable, first: int, last: int) -> str:
        """The columns for spans of a table, in whatever order they are."""
        template = self._templates(spans.roles[first:last])
        values = spans.values[3 * first : 3 * last]
        if template is not None:
            return template % values
        places = spans.places(first, last)
        return self._encoder.part(self._fill(places))

    def _template(self, roles: tuple[str, ...]) -> str | None:
        """What spans of these roles are put into, where they stand in its order."""
        marks = [f"{_MARK}{n}{_MARK}" for n in range(3 * len(roles))]
        places = zip(roles, marks[1::3], marks[2::3], marks[0::3], strict=True)
        spelled = self._encoder.part(self._fill(places)).replace("%", "%%")
        pieces = spelled.split(_MARK)
        # Each span once and in order: none of an unknown role, no two of one role.
        if pieces[1::2] != [str(n) for n in range(len(marks))]:
            return None
        return "%s".join(pieces[0::2])
