# SPDX-License-Identifier: MIT
"""`csv`: documents in, and one line for each row (stance) of each annotation out.

An annotation without rows still has one line.  The columns come from the
codebook; formulas are made harmless by the rule in `csv_cells`.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from annotator.formats.csv_cells import Cell, harmless
from annotator.formats.csv_columns import groups, lines_of_cells
from annotator.formats.csv_lines import names_of
from annotator.formats.csv_rows import RowTable
from annotator.formats.csv_spelling import LineEncoder
from annotator.formats.features import ALL, Feature
from annotator.formats.format import Format
from annotator.formats.losses import counted, counted_rows
from annotator.formats.options import WriteOptions
from annotator.formats.schema import Schema, current_codebook
from annotator.formats.tables import documents, out
from annotator.formats.tables.delimited import looks_like_table, open_csv
from annotator.formats.textless import without_text
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.codebook import Codebook
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress
from annotator.model.stored import StoredDocuments

#: Bytes collected before they are written.
BUFFER: Final = 1 << 20

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
    with path.open("wb", BUFFER) as stream:
        if options.bom:
            stream.write(BOM_UTF8)
        for done, text in enumerate(_texts(bundle, options, delimiter)):
            stream.write(text.encode())
            if done:
                yield Progress(done, bundle.total or 0)


def _texts(bundle: Bundle, options: WriteOptions, delimiter: str) -> Iterator[str]:
    """The head line, then the lines of each document as one text."""
    if isinstance(bundle.documents, StoredDocuments) and options.with_text:
        yield from _straight(bundle, bundle.documents, options, delimiter)
        return
    told: Iterable[DocumentRecord] = counted(bundle, CARRIES, options.losses)
    told = told if options.with_text else map(without_text, told)
    encode = LineEncoder(delimiter)
    for lines in rows(replace(bundle, documents=told)):
        yield "".join(map(encode.line, lines))


def _straight(
    bundle: Bundle, documents: StoredDocuments, options: WriteOptions, delimiter: str
) -> Iterator[str]:
    """The same from rows, without records of what is usual."""
    codebooks = codebooks_of(bundle)
    wanted = groups(codebooks)
    table = RowTable(wanted, names_of(bundle.header, codebooks), delimiter)
    yield table.head()
    told = counted_rows(bundle.header, documents.stored, CARRIES, options.losses)
    yield from map(table.lines, told)


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
        yield list(lines_of_cells(record, names, wanted))


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
