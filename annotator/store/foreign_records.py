# SPDX-License-Identifier: MIT
"""Whether a record that was read from a foreign file has the shape that it should.

JSON columns can hold any data, and a text may be another than its hash and the
quotes of its spans say.  What is wrong is named and refused, never mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from annotator.model.annotation import ORIGINS, STATES, Annotation, Row, Span
from annotator.model.bundle import Bundle, CodebookVersion, DocumentRecord
from annotator.model.codebook_reader import from_body
from annotator.model.document import STATUSES, Document, Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.errors import CodebookError, DamagedError
from annotator.model.identity import sha256_text
from annotator.model.item import Item
from annotator.model.sentence import Sentence
from annotator.model.states import Record, key_of, kind_of
from annotator.model.team import ROLES, Annotator

_LAYERS: Final = frozenset({"primary", "adjudicated"})
_PLAIN: Final = frozenset({str, int, bool})


class _Wrong(Exception):
    """What is wrong, before it is said in which record."""


def require_header(bundle: Bundle, path: Path) -> None:
    """Refuse a header with people, speakers or entries of another shape."""
    header = bundle.header
    for version in bundle.codebooks:
        _require(version, _require_codebook, path)
    try:
        _text(header.title, "title")
        _table(header.extra, "extra")
    except _Wrong as wrong:
        raise _fault(path, Sentence("the project"), wrong) from None
    entries = [each for some in header.vocabularies.values() for each in some]
    for record in (*header.annotators, *header.entities, *entries, *header.rivals):
        _require(record, _require_any, path)


def require_text(document: Document, path: Path) -> None:
    """Refuse a document whose text is another than its hash says."""
    _require(document, _require_text, path)


def require_record(record: DocumentRecord, path: Path) -> None:
    """Refuse a document of which any part but its text is not what it should be."""
    document = record.document
    for each in (document, *record.layers):
        _require(each, _require_any, path, document)
    text = document.text
    rivals = [each for each in record.rivals if isinstance(each, Annotation)]
    for annotation in (*record.annotations, *rivals):
        try:
            _require_annotation(annotation, text)
        except _Wrong as wrong:
            raise _fault(path, _place(annotation), wrong) from None
    for each in record.rivals:
        if not isinstance(each, Annotation):
            _require(each, _require_any, path, document)


def _place(record: Record | CodebookVersion) -> Sentence:
    """Which record it is, in words."""
    if isinstance(record, CodebookVersion):
        version = record.version
        return Sentence("codebook {id} {version}", id=record.id, version=version)
    if isinstance(record, Annotation):
        return Sentence(
            "annotation “{uid}” of document “{document}”",
            uid=record.uid,
            document=record.document,
        )
    if isinstance(record, Document):
        return Sentence("document “{uid}”", uid=record.uid)
    if isinstance(record, Annotator):
        return Sentence("annotator “{uid}”", uid=record.uid)
    return Sentence("{kind} “{key}”", kind=kind_of(record), key=key_of(record))


def _require(
    record: Any, check: Callable[[Any], None], path: Path, place: Any = None
) -> None:
    """Run a check; what it finds is told of the record, or of that at `place`."""
    try:
        check(record)
    except _Wrong as wrong:
        raise _fault(path, _place(place or record), wrong) from None


def _fault(path: Path, where: Sentence, wrong: _Wrong) -> DamagedError:
    return DamagedError(
        "{where} is not as a project has it: {message}",
        file=path,
        remedy="Ask for the file again; nothing of it was taken.",
        where=where,
        message=wrong.args[0],
    )


# -- records ----------------------------------------------------------------------


def _require_any(record: Record) -> None:
    """The shape of whatever is not an annotation."""
    for each, require in _SHAPES:
        if isinstance(record, each):
            require(record)


def _require_item(item: Item) -> None:
    _uid(item.uid)
    _table(item.data, "data")


def _require_text(document: Document) -> None:
    _text(document.text, "text")
    if sha256_text(document.text) != document.text_sha256:
        raise _Wrong(Sentence("its text is not the one that was imported."))


def _require_person(person: Any) -> None:
    _uid(person.uid)
    _text(person.name, "name")
    _one_of(person.role, ROLES, "role")
    _table(person.extra, "extra")


def _require_codebook(version: CodebookVersion) -> None:
    try:
        found = from_body(version.body)
    except CodebookError as error:
        raise _Wrong(error.sentence) from None
    if (found.id, found.version, found.sha256) != (
        version.id,
        version.version,
        version.sha256,
    ):
        raise _Wrong(Sentence("its rules are not those of its hash."))


def _require_entity(entity: Entity) -> None:
    _uid(entity.uid)
    _text(entity.name, "name")
    _texts(entity.aliases, "aliases")
    _table(entity.attributes, "attributes")
    for value in entity.attributes.values():
        _text(value, "attributes")
    _table(entity.extra, "extra")


def _require_entry(entry: Any) -> None:
    _uid(entry.uid)
    _text(entry.label, "label")
    _table(entry.extra, "extra")


def _require_document(document: Document) -> None:
    _uid(document.uid)
    _text(document.title, "title")
    if document.file is not None:
        _text(document.file.name, "file")
        for value in (document.file.sha256, document.file.encoding):
            _text("" if value is None else value, "file")
    _table(document.metadata, "metadata")
    _table(document.extra, "extra")


def _require_layer(layer: Layer) -> None:
    _one_of(layer.kind, _LAYERS, "kind")
    _one_of(layer.status, STATUSES, "status")
    _text(layer.note, "note")
    for speaker in layer.speakers:
        attributes = speaker.attributes
        _table(attributes, "speakers")
        for value in (speaker.entity, *attributes.values()):
            if type(value) is not str:
                _text(value, "speakers")
    _table(layer.extra, "extra")


_SHAPES: Final[tuple[tuple[type, Callable[[Any], None]], ...]] = (
    (Annotator, _require_person),
    (Entity, _require_entity),
    (VocabularyEntry, _require_entry),
    (Document, _require_document),
    (Layer, _require_layer),
    (Item, _require_item),
)


def _require_annotation(annotation: Annotation, text: str) -> None:
    """The inner loop: a merge does this a million times."""
    a = annotation
    if not a.uid or not a.revs or "\0" in f"{a.uid}{a.type}{a.parent}":
        raise _Wrong(Sentence("its id or its revision is missing."))
    if a.state not in STATES or a.origin not in ORIGINS or a.layer not in _LAYERS:
        raise _Wrong(Sentence("its state, origin or layer is unknown."))
    _spans(a.spans, text)
    if not _PLAIN.issuperset(map(type, a.fields.values())):
        _fields(a.fields)
    if a.rows:
        _rows(a.rows, text)
    if a.none:
        _texts(a.none, "none")
    if a.extra:
        _table(a.extra, "extra")


def _rows(rows: Mapping[str, tuple[Row, ...]], text: str) -> None:
    for each in rows.values():
        for row in each:
            if not _PLAIN.issuperset(map(type, row.fields.values())):
                _fields(row.fields)
            _spans(row.spans, text)
            if row.extra:
                _table(row.extra, "extra")


def _spans(spans: Iterable[Span], text: str) -> None:
    # A slice forgives an end that lies behind the text or counts from there.
    length = len(text)
    for s in spans:
        if not 0 <= s.start < s.end <= length or text[s.start : s.end] != s.text:
            raise _misplaced(s)


def _misplaced(span: Span) -> _Wrong:
    return _Wrong(
        Sentence(
            "the span “{role}” at {start}–{end} does not fit the text.",
            role=span.role,
            start=span.start,
            end=span.end,
        )
    )


def _fields(fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if type(value) in _PLAIN:
            continue
        if type(value) is not tuple or not all(type(each) is str for each in value):
            raise _Wrong(Sentence("its field “{name}” holds no value.", name=name))


# -- values -----------------------------------------------------------------------


def _uid(value: Any) -> None:
    if not isinstance(value, str) or not value or "\0" in value:
        raise _Wrong(Sentence("its id is missing."))


def _text(value: Any, name: str) -> None:
    if not isinstance(value, str):
        raise _Wrong(Sentence("“{name}” is not text.", name=name))
    if "\0" in value:
        raise _Wrong(Sentence("“{name}” holds a NUL character.", name=name))


def _texts(values: Any, name: str) -> None:
    if not isinstance(values, tuple) or not all(isinstance(v, str) for v in values):
        raise _Wrong(Sentence("“{name}” is not a list of texts.", name=name))


def _table(value: Any, name: str) -> None:
    if not isinstance(value, Mapping):
        raise _Wrong(Sentence("“{name}” is not an object.", name=name))


def _one_of(value: Any, known: Iterable[str], name: str) -> None:
    if value not in known:
        raise _Wrong(Sentence("“{name}” is unknown.", name=name))
