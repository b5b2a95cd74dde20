# SPDX-License-Identifier: MIT
"""A DNA database as marked documents, and as a bundle.

Statements are marks, labelled with their type, whose attributes are the
variables.  The database says more than marks can: coders, entities with their
attributes, patterns to highlight; that is added to the bundle's header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from annotator.formats.dna import read, read_v2, schema
from annotator.formats.dna.cells import records
from annotator.formats.dna.codebook import derived, fitting
from annotator.formats.dna.header import completed
from annotator.formats.dna.opening import Database, opened
from annotator.formats.dna.people import annotator_of
from annotator.formats.dna.records import Coded, Contents, DnaDocument, Statement
from annotator.formats.dna.times import published_of
from annotator.formats.making import make_document
from annotator.formats.marks.reading import MarksReader
from annotator.formats.marks.records import Mark, MarkedDocument, Ref, Value
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.formats.placing import UTF16, Places, canonical
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import Job
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator


@dataclass(frozen=True, slots=True)
class _Version:
    """How databases of one version are read."""

    contents: Callable[[Database, str], Contents]
    documents: Callable[[Database], Iterator[Coded]]


_VERSIONS: Final = {
    2: _Version(read_v2.contents, read_v2.documents),
    3: _Version(read.contents, read.documents),
}


class DnaReader(MarksReader):
    """The `read` of the format."""

    def job(self, path: Path, options: ReadOptions) -> Job[Bundle]:
        """The bundle in a database, as a job; raises InputError naming the row.

        The project's codebook is used where it has a place for the statements,
        by a mapping or by the same names; for a new project one is made from the
        statement types.
        """
        with opened(path) as database:
            database.verify()
            contents = _version(database)[1]
            dates = _undated(database)
            kinds = _used(database, contents)
        chosen = _chosen(contents, kinds, path, options)
        bundle = yield from super().job(path, chosen)
        _note(contents, dates, path, options)
        return completed(bundle, contents, chosen)


def _chosen(
    contents: Contents, used: frozenset[int], path: Path, options: ReadOptions
) -> ReadOptions:
    """The options with the codebook and the mapping that fit."""
    own = options.codebook
    if own is not None:
        if options.mapping:
            return options
        kinds = [kind for kind in contents.kinds if kind.id in used]
        mapping = fitting(own, kinds) if kinds else None
        if mapping is not None:
            return replace(options, mapping=mapping)
        if not options.derive_codebook:
            # A project that has its own is asked about.
            return options
    return replace(options, codebook=derived(contents, path.stem), mapping=None)


def _version(database: Database) -> tuple[_Version, Contents]:
    """How the database is read, and what is in it besides documents."""
    settings = {
        each.text("Property"): each.text("Value")
        for each in records(database, "SETTINGS", ("Property", "Value"))
    }
    said = settings.get("version", "")
    found = _VERSIONS.get(int(said[:1])) if said[:1].isdigit() else None
    if found is None or database.columns("ROLES"):
        raise InputError(
            "the database is of DNA version “{version}”; versions 2 and 3 can be read.",
            file=database.path,
            field="SETTINGS version, Value",
            remedy="Import it into DNA 3 first.",
            version=said,
        )
    return found, found.contents(database, said)


def _used(database: Database, contents: Contents) -> frozenset[int]:
    """The statement types that statements have; InputError for one there is not."""
    known = {kind.id for kind in contents.kinds}
    found = records(
        database,
        "STATEMENTS",
        ("StatementTypeId", "ID"),
        rest="GROUP BY StatementTypeId ORDER BY 1",
    )
    used = set()
    for each in found:
        used.add(each.whole("StatementTypeId"))
        if not used <= known:
            raise InputError(
                "there is no statement type {id}.",
                file=database.path,
                field=f"STATEMENTS {each.whole('ID')}, StatementTypeId",
                id=each.whole("StatementTypeId"),
            )
    return frozenset(used)


def _undated(database: Database) -> int:
    found = records(database, "DOCUMENTS", ("ID",), rest="WHERE Date = 0")
    return sum(1 for _ in found)


def _note(contents: Contents, undated: int, path: Path, options: ReadOptions) -> None:
    add = options.notes.add
    add(Sentence("Passwords of coders are not taken over."), file=path)
    empty = sum(each.empty is not None for _, each in contents.variables())
    if empty:
        add(
            Sentence("{n} empty values of variables count as unset.", n=empty),
            file=path,
        )
    if undated:
        add(
            Sentence(
                "{n} documents have the date 1970-01-01 00:00, which stands for none.",
                n=undated,
            ),
            file=path,
        )
    if contents.version.startswith("2"):
        add(
            Sentence(
                "DNA 2 kept dates in the time zone of each computer; they are read as"
                " UTC, so that a day may be the one before."
            ),
            file=path,
        )
    if contents.statement_links:
        add(
            Sentence(
                "{n} links between statements are kept beside the project's data.",
                n=len(contents.statement_links),
            ),
            file=path,
        )


# -- documents -----------------------------------------------------------------------


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a database, one at a time; each call reads it anew."""
    with opened(path) as database:
        version, contents = _version(database)
        marking = _Marking(path, contents, options)
        for document, statements in version.documents(database):
            yield marking.marked(document, statements)


