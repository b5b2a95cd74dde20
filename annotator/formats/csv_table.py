# SPDX-License-Identifier: MIT
"""`csv`: one line for each row (stance) of each annotation.

An annotation without rows still has one line.  The columns come from the
codebook; formulas are made harmless by the rule in `csv_cells`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from annotator.formats.csv_cells import neutralise
from annotator.formats.csv_columns import Cell, Line, Names, columns, names_of
from annotator.formats.format import Format
from annotator.formats.options import WriteOptions
from annotator.formats.schema import Schema, current_codebook
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress

LOSSES: Final = (
    "texts of the documents, and documents without annotations",
    "statuses, notes and time of layers",
    "the codebook, definitions and hierarchy of vocabularies, aliases",
    "revisions, deleted annotations, decisions and comments",
)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the table to `path` in UTF-8, lines ending in CRLF as CSV has them."""
    encoding = "utf-8-sig" if options.bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as stream:
        table = csv.writer(stream, lineterminator="\r\n")
        for done, lines in enumerate(rows(bundle)):
            table.writerows(lines)
            if done:
                yield Progress(done, bundle.total or 0)


def rows(bundle: Bundle) -> Iterator[list[list[Cell]]]:
    """The head line, then the lines of each document."""
    current = current_codebook(bundle)
    versions = [each for each in bundle.codebooks if each is not current]
    codebooks = [
        Schema(each).codebook for each in ([current] if current else []) + versions
    ]
    if not codebooks:
        raise InputError("there is no codebook, hence no columns to write.")
    names = names_of(bundle.header, codebooks[0])
    wanted = columns(codebooks)
    yield [[neutralise(column.name) for column in wanted]]
    for record in bundle.documents:
        yield [
            [_cell(column.cell(line)) for column in wanted]
            for line in _lines(record, names)
        ]


def _cell(value: Cell) -> Cell:
    return neutralise(value) if isinstance(value, str) else value


def _lines(record: DocumentRecord, names: Names) -> Iterator[Line]:
    by_uid = {each.uid: each for each in record.annotations}
    speakers = _speakers(record)
    for annotation in sorted(record.annotations, key=_place):
        if annotation.deleted:
            continue
        held = speakers.get(_layer_of(annotation), {})
        line = Line(record, annotation, _level(annotation, by_uid), names, held)
        yield from _each_row(line)


def _place(annotation: Annotation) -> tuple[str, str, int, str]:
    """By layer, annotator and place in the text."""
    start = annotation.start()
    return annotation.layer, annotation.annotator, start, annotation.uid


def _each_row(line: Line) -> Iterator[Line]:
    found = False
    for name, rows in line.annotation.rows.items():
        for number, row in enumerate(rows, 1):
            found = True
            yield Line(
                line.record,
                line.annotation,
                line.level,
                line.names,
                line.in_document,
                name,
                number,
                row,
            )
    if not found:
        yield line


def _layer_of(annotation: Annotation) -> tuple[str, str | None]:
    primary = annotation.layer == "primary"
    return annotation.layer, annotation.annotator if primary else None


def _speakers(
    record: DocumentRecord,
) -> dict[tuple[str, str | None], Mapping[str, Mapping[str, str]]]:
    return {
        (layer.kind, layer.annotator): {
            each.entity: each.attributes for each in layer.speakers
        }
        for layer in record.layers
    }


def _level(annotation: Annotation, by_uid: Mapping[str, Annotation]) -> int:
    """1 for an annotation without a parent, one more for each ancestor."""
    level, seen = 1, {annotation.uid}
    while (parent := annotation.parent) and parent in by_uid and parent not in seen:
        annotation = by_uid[parent]
        seen.add(annotation.uid)
        level += 1
    return level


def sniff(head: bytes, path: Path) -> float:
    """Never: the table is written only."""
    return 0.0


FORMAT: Final = Format(
    name="csv",
    title="Table, one line per stance (CSV)",
    suffixes=(".csv",),
    sniff=sniff,
    write=write,
    losses=LOSSES,
)
