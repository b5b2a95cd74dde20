# SPDX-License-Identifier: MIT
"""A table as all readers give it: names of columns, then rows of text."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file, and the text of each cell that is not empty.

    Dates are ISO text, as precise as the cell.  `odd` are the columns whose
    cells hold something else than a text, such as a number or a list.
    """

    line: int
    cells: Mapping[str, str]
    odd: frozenset[str] = frozenset()


#: Rows, and in the place of each that cannot be read its error.
Rows = Generator[Row | InputError, None, None]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table and its rows, which can be gone through once.

    `rows` holds the file open until it is closed or at its end.  `encoding` is
    that of a text file.  Rows are told by `line`, whatever the format calls it.
    """

    columns: tuple[str, ...]
    rows: Rows
    encoding: str | None = None


#: Opens a table.  Raises InputError where the file is none, and OSError.
Open = Callable[[Path, ReadOptions], Table]
