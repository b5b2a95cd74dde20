# SPDX-License-Identifier: MIT
"""Writes `annotator-jsonl` in its canonical spelling.

Keys stand in the order of the format's page and are left out when empty; three
annotation keys and two layer keys that say what something is are always there.
The same project gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from annotator.formats import jsonl_rivals
from annotator.formats.json_lines import dumps
from annotator.formats.jsonl_header import FORMAT_NAME, ITEMS
from annotator.formats.jsonl_write_annotation import AnnotationWriter
from annotator.formats.options import WriteOptions
from annotator.formats.schema import Schema, current_codebook
from annotator.formats.textless import without_text
from annotator.model.annotation import Annotation
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.document import METADATA_KEYS, Document, Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.progress import Job, Progress
from annotator.model.team import Annotator

_KIND_ORDER: Final = {"primary": 0, "adjudicated": 1}

Items = Iterable[tuple[str, Any]]


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the bundle to `path`, one line at a time."""
    total = bundle.total or 0
    if not options.with_text:
        bundle = replace(bundle, documents=map(without_text, bundle.documents))
    with path.open("wb") as stream:
        for done, line in enumerate(encode(bundle)):
            stream.write(line)
            if done:
                yield Progress(done, total)


def encode(bundle: Bundle) -> Iterator[bytes]:
    """The head of the file as one piece, then its documents, each line with LF."""
    current = current_codebook(bundle)
    versions = _ordered(bundle.codebooks, current)
    schemas = {each.sha256: Schema(each) for each in versions}
    first = next(iter(schemas.values()), None)
    head = [dumps(_header(bundle.header, first))]
    head += [dumps(_codebook(each)) for each in versions]
    yield b"".join(line + b"\n" for line in head)
    writer = AnnotationWriter(schemas, None if current is None else current.sha256)
    for record in _in_order(bundle.documents):
        yield dumps(_document(record, writer, first)) + b"\n"


def _ordered(
    versions: Iterable[CodebookVersion], current: CodebookVersion | None
) -> list[CodebookVersion]:
    """The current version, then the others by id, version and sha256."""
    others = {each.sha256: each for each in versions if each is not current}
    if current is not None:
        others.pop(current.sha256, None)
    rest = sorted(others.values(), key=lambda c: (c.id, c.version, c.sha256))
    return rest if current is None else [current, *rest]


def _in_order(records: Iterable[DocumentRecord]) -> Iterator[DocumentRecord]:
    """Records by id.  Lists are sorted; a stream must come sorted."""
    if isinstance(records, list | tuple):
        records = sorted(records, key=lambda r: r.document.uid)
    last = ""
    for record in records:
        if record.document.uid <= last:
            raise ValueError("documents must be streamed in the order of their ids")
        last = record.document.uid
        yield record


def present(items: Items) -> dict[str, Any]:
    """The items whose value is neither None nor empty."""
    return {
        key: value
        for key, value in items
        if value is not None and value != "" and value != () and value != {}
    }


def _header(header: ProjectHeader, schema: Schema | None) -> dict[str, Any]:
    named = header.codebook
    items: list[tuple[str, Any]] = [
        ("kind", "project"),
        ("format", FORMAT_NAME),
        ("title", header.title),
        ("codebook", named and {"id": named[0], "version": named[1]}),
        ("annotators", tuple(map(annotator_data, by_uid(header.annotators)))),
        ("entities", tuple(_entity(e, schema) for e in by_uid(header.entities))),
        ("vocabularies", _vocabularies(header, schema)),
    ]
    items += [(key, by_id(header.items.get(key, ()))) for key in ITEMS]
    encoders: dict[type, jsonl_rivals.Encode] = {
        Annotator: annotator_data,
        Entity: lambda each: _entity(each, schema),
        VocabularyEntry: _entry,
    }
    rivals = jsonl_rivals.encode(header.rivals, encoders)
    return present([*items, ("rivals", rivals), ("extra", dict(header.extra))])


def by_uid(records: Iterable[Any]) -> list[Any]:
    """Records in the order of their uids."""
    return sorted(records, key=attrgetter("uid"))


