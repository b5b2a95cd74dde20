# SPDX-License-Identifier: MIT
"""The head of a table: every column has a name, and no two have the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotator.model.errors import InputError


def checked_head(
    head: Sequence[str], path: Path, line: int | None = None
) -> tuple[str, ...]:
    """The names of columns, trimmed; nameless ones are called “column 3”.

    Nameless columns at the end, as spreadsheets leave them, are not columns.
    Raises InputError where a name stands twice.
    """
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()
    named = [name or f"column {number}" for number, name in enumerate(names, 1)]
    for number, name in enumerate(named):
        if name in named[:number]:
            raise InputError(
                "two columns, {first} and {second}, have this name.",
                file=path,
                line=line,
                field=name,
                remedy="Give each column a name of its own.",
                first=named.index(name) + 1,
                second=number + 1,
            )
    return tuple(named)
