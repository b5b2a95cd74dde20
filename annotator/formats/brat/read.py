# SPDX-License-Identifier: MIT
"""Reads collections of brat, document by document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from annotator.formats.brat.folder import Part, collection
from annotator.formats.brat.interpret import Interpreted, Interpreter, Whose
from annotator.formats.brat.lines import Lines, parse, unnumbered
from annotator.formats.brat.pieces import Drift, note_of, placing
from annotator.formats.brat.vocabulary import (
    NOTES,
    NOTES_FIELD,
    Vocabulary,
    vocabulary_of,
)
from annotator.formats.encodings import decode
from annotator.formats.making import make_document
from annotator.formats.marks.declared import Declared
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import Notes, ReadOptions
from annotator.model.document import Document, SourceFile
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_ARGUMENTS: Final = ["Arg1", "Arg2"]
_NO_TEXT: Final = "brat has a .txt and an .ann file of the same name for each document."


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a folder, or the one of an .ann file.

    Raises InputError naming file, line and field.
    """
    found = collection(path, options.notes)
    vocabulary, drift = vocabulary_of(options.codebook), Drift()
    for stem, parts in found.documents.items():
        with options.mistakes.of(path):
            yield from _documents(stem, parts, vocabulary, options, drift)
    said = drift.sentence
    if said is not None:
        options.notes.add(said, file=path)


def _documents(
    stem: str,
    parts: Sequence[Part],
    vocabulary: Vocabulary | None,
    options: ReadOptions,
    drift: Drift,
) -> Iterator[MarkedDocument]:
    """The document of that name; several where its copies are not the same."""
    texts: dict[str, list[tuple[Part, str]]] = {}
    sources: dict[str, SourceFile] = {}
    for part in parts:
        raw, source = read_text(part.text_path, f"{stem}.txt", options)
        texts.setdefault(raw, []).append((part, raw))
        sources.setdefault(raw, source)
    for raw, copies in texts.items():
        document = make_document(raw, file=sources[raw])
        several = len(parts) > 1
        yield _marked(
            document,
            [
                (part.folder, read_part(part, raw, several, vocabulary, options, drift))
                for part, raw in copies
            ],
        )


def read_text(path: Path, name: str, options: ReadOptions) -> tuple[str, SourceFile]:
    """A text as the file has it, line ends and mark included."""
    if not path.is_file():
        raise InputError("the text is missing.", file=path, remedy=_NO_TEXT)
    data = path.read_bytes()
    try:
        decoded = decode(data, options.encoding)
    except InputError as error:
        error.file = str(path)
        raise
    raw = data.decode(decoded.encoding)
    if not decoded.text.strip():
        raise InputError("the file holds no text.", file=path)
    digest = hashlib.sha256(data).hexdigest()
    return raw, SourceFile(name, digest, decoded.encoding)


def read_part(
    part: Part,
    raw: str,
    several: bool,
    vocabulary: Vocabulary | None,
    options: ReadOptions,
    drift: Drift,
) -> Interpreted:
    """What one annotation file says of the text `raw`; `drift` looks at it."""
    lines = read_lines(part.path)
    places, fits = placing(raw, lines.bounds.values(), part.path, options.unit)
    if options.unit is None:
        drift.add(raw, lines.bounds.values(), places)
    note = note_of(places) if fits else _unfitting(lines)
    if note:
        options.notes.add(note, file=part.path)
    prefix = f"{part.folder}/" if several and part.folder else ""
    whose = Whose(part.person or None, part.layer, prefix)
    try:
        return Interpreter(lines, places, vocabulary, whose, options).run()
    except InputError as error:
        error.file = str(part.path)
        raise


def _unfitting(lines: Lines) -> Sentence:
    return Sentence(
        "the texts of its {count} spans do not all stand at their offsets; the unit"
        " that was named was used.",
        count=len(lines.bounds),
    )


def read_lines(path: Path) -> Lines:
    """The lines of an annotation file."""
    try:
        text = decode(path.read_bytes()).text
    except InputError as error:
        error.file = str(path)
        raise
    return parse(text, path)


def _marked(
    document: Document, parts: Sequence[tuple[str, Interpreted]]
) -> MarkedDocument:
    kept = {folder: found.kept for folder, found in parts if found.kept}
    extra: dict[str, Any] = {"lines": kept} if kept else {}
    return MarkedDocument(
        document=document,
        marks=tuple(mark for _, found in parts for mark in found.marks),
        links=tuple(link for _, found in parts for link in found.links),
        extra=extra,
    )


# -- what there is besides the marks --------------------------------------------------


def declare(path: Path, options: ReadOptions) -> Declared:
    """What files and configuration say of types, values, events and relations."""
    found = collection(path, Notes())
    configured = found.configuration
    values = {
        (label, name): tuple(listed)
        for name, (_, listed) in configured.attributes.items()
        for label in configured.labels_of(name)
    }
    events = {name: list(roles) for name, roles in configured.events.items()}
    relations = dict(configured.relations)
    equivalences = dict.fromkeys(configured.equivalences)
    for parts in found.documents.values():
        for part in parts:
            lines = read_lines(part.path)
            _add_events(lines, events)
            for each in lines.relations:
                relations[each.label] = [name for name, _ in each.arguments]
            equivalences |= dict.fromkeys(each.label for each in lines.equivalences)
    return Declared(
        labels=(*configured.entities, *configured.events),
        values=values,
        texts=frozenset({NOTES, NOTES_FIELD}),
        links=[(role, event) for event, roles in events.items() for role in roles],
        export=_export(events, relations, list(equivalences)),
    )


def _add_events(lines: Lines, events: dict[str, list[str]]) -> None:
    for event in lines.events.values():
        roles = events.setdefault(event.label, [])
        said = [unnumbered(name) for name, _ in event.arguments]
        roles += [role for role in dict.fromkeys(said) if role not in roles]


def _export(
    events: dict[str, list[str]],
    relations: dict[str, list[str]],
    equivalences: list[str],
) -> dict[str, Any]:
    """How a codebook that is made from brat's files is written in brat again."""
    others = {name: args for name, args in relations.items() if args != _ARGUMENTS}
    told = {"events": events, "relations": others, "equivalences": equivalences}
    return {"brat": {key: each for key, each in told.items() if each}}
