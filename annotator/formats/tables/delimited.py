# SPDX-License-Identifier: MIT
"""Reads tables of documents in CSV and TSV.

Columns of CSV are divided by the sign that stands most often in its head; cells
that hold it or a line end stand in quotation marks.  In TSV as people write it by
hand, quotation marks often mean nothing: that is found out.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.formats.csv_cells import unneutralise
from annotator.formats.options import ReadOptions
from annotator.formats.tables.decoding import Text, text_of
from annotator.formats.tables.heads import checked_head
from annotator.formats.tables.table import Row, Rows, Table
from annotator.model.document import METADATA_KEYS
from annotator.model.errors import InputError

#: The longest cell that is read, in characters.
_CELL: Final = 64 << 20
_DELIMITERS: Final = (",", ";", "\t", "|")

#: How the tables begin that this program writes; their cells are neutralised.
_OWN: Final = (
    ("document_id", "title", *METADATA_KEYS),
    ("id", "title", *METADATA_KEYS),
)

#: The number of a row's first line, and its cells or what is wrong with it.
_Raw = tuple[int, list[str] | InputError]


@dataclass(frozen=True, slots=True)
class _Dialect:
    delimiter: str
    quoted: bool = True


def open_csv(path: Path, options: ReadOptions) -> Table:
    """The table in a CSV file."""
    text = text_of(path, options)
    return _table(text, _Dialect(_delimiter(text)))


def open_tsv(path: Path, options: ReadOptions) -> Table:
    """The table in a file whose columns are divided by tabs."""
    text = text_of(path, options)
    quoted = _is_even(text, _Dialect("\t")) or not _is_even(text, _Dialect("\t", False))
    if not quoted:
        said = "quotation marks stand for themselves in this file."
        options.notes.add(said, file=path)
    return _table(text, _Dialect("\t", quoted))


def _delimiter(text: Text) -> str:
    """What divides the columns, by the first line."""
    with text.open() as stream:
        line = stream.readline(_CELL)
    # What some spreadsheets write before the head.
    if line.lower().startswith("sep=") and len(line.strip("\r\n")) == 5:
        return line[4]
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _is_even(text: Text, dialect: _Dialect) -> bool:
    """Whether all rows can be read and have as many cells as the head."""
    width = None
    for _, cells in _raw(text, dialect):
        if isinstance(cells, InputError):
            return False
        if width is None:
            width = len(cells)
        elif len(cells) != width:
            return False
    return True


def _table(text: Text, dialect: _Dialect) -> Table:
    raw = _raw(text, dialect)
    line, head = next(raw, (1, []))
    if isinstance(head, InputError):
        raise head
    if not any(map(str.strip, head)):
        raise InputError("the file holds no table.", file=text.path)
    columns = checked_head(head, text.path, line)
    return Table(columns, _rows(raw, columns), text.encoding)


def _raw(text: Text, dialect: _Dialect) -> Generator[_Raw, None, None]:
    """The rows that are not empty, after a broken one no more."""
    # The library's own limit is 128 KB, for the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), _CELL))
    with text.open() as stream:
        table = csv.reader(
            stream,
            delimiter=dialect.delimiter,
            quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE,
            strict=True,
        )
        line = 1
        while True:
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, _broken(error, text.path, line)
                return
            if line == 1 and len(cells) <= 2 and cells[:1] and _is_hint(cells):
                line = table.line_num + 1
                continue
            if cells:
                yield line, cells
            line = table.line_num + 1


def _is_hint(cells: list[str]) -> bool:
    return cells[0].lower().startswith("sep=") and not any(cells[1:])


def _broken(error: csv.Error, path: Path, line: int) -> InputError:
    said = str(error)
    if "limit" in said:
        return InputError("a cell is longer than 64 MB.", file=path, line=line)
    if "unexpected end" in said or "expected after" in said:
        return InputError(
            "a quotation mark is opened here and not closed as it should be.",
            file=path,
            line=line,
            remedy="Close it before the end of the cell; inside a cell, write two.",
        )
    return InputError(
        "this row cannot be read: {said}.", file=path, line=line, said=said
    )


def _rows(raw: Iterator[_Raw], columns: tuple[str, ...]) -> Rows:
    own = any(columns[: len(each)] == each for each in _OWN)
    for line, cells in raw:
        if isinstance(cells, InputError):
            yield cells
        elif len(cells) < len(columns) or any(cells[len(columns) :]):
            yield _ragged(len(cells), columns, line)
        else:
            # The rule of `csv_cells`, where it was followed.
            plain = map(unneutralise, cells) if own else cells
            pairs = zip(columns, plain, strict=False)
            yield Row(line, {name: cell for name, cell in pairs if cell})


def _ragged(count: int, columns: tuple[str, ...], line: int) -> InputError:
    return InputError(
        "the row has {count} cells; the head has {columns}.",
        line=line,
        # The first column that is missing, where one is.
        field=columns[count] if count < len(columns) else None,
        remedy="Put cells with the dividing sign or a line end in quotation marks.",
        count=count,
        columns=len(columns),
    )


def looks_like_table(head: bytes) -> bool:
    """Whether text that begins with `head` may be a table, by its first bytes."""
    return bool(head.strip()) and not head.startswith(
        (b"PK\x03\x04", b"PAR1", b"#FORMAT")
    )