def by_id(items: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Plain items in the order of their ids, where they have any."""
    return tuple(sorted(map(dict, items), key=lambda item: str(item.get("id", ""))))


def annotator_data(annotator: Annotator) -> dict[str, Any]:
    """An annotator, as plain data."""
    return present(
        (
            ("id", annotator.uid),
            ("name", annotator.name),
            ("initials", annotator.initials),
            ("colour", annotator.colour),
            ("role", None if annotator.role == "annotator" else annotator.role),
            ("inactive", annotator.inactive or None),
            ("revs", annotator.revs),
            ("extra", dict(annotator.extra)),
        )
    )


def _entity(entity: Entity, schema: Schema | None) -> dict[str, Any]:
    kind = schema.codebook.entity_type(entity.type) if schema else None
    return present(
        (
            ("id", entity.uid),
            ("type", entity.type),
            ("kind", entity.kind),
            ("name", entity.name),
            ("aliases", entity.aliases),
            (
                "attributes",
                arranged(entity.attributes, kind.attributes if kind else ()),
            ),
            ("merged_into", entity.merged_into),
            ("revs", entity.revs),
            ("deleted", entity.deleted or None),
            ("extra", dict(entity.extra)),
        )
    )


def _vocabularies(header: ProjectHeader, schema: Schema | None) -> dict[str, Any]:
    known = [v.id for v in schema.codebook.vocabularies] if schema else []
    filled = {
        name: tuple(map(_entry, by_uid(entries)))
        for name, entries in header.vocabularies.items()
        if entries
    }
    return arranged(filled, known)


def _entry(entry: VocabularyEntry) -> dict[str, Any]:
    return present(
        (
            ("id", entry.uid),
            ("label", entry.label),
            ("definition", entry.definition),
            ("parent", entry.parent),
            ("merged_into", entry.merged_into),
            ("revs", entry.revs),
            ("deleted", entry.deleted or None),
            ("extra", dict(entry.extra)),
        )
    )


def _codebook(version: CodebookVersion) -> dict[str, Any]:
    return {
        "kind": "codebook",
        "id": version.id,
        "version": version.version,
        "sha256": version.sha256,
        "body": _sorted(version.body),
    }


def _sorted(value: Any) -> Any:
    """Plain data with the keys of every object in order, as its sha256 sees it."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_sorted(each) for each in value]
    return value


def arranged(table: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
    """`table` with its keys in the given order, then the others by name."""
    if len(table) < 2:
        return dict(table)
    first = {key: table[key] for key in order if key in table}
    if len(first) < len(table):
        first.update((key, table[key]) for key in sorted(table) if key not in first)
    return first


def _document(
    record: DocumentRecord, writer: AnnotationWriter, schema: Schema | None
) -> dict[str, Any]:
    document = record.document
    annotations = by_uid(record.annotations)
    return present(
        (
            ("kind", "document"),
            ("id", document.uid),
            ("title", document.title),
            ("text", document.text),
            ("text_sha256", document.text_sha256),
            ("file", file_data(document)),
            ("metadata", arranged(document.metadata, METADATA_KEYS)),
            ("layers", tuple(layer_data(each, schema) for each in _layers(record))),
            ("annotations", tuple(map(writer.encode, annotations))),
            ("decisions", by_id(record.decisions)),
            ("comments", by_id(record.comments)),
            ("revs", document.revs),
            ("rivals", _rivals(record, writer, schema) if record.rivals else ()),
            ("extra", dict(document.extra)),
        )
    )


def _rivals(
    record: DocumentRecord, writer: AnnotationWriter, schema: Schema | None
) -> tuple[dict[str, Any], ...]:
    encoders: dict[type, jsonl_rivals.Encode] = {
        Annotation: writer.encode,
        Layer: lambda each: layer_data(each, schema),
        Document: lambda each: _document(DocumentRecord(document=each), writer, None),
    }
    return jsonl_rivals.encode(record.rivals, encoders)


def file_data(document: Document) -> dict[str, Any] | None:
    """The file that a document came from, as plain data."""
    file = document.file
    if file is None:
        return None
    return present(
        (("name", file.name), ("sha256", file.sha256), ("encoding", file.encoding))
    )


def _layers(record: DocumentRecord) -> list[Layer]:
    def place(layer: Layer) -> tuple[int, str]:
        return _KIND_ORDER.get(layer.kind, 2), layer.annotator or ""

    return sorted(record.layers, key=place)


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
    types = schema.codebook.entity_types if schema else ()
    order = [name for each in types for name in each.document_attributes]
    ordered = sorted(layer.speakers, key=attrgetter("entity"))
    return tuple(
        [{"entity": s.entity, **arranged(s.attributes, order)} for s in ordered]
    )
