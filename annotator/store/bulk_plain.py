# SPDX-License-Identifier: MIT
"""Whether rows of a foreign file are plain: what their JSON and their spans say.

A row is plain where it has the shape that a project gives it and holds nothing out
of the common.  One that is not is no fault as yet: whoever reads it as a record
says what is wrong.  What type a column has was looked at for the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

from annotator.model.annotation import ORIGINS, STATES
from annotator.model.document import STATUSES
from annotator.model.stored import SpanRow
from annotator.store import rows
from annotator.store.references import ReferenceFields, collect

#: Cells of JSON kept at a time: work on a corpus says the same again and again.
KEPT: Final = 4096
#: Longer ones, in characters, hold somebody's words and are not kept.
LONG: Final = 1000

_PLAIN: Final = frozenset({str, int, bool})
_LAYERS: Final = ("primary", "adjudicated")
_NONE: Final[frozenset[str]] = frozenset()
#: What a cell that is not plain may lead to.
_ODD: Final = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Repeated:
    """The rows of an annotation: how many of each, and the uids they point to."""

    counts: Mapping[str, int]
    targets: frozenset[str]


class Version:
    """A codebook version of theirs, and what cells say that were made under it.

    Attributes:
        number: our row id of it.
    """

    def __init__(self, number: int, pointing: ReferenceFields) -> None:
        self.number = number
        self._fields = lru_cache(KEPT)(partial(_read_fields, pointing))
        self._rows = lru_cache(KEPT)(partial(_read_rows, pointing))

    def fields(self, kind: str, text: str | None) -> frozenset[str] | None:
        """The uids that fields (JSON) of an annotation of that type point to.

        None where they are not plain.
        """
        if text is not None and len(text) > LONG:
            return self._fields.__wrapped__(kind, text)
        return self._fields(kind, text)

    def rows(self, text: str | None) -> Repeated | None:
        """What rows (JSON) hold; None where they are not plain."""
        if text is not None and len(text) > LONG:
            return self._rows.__wrapped__(text)
        return self._rows(text)


def is_plain_annotation(row: Any) -> bool:
    """Whether the columns besides fields and rows are as they should be.

    Args:
        row: values of `annotations.COLUMNS`; no extra may be set.
    """
    return (
        bool(row[1])
        and bool(row[11])
        and row[4] in _LAYERS
        and row[6] in STATES
        and row[7] in ORIGINS
        and row[16] is None
        and "\0" not in f"{row[1]}{row[2]}{row[5]}"
        and (row[14] is None or _is_list_of_texts(row[14]))
    )


def is_plain_layer(kind: str, status: str, note: str, speakers: str | None) -> bool:
    """Whether a layer is as it should be; its extra is looked at elsewhere."""
    if kind not in _LAYERS or status not in STATUSES or "\0" in note:
        return False
    try:
        for entity, attributes in rows.load_tuple(speakers):
            if type(entity) is not str or not _are_texts(attributes.values()):
                return False
    except _ODD:
        return False
    return True


def first_start(
    spans: Sequence[SpanRow], text: str, counts: Mapping[str, int]
) -> int | None:
    """Where the annotation begins (code points); None where a span does not fit.

    Args:
        spans: of one annotation, with the number of it or of the span.
        text: of the document.
        counts: how many rows of each name the annotation has.
    """
    found: int | None = None
    length = len(text)
    for _, name, number, _, start, end, quote in spans:
        if not 0 <= start < end <= length or text[start:end] != quote:
            return None
        if name is None and number is None:
            if found is None or start < found:
                found = start
        elif name is None or number is None or not 0 <= number < counts.get(name, 0):
            return None
    return found or 0


# -- cells ------------------------------------------------------------------------


def _read_fields(
    pointing: ReferenceFields, kind: str, text: str | None
) -> frozenset[str] | None:
    targets: set[str] = set()
    try:
        named = pointing.get(kind, _NONE)
        plain = _take(rows.load_map(text), named, targets)
    except _ODD:
        return None
    return frozenset(targets) if plain else None


def _read_rows(pointing: ReferenceFields, text: str | None) -> Repeated | None:
    targets: set[str] = set()
    counts: dict[str, int] = {}
    try:
        for name, each in rows.load_map(text).items():
            named = pointing.get(name, _NONE)
            if type(each) is not list or not all(
                len(cells) == 1 and _take(cells[0], named, targets) for cells in each
            ):
                return None
            counts[name] = len(each)
    except _ODD:
        return None
    return Repeated(counts, frozenset(targets))


def _take(fields: Any, pointing: frozenset[str], targets: set[str]) -> bool:
    """Collect what fields point to; False where one of them is not plain."""
    rows.freeze_fields(fields)
    kinds = set(map(type, fields.values()))
    if not kinds <= _PLAIN:
        several = [each for each in fields.values() if type(each) is tuple]
        if not kinds <= _PLAIN | {tuple} or not all(map(_are_texts, several)):
            return False
    collect(targets, fields, pointing)
    return True


def _is_list_of_texts(text: str) -> bool:
    try:
        return _are_texts(rows.load_tuple(text))
    except _ODD:
        return False


def _are_texts(values: Iterable[Any]) -> bool:
    return all(type(each) is str for each in values)
