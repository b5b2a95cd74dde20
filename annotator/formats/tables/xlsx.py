# SPDX-License-Identifier: MIT
"""`xlsx`: documents in; out, a sheet of documents and one with a row per stance."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from annotator.formats import csv_table
from annotator.formats.archives import is_zip
from annotator.formats.csv_cells import unneutralise
from annotator.formats.format import Format
from annotator.formats.losses import counted
from annotator.formats.options import WriteOptions
from annotator.formats.tables import documents, out
from annotator.formats.tables.out import Spool, spooled
from annotator.formats.tables.xlsx_out import Workbook
from annotator.formats.tables.xlsx_read import OLD, open_xlsx
from annotator.formats.textless import without_text
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.progress import Job, Progress

SUFFIXES: Final = (".xlsx", ".xlsm")
CARRIES: Final = csv_table.CARRIES | out.CARRIES
_DOCUMENTS, _ANNOTATIONS = "documents", "annotations"


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write both sheets."""
    with (
        tempfile.TemporaryFile() as stream,
        Workbook(path, (_DOCUMENTS, _ANNOTATIONS), options.losses) as book,
    ):
        spool = Spool(stream, options.with_text)
        passing = _passing(bundle, options, spool)
        rows = csv_table.rows(replace(bundle, documents=passing))
        with book.sheet(_ANNOTATIONS) as sheet:
            for done, lines in enumerate(rows):
                for line in lines:
                    sheet.add(
                        unneutralise(c) if isinstance(c, str) else c for c in line
                    )
                if done:
                    yield Progress(done, bundle.total or 0)
        _documents(book, spool)


def _passing(
    bundle: Bundle, options: WriteOptions, spool: Spool
) -> Iterator[DocumentRecord]:
    """The documents on their way to the annotations; their own rows wait."""
    for record in counted(bundle, CARRIES, options.losses):
        spool.add(record.document)
        yield record if options.with_text else without_text(record)


def _documents(book: Workbook, spool: Spool) -> None:
    with book.sheet(_DOCUMENTS) as sheet:
        names = spool.columns
        sheet.add(names)
        for row in spool.rows():
            sheet.add(row.get(name) for name in names)


def write_documents(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the sheet of documents alone."""
    with (
        tempfile.TemporaryFile() as stream,
        Workbook(path, (_DOCUMENTS,), options.losses) as book,
    ):
        spool = Spool(stream, options.with_text)
        yield from spooled(bundle, spool)
        _documents(book, spool)


def sniff(head: bytes, path: Path) -> float:
    """Likely by suffix; old workbooks are told to be old by the reader."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES and (is_zip(head) or head.startswith(OLD) or not head):
        return 0.8
    return 0.5 if suffix == ".xls" and head.startswith(OLD) else 0.0


FORMAT: Final = Format(
    name="xlsx",
    title="Excel workbook (documents in, stances out)",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=documents.reader(open_xlsx),
    columns=documents.columns(open_xlsx),
    write=write,
    write_documents=write_documents,
    carries=CARRIES,
    besides=("text beyond 32,767 characters in a cell",),
)
