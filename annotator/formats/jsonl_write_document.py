# SPDX-License-Identifier: MIT
"""Writes documents for `annotator-jsonl`, as plain data in canonical order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, Final

from annotator.formats import jsonl_rivals
from annotator.formats.jsonl_write_annotation import AnnotationWriter
from annotator.formats.schema import Schema
from annotator.model.annotation import Annotation
from annotator.model.bundle import DocumentRecord
from annotator.model.document import METADATA_KEYS, Document, Layer
from annotator.model.states import Record
from annotator.model.stored import StoredDocument

_ENTITY: Final = attrgetter("entity")
_KIND_ORDER: Final = {"primary": 0, "adjudicated": 1}

Items = Iterable[tuple[str, Any]]


def present(items: Items) -> dict[str, Any]:
    """The items whose value is neither None nor empty; numbers are never empty."""
    return {key: value for key, value in items if value or value == 0}


def by_uid(records: Iterable[Any]) -> list[Any]:
    """Records in the order of their uids."""
    return sorted(records, key=attrgetter("uid"))


def by_id(items: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Plain items in the order of their ids, where they have any."""
    return tuple(sorted(map(dict, items), key=lambda item: str(item.get("id", ""))))


def arranged(table: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
    """`table` with its keys in the given order, then the others by name."""
    if len(table) < 2:
        return dict(table)
    first = {key: table[key] for key in order if key in table}
    if len(first) < len(table):
        first.update((key, table[key]) for key in sorted(table) if key not in first)
    return first


class DocumentWriter:
    """Turns documents into plain data with keys and lists in canonical order.

    `schema` is that of the current codebook, None where there is none.
    """

    def __init__(self, annotations: AnnotationWriter, schema: Schema | None) -> None:
        self.annotations = annotations
        self._schema = schema

    def encode(self, record: DocumentRecord) -> dict[str, Any]:
        """The plain data of one document."""
        annotations = by_uid(record.annotations)
        found = self.before(record)
        if annotations:
            found["annotations"] = tuple(map(self.annotations.encode, annotations))
        found.update(self.after(record))
        return found

    def before(self, record: DocumentRecord | StoredDocument) -> dict[str, Any]:
        """What comes before the annotations; never empty."""
        document, schema = record.document, self._schema
        layers = sorted(record.layers, key=_place)
        return present(
            (
                ("kind", "document"),
                ("id", document.uid),
                ("title", document.title),
                ("text", document.text),
                ("text_sha256", document.text_sha256),
                ("file", file_data(document)),
                ("metadata", arranged(document.metadata, METADATA_KEYS)),
                ("layers", tuple([layer_data(each, schema) for each in layers])),
            )
        )

    def after(self, record: DocumentRecord | StoredDocument) -> dict[str, Any]:
        """What comes after the annotations."""
        document = record.document
        return present(
            (
                ("decisions", by_id(record.decisions)),
                ("comments", by_id(record.comments)),
                ("revs", document.revs),
                ("rivals", self._rivals(record.rivals) if record.rivals else ()),
                ("extra", dict(document.extra)),
            )
        )

    def _rivals(self, rivals: Iterable[Record]) -> tuple[dict[str, Any], ...]:
        bare = DocumentWriter(self.annotations, None)
        encoders: dict[type, jsonl_rivals.Encode] = {
            Annotation: self.annotations.encode,
            Layer: lambda each: layer_data(each, self._schema),
            Document: lambda each: bare.encode(DocumentRecord(document=each)),
        }
        return jsonl_rivals.encode(rivals, encoders)


def file_data(document: Document) -> dict[str, Any] | None:
    """The file that a document came from, as plain data."""
    file = document.file
    if file is None:
        return None
    return present(
        (("name", file.name), ("sha256", file.sha256), ("encoding", file.encoding))
    )


def _place(layer: Layer) -> tuple[int, str]:
    return _KIND_ORDER.get(layer.kind, 2), layer.annotator or ""


def layer_data(layer: Layer, schema: Schema | None) -> dict[str, Any]:
    """A layer, as plain data."""
    return present(
        (
            ("annotator", layer.annotator),
            ("kind", layer.kind),
            ("status", layer.status),
            ("note", layer.note),
            ("seconds", layer.seconds),
            ("speakers", _speakers(layer, schema)),
            ("revs", layer.revs),
            ("extra", dict(layer.extra)),
        )
    )


def _speakers(layer: Layer, schema: Schema | None) -> tuple[dict[str, Any], ...]:
    order = schema.document_attributes if schema else ()
    ordered = sorted(layer.speakers, key=_ENTITY)
    return tuple(
        [{"entity": s.entity, **arranged(s.attributes, order)} for s in ordered]
    )
