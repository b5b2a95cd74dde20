# SPDX-License-Identifier: MIT
"""What bare labelled spans cannot say, as JSON text in one value beside them.

Some programs know labelled spans and little else, but keep what metadata a text
has.  There goes what a mark is besides its place: id, fields, state, times; marks
without a place; links that the program has no key for.  When the file comes back
from that program, each span gets what was said of the one at its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.json_lines import dumps
from annotator.formats.marks.plain import plain_mark, with_plain
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.options import Notes
from annotator.formats.placing import Places, Quote
from annotator.model.document import SourceFile
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator

#: The key of the metadata under which it stands.
KEY: Final = "annotator_details"

Table = dict[str, Any]
#: Tells whose spans a table is looked for among.
Whose = Callable[[Table], Hashable]


def side_text(
    marked: MarkedDocument, links: Iterable[Link], places: Places, format: str
) -> str:
    """What `side_table` says, as text."""
    return dumps(side_table(marked, links, places, format)).decode()


def side_table(
    marked: MarkedDocument, links: Iterable[Link], places: Places, format: str
) -> Table:
    """What there is to say of the marks of a document, each of them continuous.

    Args:
        marked: the document, with the marks and people that it is for.
        links: those that the program has no key for.
        places: how the program counts.
        format: whose own words about marks are kept with them.
    """
    document = marked.document
    file = document.file
    extra = {name: each for name, each in document.extra.items() if name != format}
    made: Table = {
        "unit": places.unit,
        "people": [{"id": each.uid, "name": each.name} for each in marked.people],
        "marks": [_table(mark, places, format) for mark in marked.marks],
        "links": [
            {"label": x.label, "source": x.source, "target": x.target} for x in links
        ],
        "file": file
        and {"name": file.name, "sha256": file.sha256, "encoding": file.encoding},
        "extra": extra,
    }
    return {key: value for key, value in made.items() if value}


def _table(mark: Mark, places: Places, format: str) -> Table:
    made: Table = {"label": mark.label}
    for start, end in mark.pieces:
        made |= {"start": places.offset(start), "end": places.offset(end)}
        made["text"] = places.text[start:end]
    return made | {"annotator": mark.annotator} | plain_mark(mark, format)


def _nobody(table: Table) -> Hashable:
    return None


@dataclass(slots=True)
class Side:
    """What such a text says, to be handed out to the spans of its document."""

    people: tuple[Annotator, ...] = ()
    links: tuple[Link, ...] = ()
    file: SourceFile | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    #: the document's uid, for formats that have no id of their own
    document: str = ""
    _placed: dict[Hashable, list[Table]] = field(default_factory=dict)
    _others: list[Table] = field(default_factory=list)
    _whose: Whose = _nobody

    @classmethod
    def read(cls, said: object, whose: Whose = _nobody) -> Side:
        """The details in a text; InputError names the key."""
        try:
            return cls._of(_parsed(said), whose)
        except InputError as error:
            raise typed.placed(error, KEY) from None

    @classmethod
    def _of(cls, table: Table, whose: Whose) -> Side:
        file = typed.table_at(table, "file")
        made = cls(
            people=typed.each(table, "people", _person),
            links=typed.each(table, "links", _link),
            file=_file(file) if file else None,
            extra=typed.table_at(table, "extra"),
            unit=typed.text(table, "unit"),
            document=typed.text(table, "document"),
            _whose=whose,
        )
        for each in typed.each(table, "marks", _checked):
            if "start" in each:
                made._placed.setdefault(made._key(each), []).append(each)
            else:
                made._others.append(each)
        return made

    def _key(self, table: Table) -> Hashable:
        place = table["start"], table["end"], table["label"]
        return (self._whose(table), *place)

    def quotes(self) -> Iterator[Quote]:
        """Place and text of the marks that have both."""
        for tables in self._placed.values():
            for each in tables:
                if isinstance(each.get("text"), str):
                    yield each["start"], each["end"], each["text"]

    def knows(self, label: str, start: int, end: int, whose: Hashable = None) -> bool:
        """Whether there is something to be told of a span at that place."""
        return bool(self._placed.get((whose, start, end, label)))

    def told(self, mark: Mark, start: int, end: int, whose: Hashable = None) -> Mark:
        """The mark with what is said of the one at its place, if anything is.

        `start` and `end` are as the file has them.
        """
        waiting = self._placed.get((whose, start, end, mark.label))
        return self._with(mark, waiting.pop(0)) if waiting else mark

    def unplaced(self) -> Iterator[Mark]:
        """The marks without a place."""
        for table in self._others:
            yield self._with(Mark(label=table["label"], pieces=()), table)

    def _with(self, mark: Mark, table: Table) -> Mark:
        try:
            made = with_plain(mark, table)
        except InputError as error:
            raise typed.placed(error, KEY) from None
        annotator = typed.optional_text(table, "annotator")
        return replace(made, annotator=annotator or mark.annotator)

    def note_missing(self, notes: Notes, file: str, line: int) -> None:
        """Say how many marks that there were are at their places no longer."""
        missing = sum(map(len, self._placed.values()))
        if missing:
            said = Sentence(
                "{n} marks were moved, renamed or removed since they were exported:"
                " what was said of them besides is left out.",
                n=missing,
            )
            notes.add(said, file=file, line=line)


def kept_links(links: Iterable[Link], marks: Iterable[Mark]) -> tuple[Link, ...]:
    """The links whose ends are there."""
    known = {mark.id for mark in marks}
    return tuple(x for x in links if x.source in known and x.target in known)


def _parsed(said: object) -> Table:
    if isinstance(said, dict):
        return said
    if not isinstance(said, str):
        typed.wrong("", "a JSON object as text", said)
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise InputError("it is not JSON: {error}.", error=error) from None
    if not isinstance(found, dict):
        typed.wrong("", "a JSON object as text", said)
    return found


def _checked(table: Table) -> Table:
    typed.identifier(table, "label")
    if "start" in table or "end" in table:
        for key in ("start", "end"):
            typed.whole(table.get(key), key)
    return table


def _person(table: Table) -> Annotator:
    uid = typed.identifier(table)
    return Annotator(uid=uid, name=typed.text(table, "name") or uid)


def _link(table: Table) -> Link:
    label, source, target = (
        typed.identifier(table, key) for key in ("label", "source", "target")
    )
    return Link(label=label, source=source, target=target)


def _file(table: Table) -> SourceFile:
    return SourceFile(
        typed.identifier(table, "name"),
        typed.optional_text(table, "sha256"),
        typed.optional_text(table, "encoding"),
    )