class _Marking:
    """Turns documents with statements into marked ones."""

    def __init__(self, path: Path, contents: Contents, options: ReadOptions) -> None:
        self._path = path
        self._options = options
        self._kinds = {kind.id: kind.label for kind in contents.kinds}
        self._variables = {
            variable.id: (kind.id, variable) for kind, variable in contents.variables()
        }
        self._coders = {each.id: each for each in contents.coders}

    def marked(
        self, coded: DnaDocument, statements: tuple[Statement, ...]
    ) -> MarkedDocument:
        """One document; InputError names the cell that is wrong."""
        metadata, text = self._metadata(coded), canonical(coded.text)
        try:
            document = make_document(
                coded.text,
                uid=stable_uid("dna document", str(coded.id), coded.title, text),
                title=coded.title,
                metadata=metadata,
            )
        except InputError as error:
            error.file, error.field = str(self._path), f"DOCUMENTS {coded.id}, Text"
            raise
        places = self._places(coded, statements)
        names = {each.coder: None for each in statements}
        return MarkedDocument(
            document=document,
            marks=tuple(self._mark(each, places) for each in statements),
            people=tuple(p for c in names if (p := self._person(c)) is not None),
            extra=self._extra(coded),
        )

    def _extra(self, coded: DnaDocument) -> dict[str, object]:
        brought = self._coders.get(coded.coder or 0)
        return {"id": coded.id} | ({"coder": brought.name} if brought else {})

    def _metadata(self, coded: DnaDocument) -> dict[str, str]:
        try:
            published = published_of(coded.seconds)
        except OverflowError:
            raise InputError(
                "the date {seconds} lies beyond the year 9999.",
                file=self._path,
                field=f"DOCUMENTS {coded.id}, Date",
                seconds=coded.seconds,
            ) from None
        said = {
            "source": coded.source,
            "author": coded.author,
            "published": published or "",
            "language": self._options.language or "",
            "section": coded.section,
            "type": coded.type,
            "notes": coded.notes,
        }
        return {key: value for key, value in said.items() if value}

    def _places(self, coded: DnaDocument, statements: tuple[Statement, ...]) -> Places:
        """Offsets of the document: UTF-16, a line end CR LF counted as it fits."""
        unit = self._options.unit or UTF16
        places = Places(coded.text, unit)
        wrong = _first_wrong(places, statements)
        if wrong is not None and "\r\n" in coded.text:
            other = Places(coded.text, unit, crlf=1)
            if _first_wrong(other, statements) is None:
                said = Sentence(
                    "In document {id} the end of a line counts as one character.",
                    id=coded.id,
                )
                self._options.notes.add(said, file=self._path)
                return other
        if wrong is not None:
            statement, error = wrong
            error.file = str(self._path)
            error.field = f"STATEMENTS {statement.id}, Start and Stop"
            raise error
        return places

    def _person(self, uid: int) -> Annotator | None:
        """A coder whom the project does not know yet."""
        coder = self._coders.get(uid)
        if coder is None or self._options.find_annotator(coder.name) is not None:
            return None
        return annotator_of(coder)

    def _mark(self, statement: Statement, places: Places) -> Mark:
        coder = self._coders.get(statement.coder)
        if coder is None:
            raise InputError(
                "there is no coder {id}.",
                file=self._path,
                field=f"STATEMENTS {statement.id}, Coder",
                id=statement.coder,
            )
        return Mark(
            label=self._kinds[statement.kind],
            pieces=(places.span(statement.start, statement.stop),),
            id=str(statement.id),
            attributes=dict(self._attributes(statement)),
            annotator=coder.name,
        )

    def _attributes(self, statement: Statement) -> Iterator[tuple[str, Value]]:
        for uid, value in statement.values.items():
            kind, variable = self._variables.get(uid, (0, None))
            if variable is None or kind != statement.kind:
                continue  # a value of another statement type means nothing here
            is_short = variable.datatype == schema.SHORT
            yield variable.name, Ref(str(value)) if is_short else value


def _first_wrong(
    places: Places, statements: tuple[Statement, ...]
) -> tuple[Statement, InputError] | None:
    for each in statements:
        try:
            places.span(each.start, each.stop)
        except InputError as error:
            return each, error
    return None
