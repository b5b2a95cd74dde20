# SPDX-License-Identifier: MIT
"""The documents in Prodigy's tasks, with everybody's spans and relations.

Tasks about one input are one document: one person's each, or one question's each.
Spans of tasks that were rejected or ignored are nobody's, so they are kept aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.json_groups import Groups, Item
from annotator.formats.json_objects import Row
from annotator.formats.making import make_document
from annotator.formats.marks.plain import KEYS, with_plain
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.marks.side import KEY, Side, kept_links
from annotator.formats.options import ReadOptions
from annotator.formats.prodigy.names import (
    ANNOTATOR,
    ANSWER,
    FORMAT,
    INPUT_HASH,
    REFUSED,
    SESSION,
    TASK_HASH,
    UNNAMED,
    VIEW,
)
from annotator.formats.prodigy.rows import TOKEN, End, Ends, Slips, Span, spans_of
from annotator.formats.prodigy.tokens import TokenTable, cut, packed, read_tokens
from annotator.formats.prodigy.units import Units
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator

#: What is read of a task; all else is kept.
_READ: Final = frozenset({"text", "tokens", "spans", "relations", "meta", KEY})
#: What each task has that Prodigy had in hand.
_USUAL: Final = frozenset(
    {INPUT_HASH, TASK_HASH, VIEW, ANSWER, ANNOTATOR, SESSION, "_timestamp"}
)
#: What is said of a whole text: options that were chosen, a category.
_CHOSEN: Final = frozenset({"accept", "label", "user_input"})
_CHOICES: Final = (
    "What {n} tasks say of whole texts (choices, categories, typed answers) is kept"
    " aside."
)
_ASIDE: Final = (
    "The spans of {n} tasks that were rejected or ignored are kept aside: nobody"
    " stands for them."
)


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents in a file.  Raises InputError naming file, line and field."""
    yield from _Reading(path, options).documents()


@dataclass(slots=True)
class _Part:
    """What one task adds to a document."""

    text: str
    side: Side
    meta: Mapping[str, Any]
    tokens: TokenTable | None
    kept: Row
    person: str | None
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    refused: bool = False


@dataclass(slots=True)
class _Reading:
    """A file on its way to documents."""

    path: Path
    options: ReadOptions
    slips: Slips = field(default_factory=Slips)
    units: Units = field(init=False)

    def __post_init__(self) -> None:
        self.units = Units(self.path, self.options)

    def documents(self) -> Iterator[MarkedDocument]:
        """The documents, in the order in which they begin in the file."""
        mistakes = self.options.mistakes
        groups = Groups([self.path], self._look, mistakes=mistakes)
        groups.look()
        if not len(groups) and not mistakes.count:
            raise InputError("the file is empty.", file=self.path)
        self._note(self.units.sentence)
        for group in groups:
            made = None
            with mistakes.of(self.path, group[0].line):
                made = self._document(group)
            if made is not None:
                yield made
        for said, count in self.slips.counts.items():
            self._note(Sentence(said, n=count))

    def _note(self, said: Sentence | None) -> None:
        if said is not None:
            self.options.notes.add(said, file=self.path)

    def _look(self, item: Item) -> str:
        """The key of a task: its text and what it is called; ours by their ids."""
        row = item.row
        text = row.get("text")
        if not isinstance(text, str):
            raise InputError(
                "this task has no text.",
                field="text",
                remedy="Only tasks about texts can be read, not pictures or sounds.",
            )
        self.units.look(row, text)
        said = row.get(KEY)
        if isinstance(said, dict) and isinstance(said.get("document"), str):
            return f"{said['document']}\0{text}"
        return f"{row.get(INPUT_HASH)!r}\0{text}"

    def _document(self, group: Sequence[Item]) -> MarkedDocument:
        parts = []
        for number, item in enumerate(group, start=1):
            prefix = f"{number}/" if len(group) > 1 else ""
            try:
                parts.append(self._part(item, prefix))
            except InputError as error:
                error.file, error.line = str(self.path), item.line
                raise
        return _together(parts, group[0])

    def _part(self, item: Item, prefix: str) -> _Part:
        row = item.row
        side = Side.read(row[KEY]) if KEY in row else Side()
        places = self.units.places(row, item.line)
        tokens = read_tokens(row, places)
        person = self._person(row)
        mine = not side.people or _is_called(side.people[0].name, person)
        if side.people and mine:
            person = side.people[0].uid
        if side.document:
            # Where somebody went over a task of ours, these are other marks.
            prefix = "" if mine else f"{person}/"
        kept = {key: value for key, value in row.items() if key not in _READ}
        if _CHOSEN & kept.keys():
            self.slips.note(_CHOICES)
        part = _Part(row["text"], side, _meta(row), tokens, kept, person)
        if row.get(ANSWER) in REFUSED:
            self._refuse(part, row)
            return part
        spans = spans_of(row, places, tokens, self.slips)
        ids = [self._take(part, each, prefix, n) for n, each in enumerate(spans, 1)]
        ends = Ends(spans, places, tokens, self.slips)
        for each in ends.relations(row):
            head = _anchor(part, each.head, ids, prefix)
            child = _anchor(part, each.child, ids, prefix)
            part.links.append(Link(label=each.label, source=head, target=child))
        part.marks += side.unplaced() if mine else ()
        return part

    def _refuse(self, part: _Part, row: Row) -> None:
        part.refused = True
        for key in ("spans", "relations"):
            if row.get(key):
                part.kept[key] = row[key]
        if row.get("spans"):
            self.slips.note(_ASIDE)

    def _person(self, row: Row) -> str | None:
        """Who answered; None where nobody gave the session a name."""
        for key in (ANNOTATOR, SESSION):
            said = row.get(key)
            if isinstance(said, str) and said and not UNNAMED.search(said):
                # Prodigy puts the name of the data set before that of the person,
                # and an export is called like the data set.
                return said.removeprefix(f"{self.path.stem}-") or said
        return None

    def _take(self, part: _Part, span: Span, prefix: str, number: int) -> str:
        """Add the mark of a span; its id."""
        mark = Mark(
            label=span.label,
            pieces=(span.place,),
            id=f"{prefix}{number}",
            annotator=part.person,
            extra=span.extra,
        )
        if part.side.people or part.side.document:
            said = {key: span.table[key] for key in KEYS if key in span.table}
            try:
                mark = with_plain(mark, said)
            except InputError as error:
                raise typed.placed(error, f"spans[{number - 1}]") from None
            if not mark.id.startswith(prefix):
                mark = replace(mark, id=f"{prefix}{mark.id}")
        part.marks.append(mark)
        return mark.id


