# SPDX-License-Identifier: MIT
"""Reads a document line of `annotator-jsonl`: text, layers, annotations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.jsonl_annotation import AnnotationReader
from annotator.formats.jsonl_rivals import read_of_document
from annotator.formats.newlines import Shifts, normalise
from annotator.formats.options import ReadOptions
from annotator.formats.schema import Schema
from annotator.formats.titles import title_of
from annotator.model.annotation import Annotation
from annotator.model.bundle import DocumentRecord, ProjectHeader
from annotator.model.document import (
    STATUSES,
    Document,
    Layer,
    SourceFile,
    SpeakerInDocument,
    make_speaker,
)
from annotator.model.errors import InputError
from annotator.model.identity import new_uid, sha256_text
from annotator.model.states import Record

KINDS: Final = ("primary", "adjudicated")

_DOCUMENT: Final = frozenset(
    {"kind", "id", "title", "text", "text_sha256", "file", "metadata", "layers"}
    | {"annotations", "decisions", "comments", "revs", "rivals"}
)
_LAYER: Final = frozenset(
    {"annotator", "kind", "status", "note", "seconds", "speakers", "revs"}
)


class DocumentReader:
    """Makes records of the document lines of one file."""

    def __init__(
        self, header: ProjectHeader, schemas: Sequence[Schema], options: ReadOptions
    ) -> None:
        self._options = options
        self._annotations = AnnotationReader(header, schemas, options)

    def read(self, raw: dict[str, Any], file: Path, line: int) -> DocumentRecord:
        """The record of a parsed line; InputError names the field."""
        given = raw.get("text")
        if not isinstance(given, str):
            typed.wrong("text", "the text of the document", given)
        digest = self._digest(raw, given)
        text = normalise(given) if "\r" in given else given
        document = self._document(raw, text, digest)
        shifts = self._shifts(given, text, file, line)
        annotations = self._annotations.read(raw, document, shifts)
        layers = typed.each(raw, "layers", lambda each: read_layer(each, document.uid))
        return DocumentRecord(
            document=document,
            layers=_complete(layers, annotations, document.uid),
            annotations=annotations,
            decisions=typed.each(raw, "decisions", dict),
            comments=typed.each(raw, "comments", dict),
            rivals=self._rivals(raw, document, shifts) if "rivals" in raw else (),
            line=line,
        )

    def _rivals(
        self, raw: dict[str, Any], document: Document, shifts: Shifts | None
    ) -> tuple[Record, ...]:
        return read_of_document(
            raw,
            document,
            lambda each: self._annotations.one(each, document, shifts),
            lambda each: read_layer(each, document.uid),
        )

    def _document(self, raw: dict[str, Any], text: str, digest: str) -> Document:
        bare = "kind" not in raw and "title" not in raw
        return Document(
            uid=typed.identifier(raw) if "id" in raw else new_uid(),
            title=title_of(text) if bare else typed.text(raw, "title"),
            text=text,
            text_sha256=digest if text is raw["text"] else sha256_text(text),
            file=read_source_file(raw),
            metadata=self._metadata(raw),
            revs=typed.texts(raw, "revs"),
            extra=typed.extra_of(raw, _DOCUMENT),
        )

    def _metadata(self, raw: dict[str, Any]) -> dict[str, Any]:
        metadata = typed.table_at(raw, "metadata")
        if self._options.language and "language" not in metadata:
            metadata = {**metadata, "language": self._options.language}
        return metadata

    def _digest(self, raw: dict[str, Any], text: str) -> str:
        """The sha256 of the text as it stands in the file; a stated one is it."""
        stated = typed.optional_text(raw, "text_sha256")
        digest = sha256_text(text)
        if stated is not None and stated != digest:
            raise InputError(
                "the text was changed: its sha256 is another.",
                field="text_sha256",
                remedy="Restore the text, or leave the key out if the change is meant.",
            )
        return digest

    def _shifts(self, given: str, text: str, file: Path, line: int) -> Shifts | None:
        if given is text:
            return None
        note = "line ends were turned to LF, offsets with them."
        self._options.notes.add(note, file=file, line=line)
        return Shifts(given)


def read_source_file(raw: dict[str, Any]) -> SourceFile | None:
    """What `raw` says of the file a document came from, None where nothing."""
    table = typed.table_at(raw, "file")
    if not table:
        return None
    try:
        return SourceFile(
            name=typed.text(table, "name"),
            sha256=typed.optional_text(table, "sha256"),
            encoding=typed.optional_text(table, "encoding"),
        )
    except InputError as error:
        raise typed.placed(error, "file") from None


def read_layer(raw: dict[str, Any], document: str) -> Layer:
    """A layer of the document; InputError names the key."""
    kind = typed.one_of(raw, "kind", KINDS, "primary")
    annotator = typed.optional_text(raw, "annotator")
    if kind == "primary" and not annotator:
        typed.wrong("annotator", "the annotator of a primary layer", annotator)
    return Layer(
        document=document,
        annotator=annotator if kind == "primary" else None,
        kind=kind,
        status=typed.one_of(raw, "status", STATUSES, "new"),
        note=typed.text(raw, "note"),
        seconds=typed.optional_whole(raw, "seconds"),
        speakers=typed.each(raw, "speakers", _speaker),
        revs=typed.texts(raw, "revs"),
        extra=typed.extra_of(raw, _LAYER),
    )


def _speaker(raw: dict[str, Any]) -> SpeakerInDocument:
    attributes = {
        key: value if isinstance(value, str) else typed.text(raw, key)
        for key, value in raw.items()
        if key != "entity" and value is not None
    }
    return make_speaker(typed.identifier(raw, "entity"), attributes)


def _complete(
    layers: tuple[Layer, ...], annotations: tuple[Annotation, ...], document: str
) -> tuple[Layer, ...]:
    """`layers`, with those that annotations stand in and the file leaves out."""
    known = {(each.kind, each.annotator) for each in layers}
    if len(known) < len(layers):
        raise InputError("a layer stands twice.", field="layers")
    missing: dict[tuple[str, str | None], None] = {}
    for each in annotations:
        key = (each.layer, each.annotator if each.layer == "primary" else None)
        if key not in known:
            missing[key] = None
    added = (
        Layer(document=document, annotator=who, kind=kind, status="in_progress")
        for kind, who in missing
    )
    return (*layers, *added)
