# SPDX-License-Identifier: MIT
"""The lines of the CSV table straight from the rows of a project.

They are those that `csv_columns` gives for the records.  What is unusual goes by
way of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from annotator.formats.csv_cells import Cell, harmless
from annotator.formats.csv_columns import Group, document_cells, lines_of_cells
from annotator.formats.csv_known import Here, Known, Texts
from annotator.formats.csv_lines import (
    Line,
    Names,
    each_row,
    layer_of,
    level_of,
    speakers_of,
)
from annotator.formats.csv_spelling import (
    AnnotationSpeller,
    LineEncoder,
    SpanSpeller,
    SpanTable,
)
from annotator.model.stored import (
    DELETED,
    ODD,
    RowReader,
    Spans,
    StoredDocument,
)

#: What columns next to each other are filled from.
_ANNOTATION, _SPANS, _FIELDS, _ROWS = range(4)


class RowTable:
    """Writes lines of the columns `wanted`, the document's own first.

    A line is put together of pieces: one for the columns of the document, and one
    for each run of further columns that are filled from the same.
    """

    def __init__(self, wanted: Sequence[Group], names: Names, delimiter: str) -> None:
        self._wanted = wanted
        self._others = [group for group in wanted if not group.of_document]
        self._names = names
        self._delimiter = delimiter
        self._encode = LineEncoder(delimiter)
        self._runs = [list(some) for _, some in groupby(self._others, _source)]
        self._pieces = [""] * (1 + len(self._runs))
        self._annotation = AnnotationSpeller(names, self._encode)
        self._spans = [
            (n, SpanSpeller(tuple(self._runs[n - 1][0].ids), self._encode))
            for n in self._places(_SPANS)
        ]
        self._of_annotation = self._places(_ANNOTATION)
        self._of_fields = self._places(_FIELDS)
        self._of_rows = self._places(_ROWS)
        self._known: Known | None = None
        self._spans_of: Spans | None = None
        self._table = SpanTable((), self._encode)

    def _places(self, source: int) -> list[int]:
        """The pieces that are filled from a source."""
        runs = enumerate(self._runs, 1)
        return [n for n, run in runs if _source(run[0]) == source]

    def head(self) -> str:
        """The names of the columns."""
        names = (name for group in self._wanted for name in group.names)
        return self._encode.line(harmless(names))

    def lines(self, stored: StoredDocument) -> str:
        """The lines of a document.

        Raises DamagedError naming an annotation whose row makes no sense.
        """
        try:
            # An empty line at the end, for each of the others to be ended.
            return "\r\n".join([*self._lines(stored), ""])
        except ODD:
            # As a record it is refused by name, or written all the same.
            cells = lines_of_cells(stored.record, self._names, self._wanted)
            return "".join(map(self._encode.line, cells))

    def _lines(self, stored: StoredDocument) -> list[str]:
        known = self._known or self._remember(stored.reader)
        parents: dict[str, str | None] = {}
        speakers = speakers_of(stored)
        self._pieces[0] = self._encode.part(document_cells(stored.document))
        found: list[str] = []
        here: Here = {}
        of: tuple[str, str] | None = None
        spans = self._table_of(stored.spans)
        for layer, annotator, _, uid, row, first, last in _in_order(stored, spans):
            level = 1
            if row[5] is not None:
                parents = parents or {row[1]: row[5] for row in stored.annotations}
                level = level_of(uid, parents)
            if (layer, annotator) != of:
                of = (layer, annotator)
                here = speakers.get(layer_of(layer, annotator), {})
            plain = spans.plain or spans.is_plain(first, last)
            fields = known.fields(row[12], here) if plain else None
            rows = known.rows(row[13], row[14], here)
            if fields is None or rows is None:
                line = Line(stored, self._names, stored.annotation(row), level, here)
                found += self._unusual(line)
                continue
            for n in self._of_annotation:
                self._pieces[n] = self._annotation(row, annotator, level)
            for n, spell in self._spans:
                self._pieces[n] = spell(spans, first, last)
            found += self._usual(fields, rows)
        return found

    def _table_of(self, spans: Spans) -> SpanTable:
        """The table of spans; documents that were read together share it."""
        if spans is not self._spans_of:
            self._table = SpanTable(spans.listed, self._encode)
            self._spans_of = spans
        return self._table

    def _remember(self, reader: RowReader) -> Known:
        fields = [self._runs[n - 1] for n in self._of_fields]
        rows = [self._runs[n - 1] for n in self._of_rows]
        self._known = Known(fields, rows, self._names, reader, self._encode.part)
        return self._known

    def _usual(self, fields: Texts, rows: Iterable[Texts]) -> list[str]:
        """The lines of an annotation whose other pieces are there."""
        pieces, delimiter, found = self._pieces, self._delimiter, []
        for n, text in zip(self._of_fields, fields, strict=True):
            pieces[n] = text
        for each in rows:
            for n, text in zip(self._of_rows, each, strict=True):
                pieces[n] = text
            found.append(delimiter.join(pieces))
        return found

    def _unusual(self, line: Line) -> list[str]:
        """The lines of an annotation whose rows have spans, or that says new things."""
        found = []
        for each in each_row(line):
            cells: list[Cell] = []
            for group in self._others:
                cells += group.cells(each)
            said = self._encode.line(cells).removesuffix("\r\n")
            found.append(f"{self._pieces[0]}{self._delimiter}{said}")
        return found


def _source(group: Group) -> int:
    if group.kind == "annotation":
        return _ANNOTATION
    if group.kind == "row" or group.row is not None:
        return _ROWS
    return _SPANS if group.kind == "role" else _FIELDS


def _in_order(stored: StoredDocument, spans: SpanTable) -> list[Any]:
    """Annotations that are not deleted: layer, annotator, start, uid and more.

    The rest is the row, and which of the spans are the annotation's.
    """
    live = [row for row in stored.annotations if not row[DELETED]]
    # A few people annotated it; each is asked for once.
    uids = {n: stored.reader.annotator(n) for n in {row[3] for row in live}}
    ranges = spans.ranges([row[0] for row in live])
    return sorted(
        [
            (row[4], uids[row[3]], start, row[1], row, first, last)
            for row, (first, last, start) in zip(live, ranges, strict=True)
        ]
    )
