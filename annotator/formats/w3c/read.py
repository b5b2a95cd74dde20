# SPDX-License-Identifier: MIT
"""Annotations as marked documents, one for each text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from annotator.formats import typed
from annotator.formats.json_groups import Groups, Item
from annotator.formats.json_objects import Row
from annotator.formats.making import make_document
from annotator.formats.marks.records import MarkedDocument, Work
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.marks.side import Side
from annotator.formats.options import ReadOptions
from annotator.formats.w3c.anchor import Anchor, note_moved
from annotator.formats.w3c.homes import Homes, is_description
from annotator.formats.w3c.marks import Annotation, Marks, annotation_of
from annotator.formats.w3c.names import DETAILS, FORMAT, SUFFIX, SUFFIXES
from annotator.formats.w3c.simple import said, simple
from annotator.formats.w3c.texts import SHA256, Text, Texts
from annotator.formats.w3c.walk import Elsewhere, walk
from annotator.model.document import STATUSES, Document
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence


def files_of(path: Path) -> list[Path]:
    """The files with annotations: one, or those in a folder.

    Raises InputError where there is none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(e for e in path.iterdir() if e.suffix.lower() in SUFFIXES)
    usual = [each for each in found if each.suffix.lower() == SUFFIX]
    if not found:
        raise InputError(
            "there is no file that ends with {suffixes} in it.",
            file=path,
            suffixes=", ".join(SUFFIXES),
        )
    return usual or found


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents that the annotations in a file or folder are about.

    Raises InputError naming file, line and field.
    """
    files = files_of(path)
    elsewhere = Elsewhere()
    homes = Homes(files)
    groups = Groups(files, homes.key, lambda file: walk(file, elsewhere))
    groups.look()
    if homes.learn():
        groups = Groups(files, homes.key, walk)
        groups.look()
    if not len(groups):
        raise InputError("there is no annotation in it.", file=path)
    root = path if path.is_dir() else path.parent
    reader = _Reader(files, homes, Texts(root, options), options)
    for items in groups:
        made = None
        with options.mistakes.of(files[items[0].file], items[0].line):
            made = reader.read(items)
        if made is not None:
            yield made
    reader.tell(path, elsewhere)


@dataclass(slots=True)
class _Reader:
    """Reads the annotations of each text, and gathers what is to be told of them."""

    files: list[Path]
    homes: Homes
    texts: Texts
    options: ReadOptions
    skipped: Counter[str] = field(default_factory=Counter)
    twice: int = 0
    missing: int = 0

    def read(self, items: list[Item]) -> MarkedDocument:
        """The document of a group; InputError names file, line and field."""
        first = items[0]
        file = self.files[first.file]
        described = next((e.row for e in items if is_description(e.row)), {})
        source = str(described.get("id") or self.homes.source(first.row))
        details = described.get(DETAILS, {})
        with self._at(first):
            named = typed.text(details, "text_file")
            text = self.texts.find(source, file, named)
            side = Side.read(details)
            document = _document(source, text, details, side, first.row)
            work = typed.each(details, "work", _work)
        found = list(self._annotations(items, source))
        anchor = Anchor(text.raw, self.options.unit)
        why = anchor.look(x for _, each in found for x in each.selections)
        if why is not None:
            self.options.notes.add(why, file=file)
        made = Marks(anchor)
        for item, each in found:
            with self._taken(item):
                made.take(each, source)
        made.link()
        self._count(made, anchor, file)
        return MarkedDocument(
            document=document,
            marks=tuple(made.marks.values()),
            links=tuple(made.links),
            people=side.people,
            work=work,
            extra={} if source.startswith(SHA256) else {"source": source},
            line=first.line,
        )

    @contextmanager
    def _at(self, item: Item) -> Iterator[None]:
        """Give an error the place of an item."""
        try:
            yield
        except InputError as error:
            error.file = error.file or str(self.files[item.file])
            error.line = error.line or item.line
            raise

    def _taken(self, item: Item) -> AbstractContextManager[None]:
        """Take the mistake of an annotation, by its place."""
        return self.options.mistakes.of(self.files[item.file], item.line)

    def _annotations(
        self, items: list[Item], source: str
    ) -> Iterator[tuple[Item, Annotation]]:
        for item in items:
            if not is_description(item.row):
                with self._taken(item):
                    yield item, annotation_of(simple(item.row), source)

    def _count(self, made: Marks, anchor: Anchor, file: Path) -> None:
        note_moved(anchor, self.options.notes, file)
        self.missing += made.missing
        self.twice += made.twice
        self.skipped.update(made.skipped)

    def tell(self, path: Path, elsewhere: Elsewhere) -> None:
        """Say what was found besides annotations of texts."""
        for kind, count in self.skipped.items():
            self._tell(
                path,
                "Left out {n} annotations by “{kind}”: it selects nothing in a text.",
                n=count,
                kind=kind,
            )
        for count, template in (
            (self.twice, "Left out {n} annotations that stand there twice."),
            (
                self.homes.scattered,
                "{n} annotations are about several texts; only what is in the first of"
                " them was read.",
            ),
            (self.missing, "Left out {n} links to annotations that are not there."),
            (
                elsewhere.annotations,
                "{n} annotations are named there only; they are in other files.",
            ),
            (
                len(elsewhere.pages),
                "{n} further pages are named there; save them beside this file.",
            ),
        ):
            if count:
                self._tell(path, template, n=count)

    def _tell(self, path: Path, template: str, **values: object) -> None:
        self.options.notes.add(Sentence(template, **values), file=path)


def _document(
    source: str, text: Text, details: Row, side: Side, first: Row
) -> Document:
    """The document: as we described it, or as its first annotation does."""
    if details:
        return make_document(
            text.raw,
            uid=typed.text(details, "id"),
            title=typed.text(details, "title"),
            file=side.file,
            metadata=typed.table_at(details, "metadata"),
            extra=side.extra,
        )
    about = first.get("document")
    title = said(about.get("title"), "title") if isinstance(about, dict) else None
    web = urlsplit(source).scheme in ("http", "https")
    return make_document(
        text.raw,
        uid=stable_uid("document", FORMAT, source, text.raw),
        title=title or "",
        file=text.file,
        metadata={"url": source} if web else {},
    )


def _work(table: Row) -> Work:
    return Work(
        annotator=typed.optional_text(table, "annotator"),
        layer=typed.text(table, "layer") or "primary",
        status=typed.one_of(table, "status", STATUSES, "in_progress"),
        note=typed.text(table, "note"),
        seconds=typed.optional_whole(table, "seconds"),
    )
