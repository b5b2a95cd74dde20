# SPDX-License-Identifier: MIT
"""`tsv`: documents in, and one line per stance out, columns divided by tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats import csv_table
from annotator.formats.format import Format
from annotator.formats.options import WriteOptions
from annotator.formats.tables import documents, out
from annotator.formats.tables.delimited import looks_like_table, open_tsv
from annotator.model.bundle import Bundle
from annotator.model.progress import Job

SUFFIXES: Final = (".tsv", ".tab")


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the table to `path`, as `csv` does but for what divides columns."""
    yield from csv_table.write_delimited(bundle, path, options, "\t")


def sniff(head: bytes, path: Path) -> float:
    """Possible by suffix where the first line has tabs; others know their own."""
    if path.suffix.lower() not in SUFFIXES or not looks_like_table(head):
        return 0.0
    return 0.4 if b"\t" in head.split(b"\n", 1)[0] else 0.0


FORMAT: Final = Format(
    name="tsv",
    title="TSV table (documents in, stances out)",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=documents.reader(open_tsv),
    columns=documents.columns(open_tsv),
    write=write,
    write_documents=out.write_tsv,
    carries=csv_table.CARRIES,
)
