# SPDX-License-Identifier: MIT
"""Cells that no spreadsheet takes for a formula, and the way back.

A spreadsheet runs a cell that begins with = + - @, a tab, a carriage return or
the fullwidth forms of these signs.  The rule: text that begins with one of them
gets an apostrophe before it, and so does text that begins with an apostrophe.
Taking one leading apostrophe away gives every text back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

Cell: TypeAlias = str | int | None

#: The first characters that get an apostrophe before them.
DANGEROUS: Final = frozenset("=+-@\t\r\n＝＋－＠'")


def neutralise(text: str) -> str:
    """`text` as it may stand in a cell."""
    return f"'{text}" if text[:1] in DANGEROUS else text


def harmless(cells: Iterable[Cell]) -> list[Cell]:
    """The same cells, their texts neutralised; numbers stay numbers."""
    # `neutralise`, written out: this runs for millions of cells.
    return [
        f"'{cell}" if cell and isinstance(cell, str) and cell[0] in DANGEROUS else cell
        for cell in cells
    ]


def unneutralise(cell: str) -> str:
    """The text of a cell that `neutralise` made."""
    return cell.removeprefix("'")
