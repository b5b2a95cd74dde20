# SPDX-License-Identifier: MIT
"""`csv`: documents in, and one line for each row (stance) of each annotation out.

An annotation without rows still has one line.  The columns come from the
codebook; formulas are made harmless by the rule in `csv_cells`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from annotator.formats.csv_cells import Cell, harmless
from annotator.formats.csv_columns import Group, groups
from annotator.formats.csv_lines import Names, lines_of, names_of
from annotator.formats.features import ALL, Feature
from annotator.formats.format import Format
from annotator.formats.losses import counted
from annotator.formats.options import WriteOptions
from annotator.formats.schema import Schema, current_codebook
from annotator.formats.tables import documents, out
from annotator.formats.tables.delimited import looks_like_table, open_csv
from annotator.formats.textless import without_text
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.codebook import Codebook
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress

CARRIES: Final = ALL - {
    *(Feature.TEXTS, Feature.EMPTY_DOCUMENTS, Feature.FILES, Feature.LAYERS),
    *(Feature.DOCUMENT_EXTRA, Feature.ENTRIES, Feature.ENTITIES, Feature.TIMES),
    *(Feature.DELETED, Feature.EXTRA, Feature.REVIEW, Feature.ITEMS),
    Feature.CODEBOOK,
}


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the table to `path` in UTF-8, lines ending in CRLF as CSV has them."""
    yield from write_delimited(bundle, path, options, ",")


def write_delimited(
    bundle: Bundle, path: Path, options: WriteOptions, delimiter: str
) -> Job[None]:
    """The same with another sign between the columns."""
    encoding = "utf-8-sig" if options.bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as stream:
        table = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        told: Iterable[DocumentRecord] = counted(bundle, CARRIES, options.losses)
        told = told if options.with_text else map(without_text, told)
        for done, lines in enumerate(rows(replace(bundle, documents=told))):
            table.writerows(lines)
            if done:
                yield Progress(done, bundle.total or 0)


def codebooks_of(bundle: Bundle) -> list[Codebook]:
    """The codebooks in use, the current one first; InputError without any."""
    current = current_codebook(bundle)
    others = [each for each in bundle.codebooks if each is not current]
    versions = [current, *others] if current else others
    if not versions:
        raise InputError("there is no codebook, hence no columns to write.")
    return [Schema(each).codebook for each in versions]


def rows(bundle: Bundle) -> Iterator[list[list[Cell]]]:
    """The head line, then the lines of each document."""
    codebooks = codebooks_of(bundle)
    names = names_of(bundle.header, codebooks)
    wanted = groups(codebooks)
    yield [harmless(name for group in wanted for name in group.names)]
    for record in bundle.documents:
        yield list(_lines(record, names, wanted))


def _lines(
    record: DocumentRecord, names: Names, wanted: list[Group]
) -> Iterator[list[Cell]]:
    # The document's own columns come first.
    own = [group for group in wanted if group.of_document]
    others = [group.cells for group in wanted if not group.of_document]
    start: list[Cell] | None = None
    for line in lines_of(record, names):
        if start is None:
            start = [cell for group in own for cell in group.cells(line)]
        found = start.copy()
        for cells in others:
            found += cells(line)
        yield found


def sniff(head: bytes, path: Path) -> float:
    """Likely by suffix, where there is a first line."""
    if path.suffix.lower() != ".csv":
        return 0.0
    return 0.5 if looks_like_table(head) else 0.3


FORMAT: Final = Format(
    name="csv",
    title="CSV table (documents in, stances out)",
    suffixes=(".csv",),
    sniff=sniff,
    read=documents.reader(open_csv),
    columns=documents.columns(open_csv),
    write=write,
    write_documents=out.write_csv,
    carries=CARRIES,
)
