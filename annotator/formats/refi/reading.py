# SPDX-License-Identifier: MIT
"""Reads projects: as marks under the labels of codes, or as quotations with codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from annotator.formats.jsonl_document import read_source_file
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.options import Notes, ReadOptions
from annotator.formats.placing import CODE_POINTS, Places
from annotator.formats.refi import side as beside
from annotator.formats.refi.basis import Basis, Picked
from annotator.formats.refi.coding import Codings
from annotator.formats.refi.documents import Documents
from annotator.formats.refi.known import Known
from annotator.formats.refi.meanings import Meanings
from annotator.formats.refi.opening import Opened, open_project
from annotator.formats.refi.out_cases import OWN
from annotator.formats.refi.people import People, labels_of
from annotator.formats.refi.project import READING, Project, packed, read_project
from annotator.formats.refi.quoting import Quotations, link_name, paths_of
from annotator.formats.refi.records import Selection, Source
from annotator.formats.refi.side import Lines, find_side
from annotator.formats.refi.sources import Sources
from annotator.formats.refi.units import Found, Judging, Reading
from annotator.model.bundle import CodebookVersion
from annotator.model.codebook_reader import from_body
from annotator.model.document import SourceFile
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress, run
from annotator.model.sentence import Sentence

#: What was read of another kind, by the element's name, and what it is called.
_OTHERS: Final = {
    "Set": Sentence("sets"),
    "Graph": Sentence("graphs"),
    "Link": Sentence("links without ends"),
}


@dataclass(slots=True)
class Loaded:
    """A project with everything that is needed to go through its sources."""

    path: Path
    project: Project
    meanings: Meanings
    known: Known
    reading: Found
    side: Mapping[str, Any] = field(default_factory=dict)
    codebooks: tuple[CodebookVersion, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    #: the sources and what is to be noted of them, where there is room for them
    sources: tuple[list[Source], Notes] | None = None

    @property
    def ours(self) -> bool:
        """Whether its codes are ours."""
        return bool(self.side) or self.meanings.recognised > 0


def loading(path: Path, options: ReadOptions) -> Job[Loaded]:
    """Read what is in a project besides its sources, and what offsets count.

    Raises InputError naming the element, OSError where it cannot be read.
    """
    opened = open_project(path)
    with closing(opened.archive):
        project = yield from read_project(opened, options.encoding)
        side = find_side(opened, project)
        own = side.codebooks() if side else ()
        known = own or tuple(filter(None, (options.codebook,)))
        ids = side.ids if side else {}
        codebooks = [from_body(each.body) for each in known]
        told = Known(options, codebooks, ids, whole=side is not None)
        meanings = Meanings(codebooks, project.codes, told)
        made = Loaded(path, project, meanings, told, Found())
        made.codebooks, made.ids = own, ids
        made.side = side.project if side else {}
        made.labels = labels_of(project.codes)
        if made.ours:
            project.name_variables(OWN)
        else:
            made.meanings = Meanings((), project.codes, told)
        notes = Notes()
        sources: Iterable[Source | None] = Sources(
            opened, options.encoding, notes
        ).paused()
        if opened.is_small:
            kept = list(Sources(opened, options.encoding, notes))
            sources, made.sources = kept, (kept, notes)
        if side is not None:
            made.reading = Found(Reading(options.unit or CODE_POINTS))
        else:
            judging = Judging(project.origin, options.unit)
            for source in sources:
                if source is None:
                    yield Progress(0, message=READING)
                elif judging.take(source):
                    break
            made.reading = judging.found()
    return made


def people_of(loaded: Loaded, options: ReadOptions, quoting: bool) -> People:
    """The users of a project as annotators."""
    kept = loaded.side.get("annotators")
    aside = kept if isinstance(kept, Mapping) else {}
    ours = loaded.ours and not quoting
    try:
        return People(loaded.project.users, options, ours, aside)
    except InputError as error:
        error.file = str(loaded.path)
        raise


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a project, its codes as labels; each call reads it anew."""
    return marks_in(run(loading(path, options)), options)


def marks_in(
    loaded: Loaded, options: ReadOptions, *, quoting: bool = False
) -> Iterator[MarkedDocument]:
    """The documents of a project that was loaded; `quoting` makes quotations."""
    opened = open_project(loaded.path)
    with closing(opened.archive):
        side = find_side(opened, loaded.project)
        made = _Marking(loaded, options, quoting)
        lines = Lines(side.sources() if side else ())
        for source in _sources(loaded, opened, options):
            try:
                marked = made.marked(source, lines.take(source.guid))
            except InputError as error:
                error.file = error.file or str(loaded.path)
                raise
            yield marked
        made.tell()


def _sources(loaded: Loaded, opened: Opened, options: ReadOptions) -> Iterable[Source]:
    """The sources of a project, read anew where they were not kept."""
    if loaded.sources is None:
        return Sources(opened, options.encoding, options.notes)
    kept, notes = loaded.sources
    for note in notes.items:
        options.notes.add(note.text, file=note.file)
    return kept


