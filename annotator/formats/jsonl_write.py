# SPDX-License-Identifier: MIT
"""Writes `annotator-jsonl` in its canonical spelling.

Keys stand in the order of the format's page and are left out when empty; three
annotation keys and two layer keys that say what something is are always there.
The same project gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from annotator.formats import jsonl_rivals
from annotator.formats.json_lines import dumps
from annotator.formats.jsonl_header import FORMAT_NAME, ITEMS
from annotator.formats.jsonl_rows import RowWriter
from annotator.formats.jsonl_write_annotation import AnnotationWriter
from annotator.formats.jsonl_write_document import (
    DocumentWriter,
    arranged,
    by_id,
    by_uid,
    present,
)
from annotator.formats.options import WriteOptions
from annotator.formats.schema import Schema, current_codebook
from annotator.formats.textless import without_text
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.progress import Job, Progress
from annotator.model.stored import StoredDocument, StoredDocuments
from annotator.model.team import Annotator

#: Bytes collected before they are written.
BUFFER: Final = 1 << 20

D = TypeVar("D", DocumentRecord, StoredDocument)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the bundle to `path`, one line at a time."""
    total = bundle.total or 0
    if not options.with_text:
        bundle = replace(bundle, documents=map(without_text, bundle.documents))
    with path.open("wb", BUFFER) as stream:
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
    sha256 = None if current is None else current.sha256
    writer = DocumentWriter(AnnotationWriter(schemas, sha256), first)
    if isinstance(bundle.documents, StoredDocuments):
        write_row = RowWriter(writer).line
        yield from map(write_row, _in_order(bundle.documents.stored))
    else:
        for record in _in_order(bundle.documents):
            yield dumps(writer.encode(record)) + b"\n"


def _ordered(
    versions: Iterable[CodebookVersion], current: CodebookVersion | None
) -> list[CodebookVersion]:
    """The current version, then the others by id, version and sha256."""
    others = {each.sha256: each for each in versions if each is not current}
    if current is not None:
        others.pop(current.sha256, None)
    rest = sorted(others.values(), key=lambda c: (c.id, c.version, c.sha256))
    return rest if current is None else [current, *rest]


def _in_order(records: Iterable[D]) -> Iterator[D]:
    """Records by id.  Lists are sorted; a stream must come sorted."""
    if isinstance(records, list | tuple):
        records = sorted(records, key=lambda r: r.document.uid)
    last = ""
    for record in records:
        if record.document.uid <= last:
            raise ValueError("documents must be streamed in the order of their ids")
        last = record.document.uid
        yield record


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
