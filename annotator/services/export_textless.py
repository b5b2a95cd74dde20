# SPDX-License-Identifier: MIT
"""What leaves a project without its texts: no text, no quote, and no copy of either.

A format that writes offsets alone leaves the text and the quotes of spans out.  But
other programs copy texts into what they keep beside: a page as HTML, a snippet among
the metadata, tokens.  All of that stays here, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from annotator.formats.losses import Losses
from annotator.model.annotation import Annotation
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Document, Layer
from annotator.model.sentence import Sentence
from annotator.model.states import Record
from annotator.services.repeating import REPEAT_OF

TEXTS: Final = Sentence("texts of documents, and the quotes of spans")
COPIES: Final = Sentence("what other formats said, for it may quote the texts")
QUOTING: Final = Sentence("titles and metadata that quote the texts at length")

#: So many characters on end are a quotation, in the middle of a value or alone.
_QUOTED: Final = 60


def discreet(
    records: Iterable[DocumentRecord], losses: Losses
) -> Iterator[DocumentRecord]:
    """The documents without what quotes them; their texts stay, for offsets.

    The writer of the format leaves out the texts themselves, and the quotes.
    """
    for record in records:
        losses.add(TEXTS)
        yield _discreet(record, losses)


def _discreet(record: DocumentRecord, losses: Losses) -> DocumentRecord:
    text = record.document.text

    def silent(state: Record) -> Record:
        if isinstance(state, Document):
            return _document(state, text, losses)
        if isinstance(state, Annotation):
            return _annotation(state, losses)
        if isinstance(state, Layer):
            return _layer(state, losses)
        return state

    return replace(
        record,
        document=_document(record.document, text, losses),
        layers=tuple(_layer(each, losses) for each in record.layers),
        annotations=tuple(_annotation(each, losses) for each in record.annotations),
        rivals=tuple(map(silent, record.rivals)),
    )


def _document(document: Document, text: str, losses: Losses) -> Document:
    own = {k: v for k, v in document.extra.items() if k == REPEAT_OF}
    if len(own) < len(document.extra):
        losses.add(COPIES, count=len(document.extra) - len(own))
    kept = {
        key: value
        for key, value in document.metadata.items()
        if not _quotes(value, text, document.title)
    }
    title = "" if _is_quote(document.title, text) else document.title
    gone = len(document.metadata) - len(kept) + (title != document.title)
    if gone:
        losses.add(QUOTING, count=gone)
    return replace(document, title=title, metadata=kept, extra=own)


def _is_quote(title: str, text: str) -> bool:
    """Whether a title is all of a text, or as much of it as titles hold."""
    said = text.strip()
    return title == said or (title.endswith("…") and said.startswith(title[:-1]))


def _quotes(value: Any, text: str, title: str) -> bool:
    """Whether a value holds a long stretch of the text that is not its title."""
    said = str(value)
    half = _QUOTED // 2
    pieces = (said[at : at + half] for at in range(0, len(said) - half + 1, half))
    return any(piece in text and piece not in title for piece in pieces)


def _layer(layer: Layer, losses: Losses) -> Layer:
    if not layer.extra:
        return layer
    losses.add(COPIES, count=len(layer.extra))
    return replace(layer, extra={})


def _annotation(annotation: Annotation, losses: Losses) -> Annotation:
    rows = {
        name: tuple(replace(row, extra={}) if row.extra else row for row in listed)
        for name, listed in annotation.rows.items()
    }
    gone = len(annotation.extra) + sum(
        len(row.extra) for listed in annotation.rows.values() for row in listed
    )
    if not gone:
        return annotation
    losses.add(COPIES, count=gone)
    return replace(annotation, rows=rows, extra={})