class _Marking:
    """Turns sources into marked documents."""

    def __init__(self, loaded: Loaded, options: ReadOptions, quoting: bool) -> None:
        self._loaded = loaded
        self._options = options
        self._quoting = quoting
        project, ours = loaded.project, loaded.ours and not quoting
        self._people = people_of(loaded, options, quoting)
        self._basis = Basis(
            project=project,
            people=self._people,
            labels=loaded.labels,
            known=loaded.known,
            ours=ours,
            whole=bool(loaded.side),
        )
        self._documents = Documents(project, options, loaded.ids, ours)
        self._codings = Codings(self._basis, loaded.meanings)
        fixed = paths_of(from_body(options.codebook.body)) if options.codebook else {}
        self._quotations = Quotations(self._basis, fixed)
        self._across = 0

    def marked(self, source: Source, line: Mapping[str, Any]) -> MarkedDocument:
        """One document; InputError names the element that is wrong."""
        document = self._documents.document(source, self._file(source, line))
        kept = beside.marks_of(line)
        unit = self._loaded.reading.reading
        places = unit.places(source)
        picked = list(self._picked(source, places, document.uid, kept))
        marks: list[Mark] = []
        links: list[Link] = []
        first: dict[bytes, str] = {}
        if self._quoting:
            for each, mark in self._quotations.marks(picked):
                marks.append(mark)
                first.setdefault(packed(each.selection.guid), mark.id)
            self._also(picked, marks, first)
        else:
            for each in picked:
                for made, joined in self._codings.marks(each):
                    marks += made
                    links += joined
                    if made:
                        first.setdefault(packed(each.selection.guid), made[0].id)
        links += self._links(source, first)
        people = self._people.introduced(mark.annotator for mark in marks)
        return MarkedDocument(
            document=document, marks=tuple(marks), links=tuple(links), people=people
        )

    def _also(
        self, picked: list[Picked], marks: list[Mark], first: dict[bytes, str]
    ) -> None:
        """Let every selection know the quotation at its place."""
        there: dict[object, str] = {}
        for mark in marks:
            there.setdefault(mark.pieces, mark.id)
        for each in picked:
            if each.pieces in there:
                first.setdefault(packed(each.selection.guid), there[each.pieces])

    def _file(self, source: Source, line: Mapping[str, Any]) -> SourceFile | None:
        if self._basis.ours:
            return read_source_file(dict(line))
        return SourceFile(*source.file) if source.file is not None else None

    def _picked(
        self,
        source: Source,
        places: Places,
        document: str,
        kept: Mapping[str, Mapping[str, Any]],
    ) -> Iterator[Picked]:
        for selection, pieces in self._documents.placed(source, places):
            yield self._pick(document, selection, pieces, kept.get(selection.guid, {}))
        for selection, aside in _of_whole(source, kept):
            yield self._pick(document, selection, (), aside)

    def _pick(
        self, document: str, selection: Selection, pieces: Any, kept: Mapping[str, Any]
    ) -> Picked:
        return Picked(
            document=document,
            uid=beside.id_of(kept, selection.guid),
            selection=selection,
            pieces=pieces,
            kept=kept,
        )

    def _links(self, source: Source, first: Mapping[bytes, str]) -> Iterator[Link]:
        """The links between selections of a source; those to notes are notes."""
        for origin, uid in first.items():
            for label, target in self._loaded.project.links.get(origin, ()):
                if target in first:
                    name = label if self._basis.ours else link_name(label)
                    yield Link(label=name, source=uid, target=first[target])

    # -- what was not taken over ------------------------------------------------------

    def tell(self) -> None:
        """Note what was found out, and what was left out."""
        project, reading = self._loaded.project, self._loaded.reading
        if reading.told:
            self._note(reading.sentence)
        for count, template in (
            (
                self._documents.without_width,
                "Left out {n} selections without width, with what is said of them.",
            ),
            (self._basis.repeated, "{n} codings stand there twice; one is read."),
            (self._basis.bare, "Left out {n} selections of which nothing is said."),
        ):
            if count:
                self._note(Sentence(template, n=f"{count:,}"))
        for kind, count in project.others.items():
            what = _OTHERS.get(kind)
            if what is not None:
                said = "Left out {n} {what}, which have no place here."
                self._note(Sentence(said, n=f"{count:,}", what=what))

    def _note(self, said: Sentence) -> None:
        self._options.notes.add(said, file=self._loaded.path)


def _of_whole(
    source: Source, kept: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Selection, Mapping[str, Any]]]:
    """What is said of a whole source, as if it were a selection without a place."""
    left = {coding.guid: coding for coding in source.codings}
    for guid, aside in kept.items():
        named = aside.get("codings")
        if isinstance(named, list) and named:
            own = tuple(left.pop(g) for g in map(str, named) if g in left)
            if own:
                user = str(aside.get("user", own[0].user))
                found = Selection(guid=guid, start=0, end=0, user=user, codings=own)
                yield found, aside
    if left:
        own = tuple(left.values())
        whole = Selection(guid=source.guid, start=0, end=0, codings=own)
        yield whole, {}
