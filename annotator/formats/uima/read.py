# SPDX-License-Identifier: MIT
"""The documents in files of CAS, one person's work in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.inception.files import CURATOR, NOBODY, Source, grouped
from annotator.formats.making import make_document
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.formats.placing import UTF16
from annotator.formats.uima.cas_marks import METADATA, Found, marks_in
from annotator.formats.uima.raw import Raw
from annotator.formats.uima.structures import STRUCTURES, structures_in
from annotator.model.document import Document
from annotator.model.errors import InputError

if TYPE_CHECKING:
    from cassis import Cas

ReadCas = Callable[[Source], tuple["Cas", Raw]]

_SAID: Final = (
    *("documentId", "documentTitle", "language"),
    *("collectionId", "documentBaseUri", "documentUri"),
)
_SEVERAL: Final = "it has several texts; the first is read."


@dataclass(frozen=True, slots=True)
class _Read:
    """One file: its text as a document, and what is marked in it."""

    source: Source
    document: Document
    found: Found
    extra: dict[str, Any]


def documents(
    path: Path, suffix: str, read: ReadCas, options: ReadOptions
) -> Iterator[MarkedDocument]:
    """The documents in a file, folder or archive, with everybody's marks.

    Raises InputError naming the file, and line or id where it can.
    """
    groups = grouped(path, suffix)
    if not groups:
        raise InputError(
            "there is no file that ends with {suffix} in it.", file=path, suffix=suffix
        )
    for group in groups:
        yield _together([_one(each, read, options) for each in group])


def _one(source: Source, read: ReadCas, options: ReadOptions) -> _Read:
    cas, raw = read(source)
    view, sofa = _view(cas, raw, source, options)
    unit = options.unit or UTF16
    points = raw.points(sofa, unit, source.name, options.notes)
    said = _metadata(view)
    source = _signed(source, said)
    try:
        document = _document(raw.texts[sofa], said, source)
    except InputError as error:
        error.file = error.file or source.name
        raise
    found = marks_in(view, points, options.notes, source.name)
    structures = structures_in(view)
    extra = {STRUCTURES: structures} if structures else {}
    return _Read(source, document, found, extra)


def _view(cas: Cas, raw: Raw, source: Source, options: ReadOptions) -> tuple[Cas, int]:
    """The view with the text, and the id of the text."""
    views = [(view, sofa) for view, sofa in _views(cas) if raw.texts.get(sofa)]
    if not views:
        raise InputError("there is no text in it.", file=source.name)
    if len(views) > 1:
        options.notes.add(_SEVERAL, file=source.name)
    return views[0]


def _views(cas: Cas) -> Iterator[tuple[Cas, int]]:
    for sofa in cas.sofas:
        yield cas.get_view(sofa.sofaID), int(sofa.xmiID)


def _signed(source: Source, said: Mapping[str, str]) -> Source:
    """The source with the person whom the file itself names, if its place does not.

    INCEpTION writes the person's name for the document's id, and for its address
    the project's short name and the document's.
    """
    place, name = said.get("documentBaseUri", ""), said.get("documentId", "")
    address = f"{place}/{said.get('documentTitle', '')}"
    plain = bool(place) and ":" not in place and said.get("documentUri") == address
    if source.person or source.adjudicated or not plain or name in {"", NOBODY}:
        return source
    if name == CURATOR:
        return replace(source, adjudicated=True)
    return replace(source, person=name)


def _document(text: str, said: Mapping[str, str], source: Source) -> Document:
    own = said.get("documentId", "")
    # Programs write the name of the person, or of the file, where they also say
    # from which collection a document comes.
    collected = said.get("collectionId", "")
    named = bool(collected) and said.get("documentBaseUri") == collected
    if named or own in {"", source.stem, source.person, CURATOR, NOBODY}:
        own = stable_uid("document", source.document, text)
    metadata = {}
    if said.get("language", "x-unspecified") != "x-unspecified":
        metadata["language"] = said["language"]
    title = said.get("documentTitle", "") or source.document
    return make_document(text, uid=own, title=title, metadata=metadata)


def _metadata(view: Cas) -> dict[str, str]:
    for fs in view.select_all_annotations():
        if fs.type.name == METADATA:
            return {n: v for n, v in _texts(fs) if isinstance(v, str)}
    return {}


def _texts(fs: Any) -> Iterator[tuple[str, Any]]:
    for name in _SAID:
        yield name, getattr(fs, name, None)


def _together(read: list[_Read]) -> MarkedDocument:
    first = read[0]
    marks: list[Mark] = []
    links: list[Link] = []
    for each in read:
        if each.document.text != first.document.text:
            raise InputError(
                "its text is not that of {other}, which is of the same document.",
                file=each.source.name,
                other=first.source.name,
            )
        _add(each, marks, links, alone=len(read) == 1)
    return MarkedDocument(
        document=first.document,
        marks=tuple(marks),
        links=tuple(links),
        extra=first.extra,
    )


def _add(read: _Read, marks: list[Mark], links: list[Link], alone: bool) -> None:
    source = read.source
    layer = "adjudicated" if source.adjudicated else None
    before = "" if alone else f"{layer or ''}{source.person or ''}/"
    for mark in read.found.marks:
        own = replace(
            mark, id=f"{before}{mark.id}", annotator=source.person, layer=layer
        )
        marks.append(own)
    for link in read.found.links:
        ends = f"{before}{link.source}", f"{before}{link.target}"
        links.append(replace(link, source=ends[0], target=ends[1]))
