# SPDX-License-Identifier: MIT
"""The documents in doccano's files, with everybody's spans.

Lines with one id and one text are one document, one person's work each.  doccano
quotes no spans; what its offsets count is seen from all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.formats.doccano.names import FORMAT
from annotator.formats.doccano.rows import Entity, Line, Relation, line_of
from annotator.formats.doccano.sources import Source, opened
from annotator.formats.guessing import Guess
from annotator.formats.json_groups import Groups, Item
from annotator.formats.json_lines import dumps
from annotator.formats.making import make_document
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.marks.side import KEY, Side, kept_links
from annotator.formats.options import ReadOptions
from annotator.formats.placing import (
    CODE_POINTS,
    GRAPHEMES,
    UTF16,
    Places,
    fitting,
)
from annotator.formats.typed import placed
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator

#: What doccano counts: what a browser does, else in its grapheme mode; and what
#: those count who bring spans from elsewhere.
_UNITS = (UTF16, CODE_POINTS, GRAPHEMES)


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents in a file, folder or archive.

    Raises InputError naming file, line and field.
    """
    with opened(path) as sources:
        names = {str(each.path): each.name for each in sources}
        try:
            yield from _Reading(sources, options).documents()
        except InputError as error:
            error.file = names.get(error.file or "", error.file)
            raise
        # Members of an archive go by their names in it.
        for each in options.mistakes.first:
            each.file = names.get(each.file or "", each.file)


@dataclass(slots=True)
class _Part:
    """What one line adds to a document."""

    marks: list[Mark]
    links: list[Link]
    side: Side
    line: Line


@dataclass(slots=True)
class _Reading:
    """Files on their way to documents."""

    sources: Sequence[Source]
    options: ReadOptions
    guess: Guess = field(default_factory=lambda: Guess(_UNITS))
    #: lines that stand there again, and documents with different marks
    repeated: int = 0
    several: int = 0

    def documents(self) -> Iterator[MarkedDocument]:
        """The documents, in the order in which they begin in the files."""
        mistakes = self.options.mistakes
        files = [each.path for each in self.sources]
        groups = Groups(files, self._look, mistakes=mistakes)
        groups.look()
        if not len(groups) and not mistakes.count:
            raise InputError("the file is empty.", file=self.sources[0].path)
        self._note()
        # A file in a folder is a person's where others have the same texts.
        people = {
            number: each.person
            for number, each in enumerate(self.sources)
            if each.sure or number in groups.sharing
        }
        for group in groups:
            for number, items in enumerate(self._apart(group)):
                made = None
                with mistakes.of(files[items[0].file], items[0].line):
                    made = self._document(items, people, number)
                if made is not None:
                    yield made
        self._note_again()

    # -- the first time through ------------------------------------------------------

    def _look(self, item: Item) -> str:
        """The key of a line; what its offsets count is looked at besides."""
        row = item.row
        text = row.get("text")
        quoted = self.options.unit is not None or KEY in row
        if not isinstance(text, str) or not (quoted or text.isascii()):
            line = line_of(row)
            self.guess.add(line.text, ((e.start, e.end) for e in line.entities))
        return f"{row.get('id')!r}\0{text}"

    def _apart(self, group: list[Item]) -> list[list[Item]]:
        """The lines of a group as documents: a file has each document once.

        Files of ours have a line for each person and layer.
        """
        counts: dict[int, int] = {}
        made: list[list[Item]] = []
        seen: set[tuple[int, bytes]] = set()
        # Texts without ids that are alike are texts of their own.
        named = len(group) > 1 and group[0].row.get("id") is not None
        for item in group:
            if named:
                whole = item.file, dumps(item.row)
                if whole in seen:
                    self.repeated += 1
                    continue
                seen.add(whole)
            number = 0 if KEY in item.row else counts.get(item.file, 0)
            counts[item.file] = number + 1
            if number == len(made):
                made.append([])
            made[number].append(item)
        self.several += named and len(made) > 1
        return made

    def _note_again(self) -> None:
        """Say what the files have more than once."""
        again = Sentence(
            "Lines that stand there again, word for word ({n}), were skipped.",
            n=self.repeated,
        )
        several = Sentence(
            "Documents that stand there several times with different marks ({n}) became"
            " several.",
            n=self.several,
        )
        for count, said in ((self.repeated, again), (self.several, several)):
            if count:
                self.options.notes.add(said, file=self.sources[0].name)

    def _note(self) -> None:
        said = self.guess.sentence
        if said is not None:
            self.options.notes.add(said, file=self.sources[0].name)

    # -- the second time -------------------------------------------------------------

    def _document(
        self, items: Sequence[Item], people: dict[int, str | None], number: int
    ) -> MarkedDocument:
        parts = []
        for item in items:
            try:
                part = self._part(item, people.get(item.file), len(items) > 1)
            except InputError as error:
                error.file = error.file or str(self.sources[item.file].path)
                error.line = error.line or item.line
                raise
            parts.append(part)
        return _together(parts, items[0].line, number)

    def _part(self, item: Item, person: str | None, several: bool) -> _Part:
        line = line_of(item.row)
        source = self.sources[item.file]
        side = Side() if line.side is None else Side.read(line.side)
        places = self._places(line, side, source, item.line)
        prefix = f"{person or Path(source.name).stem}/" if several else ""
        made: list[Mark] = []
        ids: dict[str, str] = {}
        for each in line.entities:
            try:
                mark = _mark(each, places, prefix, person, side)
            except InputError as error:
                raise placed(error, each.field) from None
            made.append(mark)
            if each.id:
                ids.setdefault(each.id, mark.id)
        links = [
            Link(label=x.label, source=ids[x.source], target=ids[x.target])
            for x in _known(line, ids)
        ]
        made += side.unplaced()
        side.note_missing(self.options.notes, source.name, item.line)
        return _Part(made, links, side, line)

    def _places(self, line: Line, side: Side, source: Source, number: int) -> Places:
        if self.options.unit is not None:
            return Places(line.text, self.options.unit)
        found = fitting(line.text, side.quotes(), side.unit or self.guess.unit)
        if found is None:
            said = Sentence(
                "the text is not the one that was exported: some of the marks are no"
                " longer at their places."
            )
            self.options.notes.add(said, file=source.name, line=number)
        return found or Places(line.text, self.guess.unit)


