# SPDX-License-Identifier: MIT
"""Writes documents for `annotator-jsonl` straight from the rows of a project.

The bytes are those that `jsonl_write_document` gives for the records.  What most
annotations are made of is put together as text; the JSON of their fields and rows
is brought into canonical order once for each text, for most say what others said
already.  What is unusual goes by way of the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, Final, NamedTuple

import orjson

from annotator.formats.json_lines import dumps
from annotator.formats.jsonl_write_annotation import Shape
from annotator.formats.jsonl_write_document import DocumentWriter
from annotator.formats.remembered import remembering
from annotator.model.identity import instant_to_text
from annotator.model.stored import (
    BETWEEN_ROLES,
    DELETED,
    ODD,
    AnnotationRow,
    RowReader,
    SpanRow,
    Spans,
    StoredDocument,
)

#: How many combinations of roles are remembered for one annotation type.
_ROLES: Final = 1024
#: What an annotation shares with most others: type, annotator, layer; state, origin,
#: codebook; and where tombstones and what is kept of other formats are seen.
_WHAT: Final = slice(2, 5)
_HOW: Final = slice(6, 9)
_RARE: Final = slice(DELETED, DELETED + 2)
_PLAIN: Final = (0, None)


class RowWriter:
    """Writes the documents of one project as `writer` would write their records."""

    def __init__(self, writer: DocumentWriter) -> None:
        self._writer = writer
        self._known: dict[AnnotationRow, _Known] = {}
        self._spellings: dict[Shape, _Spelling] = {}

    def line(self, stored: StoredDocument) -> bytes:
        """The line of a document, with LF.

        Raises DamagedError naming an annotation whose row makes no sense.
        """
        try:
            return self._line(stored)
        except ODD:
            # As a record it is refused by name, or written all the same.
            return dumps(self._writer.encode(stored.record)) + b"\n"

    def _line(self, stored: StoredDocument) -> bytes:
        pieces = [orjson.dumps(self._writer.before(stored))[:-1]]
        if stored.annotations:
            annotations = [self._annotation(stored, row) for row in stored.annotations]
            pieces += (b',"annotations":[', ",".join(annotations).encode(), b"]")
        after = self._writer.after(stored)
        if after:
            pieces += (b",", orjson.dumps(after)[1:-1])
        return b"".join((*pieces, b"}\n"))

    def _annotation(self, stored: StoredDocument, row: AnnotationRow) -> str:
        if row[_RARE] != _PLAIN:
            return _json(self._writer.annotations.encode(stored.annotation(row)))
        # Those of `_WHAT` and `_HOW`, written out: this runs for millions.
        key = (row[2], row[3], row[4], row[6], row[7], row[8])
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._look_up(stored.reader, row)
        what, how, spelling = known
        parent = "" if row[5] is None else f',"parent":{quoted(row[5])}'
        history = _history(row[9], row[10], row[11])
        content = spelling.content(row, stored.spans)
        return f'{{"id":{quoted(row[1])}{what}{parent}{how}{history}{content}}}'

    def _look_up(self, reader: RowReader, row: AnnotationRow) -> _Known:
        kind, person, layer = row[_WHAT]
        state, origin, number = row[_HOW]
        codebook = reader.codebook(number)
        shape = self._writer.annotations.shape(codebook, kind)
        if shape not in self._spellings:
            self._spellings[shape] = _Spelling(shape, reader)
        what: dict[str, str] = {"type": kind, "annotator": reader.annotator(person)}
        if layer != "primary":
            what["layer"] = layer
        if named := self._writer.annotations.named(codebook):
            what["codebook"] = named
        how = {"state": state, "origin": origin}
        return _Known(_members(what), _members(how), self._spellings[shape])


class _Known(NamedTuple):
    """What many annotations say alike, each member after a comma."""

    what: str
    how: str
    spelling: _Spelling


class _Spelling:
    """Writes what annotations of one type hold, each member after a comma."""

    def __init__(self, shape: Shape, reader: RowReader) -> None:
        self._shape = shape
        self._reader = reader
        self._fields = remembering(self._spell_fields)
        self._rows = remembering(self._spell_rows)
        self._none = remembering(self._spell_none)
        self._stand_in_order = lru_cache(_ROLES)(self._is_in_order)

    def content(self, row: AnnotationRow, stored: Spans) -> str:
        """Spans, fields and rows."""
        number, fields, rows, none = row[0], *row[12:15]
        spelled = stored.spelled.get(number)
        values = self._fields(fields) if fields else ""
        said = self._none(none) if none else ""
        if spelled is None:
            return f"{values}{self._rows(rows) if rows else ''}{said}"
        size, odd, roles, text = spelled
        if not odd and self._stand_in_order(roles, size):
            repeated = self._rows(rows) if rows else ""
            return f',"spans":{text}{values}{repeated}{said}'
        spans = stored.rows.get(number, ())
        repeated = self._spell_rows(rows, spans) if rows else ""
        return f"{self._spans(spans)}{values}{repeated}{said}"

    def _spans(self, spans: Sequence[SpanRow]) -> str:
        """The annotation's own spans, by role and place."""
        own = [span[3:] for span in spans if span[1] is None or span[2] is None]
        if not own:
            return ""
        place, keys = self._shape.own.place, ("role", "start", "end", "text")
        own.sort(key=lambda span: place(*span[:3]))
        return f',"spans":{_json([dict(zip(keys, span, strict=True)) for span in own])}'

    def _is_in_order(self, roles: str, size: int) -> bool:
        found = tuple(roles.split(BETWEEN_ROLES))
        return len(found) == size and self._shape.own.stand_in_order(found)

    def _spell_fields(self, text: str) -> str:
        fields = self._reader.fields(text)
        return f',"fields":{_json(self._shape.own.fields(fields))}' if fields else ""

    def _spell_rows(self, text: str, spans: Sequence[SpanRow] = ()) -> str:
        rows = self._shape.rows(self._reader.parts(text, spans)[1])
        return f',"rows":{_json(rows)}' if rows else ""

    def _spell_none(self, text: str) -> str:
        none = sorted(self._reader.none(text))
        return f',"none":{_json(none)}' if none else ""


def _history(created: int, modified: int, revs: str) -> str:
    made = instant_to_text(created)
    changed = made if modified == created else instant_to_text(modified)
    # Most were changed once, and revisions of ours have digits and letters alone.
    chain = f'"{revs}"' if revs.isalnum() else ",".join(map(quoted, revs.split()))
    revised = f',"revs":[{chain}]' if chain else ""
    return f',"created":"{made}","modified":"{changed}"{revised}'


def _members(table: dict[str, str]) -> str:
    return "".join([f',"{key}":{quoted(value)}' for key, value in table.items()])


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