def _is_called(name: str, person: str | None) -> bool:
    """Whether a session is that of `name`: the name of any data set may come first."""
    return person is None or person == name or person.endswith(f"-{name}")


def _anchor(part: _Part, end: End, ids: Sequence[str], prefix: str) -> str:
    """The id of what a relation points to; a token becomes a mark of its own."""
    if end.span is not None:
        return ids[end.span]
    uid = f"{prefix}{TOKEN}:{end.place[0]}-{end.place[1]}"
    if all(mark.id != uid for mark in part.marks):
        part.marks.append(
            Mark(label=TOKEN, pieces=(end.place,), id=uid, annotator=part.person)
        )
    return uid


def _meta(row: Row) -> Mapping[str, Any]:
    meta = row.get("meta")
    return meta if isinstance(meta, dict) else {}


# -- tasks into documents -------------------------------------------------------------


def _together(parts: Sequence[_Part], first: Item) -> MarkedDocument:
    found, links = _united(parts)
    links += kept_links([x for part in parts for x in part.side.links], found)
    people: dict[str, Annotator] = {}
    for part in parts:
        people |= {each.uid: each for each in part.side.people}
    return MarkedDocument(
        document=_made(parts, first.row),
        marks=tuple(found),
        links=tuple(links),
        people=tuple(people.values()),
        extra=_extra(parts),
        line=first.line,
    )


def _united(parts: Sequence[_Part]) -> tuple[list[Mark], list[Link]]:
    """The marks and links of all tasks; what was said in one before is not new."""
    ids: dict[str, str] = {}
    made: list[Mark] = []
    before: dict[Any, str] = {}
    for part in parts:
        keys = [(each.annotator, each.label, each.pieces) for each in part.marks]
        for mark, key in zip(part.marks, keys, strict=True):
            ids[mark.id] = mark.id if part.side.document else before.get(key, mark.id)
        new = [mark for mark in part.marks if ids[mark.id] == mark.id]
        made += new
        before |= {(x.annotator, x.label, x.pieces): x.id for x in new}
    links = dict.fromkeys(
        (link.label, ids[link.source], ids[link.target])
        for part in parts
        for link in part.links
    )
    return made, [
        Link(label=label, source=source, target=target)
        for label, source, target in links
    ]


def _made(parts: Sequence[_Part], row: Row) -> Document:
    first = parts[0]
    meta: dict[str, Any] = {}
    for part in reversed(parts):
        meta |= {k: v for k, v in part.meta.items() if isinstance(v, str)}
    title = meta.pop("title", "")
    return make_document(
        first.text,
        uid=first.side.document or document_uid(row),
        title=title,
        file=first.side.file,
        metadata=meta,
        extra=first.side.extra,
    )


def document_uid(row: Mapping[str, Any]) -> str:
    """The uid of the document of a task that says none."""
    said = row.get(INPUT_HASH)
    name = str(said) if isinstance(said, int) else ""
    return stable_uid("document", FORMAT, name, str(row["text"]))


def _is_own_cut(part: _Part) -> bool:
    """Whether the tokens are those that we made for the spans of the task."""
    if not part.side.document or part.tokens is None:
        return False
    spans = [each.pieces[0] for each in part.marks if each.pieces]
    return cut(part.tokens.text, spans).ranges == part.tokens.ranges


def _extra(parts: Sequence[_Part]) -> dict[str, Any]:
    """What is kept: of each task its other keys, and once the tokens."""
    tasks = [
        {"person": part.person, "refused": part.refused, "task": part.kept}
        for part in parts
        if part.refused or not part.side.document or part.kept.keys() - _USUAL
    ]
    meta: dict[str, Any] = {}
    for part in parts:
        meta |= {k: v for k, v in part.meta.items() if not isinstance(v, str)}
    made: dict[str, Any] = {"tasks": tasks, "meta": meta}
    first = next((part for part in parts if part.tokens is not None), None)
    if first is not None and first.tokens is not None and not _is_own_cut(first):
        made["tokens"] = packed(first.tokens.ranges)
        made["disabled"] = sorted(first.tokens.disabled)
    return {key: value for key, value in made.items() if value}