def _mark(
    each: Entity, places: Places, prefix: str, person: str | None, side: Side
) -> Mark:
    mark = Mark(
        label=each.label,
        pieces=(places.span(each.start, each.end),),
        id=f"{prefix}{each.id}" if each.id else "",
        annotator=each.user or person,
        extra=each.extra,
    )
    return side.told(mark, each.start, each.end)


def _known(line: Line, ids: dict[str, str]) -> Iterator[Relation]:
    """The relations; InputError where an end is not there."""
    for each in line.relations:
        for end in (each.source, each.target):
            if end not in ids:
                raise InputError(
                    "it points to the span “{id}”, which is not there.",
                    field=each.field,
                    id=end,
                )
        yield each


def _together(parts: Sequence[_Part], line: int, number: int) -> MarkedDocument:
    found = [mark for part in parts for mark in part.marks]
    links = [link for part in parts for link in part.links]
    links += kept_links([x for part in parts for x in part.side.links], found)
    people: dict[str, Annotator] = {}
    for part in parts:
        people |= {each.uid: each for each in part.side.people}
    first = parts[0]
    extra = _kept([part.line.extra for part in parts])
    if isinstance(first.line.id, int):
        extra = {"id": first.line.id, **extra}
    return MarkedDocument(
        document=_document(first, number),
        marks=tuple(found),
        links=tuple(links),
        people=tuple(people.values()),
        extra=extra,
        line=line,
    )


def _kept(extras: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is kept of several lines as one: lists, such as comments, are joined."""
    made: dict[str, Any] = {}
    for extra in extras:
        for key, value in extra.items():
            held = made.setdefault(key, value)
            if held is not value and isinstance(held, list) and isinstance(value, list):
                made[key] = held + [each for each in value if each not in held]
    return made


def _document(part: _Part, number: int) -> Document:
    line = part.line
    return make_document(
        line.text,
        uid=document_uid(line.id, line.text, number),
        title=line.title,
        file=part.side.file,
        metadata=line.metadata,
        extra=part.side.extra,
    )


def document_uid(said: str | int | None, text: str, number: int = 0) -> str:
    """The uid of a document: its id where that is a text, which ours is.

    doccano numbers its documents anew in each installation.
    """
    if isinstance(said, str) and said and not number:
        return said
    again = (str(number),) if number else ()
    return stable_uid(
        "document", FORMAT, "" if said is None else str(said), text, *again
    )
