# SPDX-License-Identifier: MIT
"""Rows of a data set, ours and others', as marked documents.

Rows of others need a column `text` and a list of spans under one of the usual
names; each span is an object, or a list of start, end and label.  What other
columns say is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.hf.ours import Annotations, is_ours
from annotator.formats.hf.ours import quotes_of as our_quotes
from annotator.formats.making import make_document
from annotator.formats.marks.plain import json_object
from annotator.formats.marks.records import Mark, MarkedDocument
from annotator.formats.options import ReadOptions
from annotator.formats.placing import CODE_POINTS, Places, Quote, fitting
from annotator.formats.quoted import placed_span
from annotator.model.document import METADATA_KEYS, Document, SourceFile
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator

Row = dict[str, Any]

#: Where data sets of others keep their spans, and what they call the parts.
SPANS: Final = ("spans", "entities", "ner", "annotations")
_START: Final = ("start", "start_offset", "start_char", "begin")
_END: Final = ("end", "end_offset", "end_char", "stop")
LABEL: Final = ("label", "type", "entity", "entity_group", "tag", "class", "category")
_QUOTE: Final = ("text", "word", "quote")

_OWN: Final = frozenset(
    {"id", "title", "text", "text_sha256", "metadata", "file", "people", "extra"}
    | {"spans", "annotations", *METADATA_KEYS}
)


class RowReader:
    """Reads the rows of one file.

    `classes` are the names of the labels by span column, for data sets that hold
    their numbers.
    """

    def __init__(
        self,
        file: Path,
        options: ReadOptions,
        classes: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._file = file
        self._options = options
        self._classes = classes or {}

    def read(self, row: Row, number: int) -> MarkedDocument:
        """The document in a row; InputError names file, row and field."""
        try:
            return self._ours(row, number) if is_ours(row) else self._other(row, number)
        except InputError as error:
            error.file, error.line = str(self._file), number
            raise

    def _places(self, text: str, quotes: list[Quote], number: int) -> Places:
        if self._options.unit is not None:
            return Places(text, self._options.unit)
        found = fitting(text, quotes)
        if found is None:
            # Each span is then looked at by itself, and the first wrong one told.
            return Places(text)
        if found.unit != CODE_POINTS:
            said = Sentence(
                "The offsets count {unit}, not code points: so they fit the texts.",
                unit=Sentence(found.unit),
            )
            self._options.notes.add(said, file=self._file, line=number)
        return found

    def _ours(self, row: Row, number: int) -> MarkedDocument:
        text = _text_of(row)
        tables = typed.each(row, "annotations", dict)
        made = Annotations(self._places(text, list(our_quotes(tables)), number))
        for index, table in enumerate(tables):
            try:
                made.add(table)
            except InputError as error:
                raise typed.placed(error, f"annotations[{index}]") from None
        return MarkedDocument(
            document=_document(row, text, json_object(row, "extra")),
            marks=tuple(made.marks),
            links=tuple(made.links),
            people=typed.each(row, "people", _person),
            extra=_strange(row, _OWN),
            line=number,
        )

    def _other(self, row: Row, number: int) -> MarkedDocument:
        text, column = _text_of(row), _span_column(row)
        tables = _tables(row, column)
        places = self._places(text, list(_quotes(tables)), number)
        names = self._classes.get(column, ())
        found = []
        for index, table in enumerate(tables):
            try:
                found.append(_mark(table, places, names))
            except InputError as error:
                raise typed.placed(error, f"{column}[{index}]") from None
        known = {"id", "title", "text", column, *METADATA_KEYS}
        return MarkedDocument(
            document=_document(row, text, {}),
            marks=tuple(found),
            extra=_strange(row, known),
            line=number,
        )


def _text_of(row: Row) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        typed.wrong("text", "the text of the document", text)
    return text


def _document(row: Row, text: str, extra: dict[str, Any]) -> Document:
    metadata = {key: row[key] for key in METADATA_KEYS if _is_said(row.get(key))}
    for item in typed.each(row, "metadata", dict) if is_ours(row) else ():
        key, value = typed.text(item, "key"), typed.optional_text(item, "value")
        metadata |= {key: value} if value is not None else {}
    uid = row.get("id")
    return make_document(
        text,
        uid=str(uid) if isinstance(uid, (str, int)) else "",
        title=typed.text(row, "title"),
        file=_file(typed.table_at(row, "file")) if is_ours(row) else None,
        metadata=metadata,
        extra=extra,
    )


def _is_said(value: object) -> bool:
    return isinstance(value, str)


def _file(table: Row) -> SourceFile | None:
    name = typed.optional_text(table, "name")
    sha256 = typed.optional_text(table, "sha256")
    encoding = typed.optional_text(table, "encoding")
    return None if name is None else SourceFile(name, sha256, encoding)


def _person(table: Row) -> Annotator:
    uid = typed.identifier(table)
    return Annotator(uid=uid, name=typed.text(table, "name") or uid)


def _strange(row: Row, known: set[str] | frozenset[str]) -> dict[str, Any]:
    """The other columns, as plain data."""
    others = {k: v for k, v in row.items() if k not in known and v is not None}
    # Metadata that are no text cannot be metadata of ours.
    others |= {k: row[k] for k in METADATA_KEYS if not _is_said(row.get(k, ""))}
    others = {k: v for k, v in others.items() if v is not None}
    made: dict[str, Any] = json.loads(json.dumps(others, default=str))
    return made


def _span_column(row: Row) -> str:
    for name in SPANS:
        if isinstance(row.get(name), (list, dict)):
            return name
    return SPANS[0]


def _tables(row: Row, column: str) -> list[Row]:
    """The spans of a row as objects."""
    value = row.get(column)
    if isinstance(value, dict):
        value = _turned(value, column)
    found = []
    for index, each in enumerate(typed.items({column: value}, column)):
        if isinstance(each, list) and len(each) == 3:
            each = dict(zip(("start", "end", "label"), each, strict=True))
        if not isinstance(each, dict):
            typed.wrong(f"{column}[{index}]", "a span", each)
        found.append(each)
    return found


def _turned(table: Row, column: str) -> list[Row]:
    """A table of lists, as `datasets` stored lists of tables, as a list of tables."""
    lists = {key: value for key, value in table.items() if isinstance(value, list)}
    if len({len(each) for each in lists.values()}) > 1 or len(lists) < len(table):
        typed.wrong(column, "a list of spans, or lists of equal length", table)
    rows = zip(*lists.values(), strict=True)
    return [dict(zip(lists, row, strict=True)) for row in rows]


def _key(table: Row, names: tuple[str, ...]) -> str:
    return next((name for name in names if table.get(name) is not None), names[0])


def _quotes(tables: list[Row]) -> Iterator[Quote]:
    for table in tables:
        start, end, quote = (table.get(_key(table, n)) for n in (_START, _END, _QUOTE))
        if type(start) is int and type(end) is int and isinstance(quote, str):
            yield start, end, quote


def _mark(table: Row, places: Places, names: Sequence[str]) -> Mark:
    keys = start, end, label, quote = [
        _key(table, each) for each in (_START, _END, LABEL, _QUOTE)
    ]
    said = {**table, "text": table.get(quote)}
    uid, annotator = table.get("id"), table.get("annotator")
    extra = _strange(table, {*keys, "id", "annotator"})
    return Mark(
        label=_label(table.get(label), label, names),
        pieces=(placed_span(said, start, end, places),),
        id=str(uid) if isinstance(uid, (str, int)) else "",
        annotator=annotator if isinstance(annotator, str) else None,
        extra=extra,
    )


def _label(value: object, key: str, names: Sequence[str]) -> str:
    if type(value) is int:
        # A class by its number; without names the number is the label.
        return names[value] if 0 <= value < len(names) else str(value)
    if not isinstance(value, str) or not value:
        typed.wrong(key, "a label, a text that is not empty", value)
    return value
