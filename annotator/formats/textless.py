# SPDX-License-Identifier: MIT
"""Documents without their texts, for data sets whose texts may not be passed on.

Offsets, values and the text's sha256 stay, so that whoever has the texts can put
them back.
"""

from __future__ import annotations

from dataclasses import replace

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Document
from annotator.model.states import Record


def without_text(record: DocumentRecord) -> DocumentRecord:
    """The record with no text and no quotes of spans, in rival states neither."""
    return replace(
        record,
        document=replace(record.document, text=""),
        annotations=tuple(map(_annotation, record.annotations)),
        rivals=tuple(map(_rival, record.rivals)),
    )


def _rival(state: Record) -> Record:
    if isinstance(state, Annotation):
        return _annotation(state)
    return replace(state, text="") if isinstance(state, Document) else state


def _annotation(annotation: Annotation) -> Annotation:
    rows = {name: tuple(map(_row, each)) for name, each in annotation.rows.items()}
    return replace(annotation, spans=_spans(annotation.spans), rows=rows)


def _row(row: Row) -> Row:
    return replace(row, spans=_spans(row.spans))


def _spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(each, text="") for each in spans)
