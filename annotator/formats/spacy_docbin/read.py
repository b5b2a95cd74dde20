# SPDX-License-Identifier: MIT
"""Reads a DocBin: span groups and entities as marks, and what we put beside them.

A span that was moved, relabelled, added or removed with spaCy counts as it is
now; one that is as it was gets back its exact place inside the tokens.
"""

from __future__ import annotations

import gc
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from annotator.formats.making import make_document
from annotator.formats.marks.records import Mark, MarkedDocument
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.formats.spacy_docbin.plain import Stored
from annotator.formats.spacy_docbin.write import GROUP, OURS, Borders
from annotator.formats.tokens import Range
from annotator.model.errors import InputError

#: Unpacked, no file may take so much, nor so many times its own size.
_MOST_BYTES: Final = 1 << 28
_MOST_TIMES: Final = 40
_STEP: Final = 1 << 20

#: What spaCy raises where the file is not as it should be.
_FAULTS: Final = (
    *(LookupError, TypeError, ValueError, AttributeError, OverflowError),
    *(EOFError, MemoryError, struct.error),
)


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a file, or of those in a folder; InputError says what is wrong.

    A folder is read as spaCy does it: all its DocBins, those of folders in it too.
    """
    if not path.is_dir():
        yield from _in_file(path)
        return
    files = sorted(path.rglob("*.spacy"))
    if not files:
        raise InputError("there is no DocBin in the folder.", file=path)
    for each in files:
        yield from _in_file(each)


def _in_file(path: Path) -> Iterator[MarkedDocument]:
    number = 0
    try:
        for number, doc in enumerate(_docs(path), start=1):
            yield _readable(doc, path.name, number)
    except InputError as error:
        error.file = str(path)
        error.line = error.line or number or None
        raise


def _docs(path: Path) -> Iterator[Any]:
    data = path.read_bytes()
    _require_modest(data)
    collects = gc.isenabled()
    try:
        found = import_module("spacy.tokens").DocBin().from_bytes(data)
        yield from found.get_docs(import_module("spacy.vocab").Vocab())
    except _FAULTS as error:
        raise InputError(
            "the file is not a DocBin that spaCy can read: {error}.", error=error
        ) from None
    finally:
        # spaCy's unpacking leaves the collector off where it fails.
        if collects:
            gc.enable()


def _require_modest(data: bytes) -> None:
    """Refuse what is not packed as it should be, or grows out of all bounds."""
    most = max(_MOST_BYTES, _MOST_TIMES * len(data))
    unpacker, size, rest = zlib.decompressobj(), 0, data
    try:
        while rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, _STEP))
            rest = unpacker.unconsumed_tail
            if size > most:
                raise InputError(
                    "unpacked the file is more than {times} times its size, which no"
                    " texts are.",
                    times=_MOST_TIMES,
                )
    except zlib.error as error:
        raise InputError("the file is not a DocBin: {error}.", error=error) from None
    if not unpacker.eof:
        raise InputError("the file is cut off.")


def _readable(doc: Any, file: str, number: int) -> MarkedDocument:
    """The document; spaCy finds out late that names of labels are missing."""
    try:
        return _marked(doc, file, number)
    except _FAULTS as error:
        raise InputError(
            "spaCy cannot read this document: {error}.", error=error
        ) from None


def _marked(doc: Any, file: str, number: int) -> MarkedDocument:
    said = doc.user_data.get(OURS)
    spans = list(_spans(doc))
    if isinstance(said, dict) and "marks" in said:
        marked = _stored(doc, Stored(said), spans)
    else:
        text = doc.text
        uid = stable_uid("document", file, str(number), text)
        marked = MarkedDocument(
            document=make_document(text, uid=uid),
            marks=tuple(replace(each, id="") for each in _once(doc, spans)),
        )
    return replace(marked, line=number, extra=_others(doc))


def _spans(doc: Any) -> Iterator[Mark]:
    """The spans of all groups, each a mark with the span's id."""
    for name, group in doc.spans.items():
        for span in group:
            extra = {"group": name} if name != GROUP else {}
            yield _mark(span, span.label_ or name, extra, span.id_)


def _mark(span: Any, label: str, extra: dict[str, str], uid: str) -> Mark:
    if span.kb_id_:
        extra = {**extra, "kb_id": span.kb_id_}
    pieces = ((span.start_char, span.end_char),)
    return Mark(label=label, pieces=pieces, id=uid, extra=extra)


def _once(doc: Any, spans: list[Mark]) -> Iterator[Mark]:
    """The spans, and the entities that are not among them."""
    seen = {(each.label, each.pieces) for each in spans}
    yield from spans
    for span in doc.ents:
        found = _mark(span, span.label_, {}, span.ent_id_)
        if (found.label, found.pieces) not in seen:
            yield found


def _stored(doc: Any, stored: Stored, spans: list[Mark]) -> MarkedDocument:
    """The document as we wrote it, with what was done to its spans since."""
    now: dict[str, list[Mark]] = {}
    for span in spans:
        now.setdefault(span.id, []).append(span)
    borders = Borders(doc)
    found: list[Mark] = []
    for mark in stored.marks.values():
        if mark.id not in stored.shown:
            found.append(mark)
        elif mark.id in now:
            found.append(_as_it_is(borders, mark, now[mark.id]))
    found += (replace(s, id="") for s in spans if s.id not in stored.shown)
    there = {mark.id for mark in found}
    links = [x for x in stored.links if x.source in there and x.target in there]
    document = make_document(
        doc.text,
        uid=stored.uid,
        title=stored.title,
        file=stored.file,
        metadata=stored.metadata,
        extra=stored.extra,
    )
    return MarkedDocument(
        document=document, marks=tuple(found), links=tuple(links), people=stored.people
    )


def _as_it_is(borders: Borders, mark: Mark, spans: list[Mark]) -> Mark:
    places: list[Range] = [piece for span in spans for piece in span.pieces]
    if sorted(places) != sorted(borders.widened(mark.pieces)):
        mark = replace(mark, pieces=tuple(sorted(places)))
    return replace(mark, label=spans[0].label, extra=spans[0].extra)


def _others(doc: Any) -> dict[str, Any]:
    """What else the document says: its categories and plain user data."""
    extra: dict[str, Any] = {"cats": dict(doc.cats)} if doc.cats else {}
    plain = {k: v for k, v in doc.user_data.items() if k != OURS and _is_plain(k, v)}
    return {**extra, "user_data": plain} if plain else extra


def _is_plain(key: object, value: object) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return False
    return isinstance(key, str)
