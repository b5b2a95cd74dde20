# SPDX-License-Identifier: MIT
"""Rows by what they are about, so that those of several people can be matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from annotator.model.annotation import Row
from annotator.model.codebook import RowType

#: Fields that say what a row is about: rows are matched by the first of them.
ABOUT: Final = ("vocabulary", "entity")

#: What a row is about (None: not said), and which of those about it, from 0.
RowKey: TypeAlias = tuple[object, int]


def about(row_type: RowType) -> str | None:
    """The field that says what rows of that type are about, None: none does."""
    return next((f.id for f in row_type.fields if f.type in ABOUT), None)


def keyed(rows: Sequence[Row], row_type: RowType) -> dict[RowKey, Row]:
    """Rows of that type by key, in their order."""
    return dict(_keys(rows, about(row_type)))


def _keys(rows: Sequence[Row], field: str | None) -> Iterator[tuple[RowKey, Row]]:
    seen: Counter[object] = Counter()
    for row in rows:
        subject = row.fields.get(field) if field else None
        yield (subject, seen[subject]), row
        seen[subject] += 1
