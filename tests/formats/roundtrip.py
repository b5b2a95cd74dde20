# SPDX-License-Identifier: MIT
"""What of a bundle must be the same after a round trip through a format.

`comparable` takes away exactly what the format declares not to carry, so that
what goes out and what comes back can be compared as plain values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.formats.features import Feature
from annotator.formats.format import Format
from annotator.formats.marks.records import Mark, MarkedDocument, Ref
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import METADATA_KEYS
from annotator.model.progress import run


def there_and_back(
    bundle: Bundle,
    format: Format,
    folder: Path,
    write: WriteOptions | None = None,
    **read: Any,
) -> Bundle:
    """The bundle as it comes back; the codebook is the project's."""
    path = folder / ("out" if format.many else f"out{format.suffixes[0]}")
    assert format.write is not None
    assert format.read is not None
    run(format.write(bundle, path, write or WriteOptions()))
    read.setdefault("codebook", bundle.codebooks[0])
    # Its statements are of types of their own, which a new project takes over.
    read.setdefault("derive_codebook", format.name == "dna")
    found = format.read(path, ReadOptions(**read))
    return Bundle(
        header=found.header,
        codebooks=found.codebooks,
        documents=list(found.documents),
        total=found.total,
    )


def comparable(
    bundle: Bundle, carries: Iterable[Feature], apart: bool = False
) -> list[Any]:
    """The documents as plain values, without what is not carried, in any order.

    `apart`: without links between annotations of different people or layers.
    """
    kept = frozenset(carries)
    unfolder = Unfolder(bundle)
    made = []
    for record in bundle.documents:
        marked = unfolder.unfold(record)
        if apart:
            marked = _apart(marked)
        if Feature.EMPTY_DOCUMENTS not in kept and not marked.marks:
            continue
        made.append((_document(record, kept), *_annotations(unfolder, marked, kept)))
    return sorted(made, key=repr)


def _apart(marked: MarkedDocument) -> MarkedDocument:
    whose = {mark.id: (mark.annotator, mark.layer) for mark in marked.marks}
    links = (x for x in marked.links if whose[x.source] == whose[x.target])
    return replace(marked, links=tuple(links))


def _document(record: DocumentRecord, kept: frozenset[Feature]) -> dict[str, Any]:
    document = record.document
    found: dict[str, Any] = {}
    if Feature.TEXTS in kept:
        found["text"] = document.text
    if Feature.DOCUMENT_IDS in kept:
        found["id"] = document.uid
    if Feature.TITLES in kept:
        found["title"] = document.title
    if Feature.METADATA in kept:
        found["metadata"] = {
            key: str(document.metadata[key])
            for key in METADATA_KEYS
            if document.metadata.get(key) is not None
        }
    return found


def _annotations(
    unfolder: Unfolder, marked: MarkedDocument, kept: frozenset[Feature]
) -> tuple[Any, Any]:
    marks = [mark for mark in marked.marks if _is_kept(mark, unfolder, kept)]
    keys = {mark.id: _mark(mark, unfolder, kept) for mark in marks}
    shown = Counter(piece for key in keys.values() for piece in _in_pieces(key, kept))
    links = Counter(
        (link.label, keys[link.source], keys[link.target])
        for link in marked.links
        if link.source in keys
        and link.target in keys
        and _link_feature(unfolder, marked, link.label) in kept
    )
    return sorted(shown.items(), key=repr), sorted(links.items(), key=repr)


def _in_pieces(key: tuple[Any, ...], kept: frozenset[Feature]) -> list[Any]:
    """A mark as one value, or as one for each piece where pieces fall apart."""
    if Feature.PIECES in kept or len(key[1]) < 2:
        return [key]
    return [(key[0], (piece,), *key[2:]) for piece in key[1]]


def _is_kept(mark: Mark, unfolder: Unfolder, kept: frozenset[Feature]) -> bool:
    part = unfolder.names.parts[mark.label]
    if part.row is not None and Feature.ROWS not in kept:
        return False
    return bool(mark.pieces) or Feature.UNMARKED in kept


def _mark(mark: Mark, unfolder: Unfolder, kept: frozenset[Feature]) -> tuple[Any, ...]:
    person = unfolder.people.get(mark.annotator or "")
    found: dict[str, Any] = {}
    for name, value in mark.attributes.items():
        is_none = name.startswith("no_")
        if (Feature.NONE if is_none else Feature.FIELDS) in kept:
            found[name] = _value(value, kept)
    if Feature.PEOPLE in kept:
        found["annotator "] = person.name if person else mark.annotator
    if Feature.LAYER_KINDS in kept:
        found["layer "] = mark.layer
    if Feature.STATES in kept:
        found["state "] = (mark.state, mark.origin)
    if Feature.TIMES in kept:
        found["times "] = (mark.created, mark.modified, mark.revs)
    if Feature.IDS in kept:
        found["id "] = mark.id
    # Places in a text that is not carried mean nothing.
    pieces = mark.pieces if Feature.TEXTS in kept else ()
    return mark.label, pieces, tuple(sorted(found.items()))


def _value(value: Any, kept: frozenset[Feature]) -> Any:
    if isinstance(value, tuple):
        return tuple(_value(each, kept) for each in value)
    if isinstance(value, Ref):
        return (value.uid, value.name) if Feature.REFERENCES in kept else value.name
    if isinstance(value, str) and Feature.LINE_BREAKS not in kept:
        return " ".join(value.split())
    return value


def _link_feature(unfolder: Unfolder, marked: MarkedDocument, label: str) -> Feature:
    if label == "parent":
        return Feature.PARENTS
    kinds = unfolder.names.codebook.types
    fields = {f.id for kind in kinds for f in kind.fields if f.type == "link"}
    return Feature.LINKS if label in fields else Feature.GROUPS


def live(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Those that are not deleted."""
    return [each for each in annotations if not each.deleted]
