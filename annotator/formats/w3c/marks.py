# SPDX-License-Identifier: MIT
"""The annotations of one text on their way to marks and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.instants import instant_of
from annotator.formats.json_objects import Row
from annotator.formats.marks.plain import agreed, with_plain
from annotator.formats.marks.records import Link, Mark, Pieces
from annotator.formats.w3c.anchor import Anchor
from annotator.formats.w3c.bodies import Bodies, bodies_of
from annotator.formats.w3c.iris import is_foreign, uid_of
from annotator.formats.w3c.names import CLASSIFYING, DETAILS, LINKING
from annotator.formats.w3c.people import creator_of
from annotator.formats.w3c.selectors import Selection, selections
from annotator.formats.w3c.simple import words
from annotator.model.errors import InputError

_READ: Final = frozenset(
    {"@context", "id", "type", "motivation", "body", "bodyValue", "target", "creator"}
    | {"created", "modified", DETAILS, "tags", "text", "uri"}
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation as it was read; `selections` are those in the text at hand."""

    id: str
    row: Row
    bodies: Bodies
    selections: tuple[Selection, ...]


def annotation_of(row: Row, source: str) -> Annotation:
    """The annotation in an object; InputError names the field."""
    found = selections(row)
    own = tuple(each for each in found if each.source == source) or tuple(found[:1])
    uid = row.get("id")
    return Annotation(
        uid_of(uid) if isinstance(uid, str) else "", row, bodies_of(row), own
    )


@dataclass(slots=True)
class Marks:
    """What has been made so far.

    `skipped` counts by kind of selector what selects no text, `missing` links to
    what is not there, `twice` annotations that stand there again.
    """

    anchor: Anchor
    marks: dict[str, Mark] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    missing: int = 0
    twice: int = 0
    _rows: dict[str, Row] = field(default_factory=dict)
    #: annotations about other annotations: links, their names, and replies
    _about: list[Annotation] = field(default_factory=list)
    _wanted: list[tuple[str, str, str]] = field(default_factory=list)

    def take(self, each: Annotation, source: str) -> None:
        """Add an annotation; InputError names the field."""
        if each.id and each.id in self._rows:
            if self._rows[each.id] != each.row:
                raise InputError(
                    "the id “{id}” stands there twice.", field="id", id=each.id
                )
            self.twice += 1
            return
        self._rows[each.id] = each.row
        if each.selections and each.selections[0].source != source:
            self._about.append(each)
            return
        unknown = [x.unknown for x in each.selections if x.unknown]
        if unknown and len(unknown) == len(each.selections):
            self.skipped[unknown[0]] += 1
            return
        self._add(each, self._pieces(each))

    def _pieces(self, each: Annotation) -> Pieces:
        found: set[tuple[int, int]] = set()
        for selection in each.selections:
            if selection.unknown:
                self.skipped[selection.unknown] += 1
            elif not selection.whole:
                try:
                    found.add(self.anchor.place(selection))
                except InputError as error:
                    raise typed.placed(error, "target.selector") from None
        return tuple(sorted(found))

    def _add(self, each: Annotation, pieces: Pieces) -> Mark:
        """Add the mark of an annotation, and one for each further label."""
        mark = _mark(each, pieces)
        uid = mark.id or f"annotation-{len(self._rows)}-{len(self.marks)}"
        mark = replace(mark, id=uid)
        self.marks[uid] = mark
        for label in each.bodies.labels[1:]:
            again = f"{uid}/{label}"
            self.marks[again] = replace(mark, id=again, label=label, attributes={})
        for label, iri in each.bodies.links:
            self._wanted.append((label, uid, iri))
        return mark

    def link(self) -> None:
        """Add what annotations say of each other, when all are there."""
        links = [each for each in self._about if each.bodies.links]
        known = {each.id for each in links}
        names: dict[str, str] = {}
        for each in self._about:
            if each.id not in known and _target(each) in known:
                names[_target(each)] = _name(each)
            elif each.id not in known:
                self._reply(each)
        for each in links:
            own = _name(each) or names.get(each.id, "")
            for label, iri in each.bodies.links:
                self._resolve(own or label, _target(each), iri)
        for label, uid, iri in self._wanted:
            self._resolve(label, uid, iri)

    def _reply(self, each: Annotation) -> None:
        """Add an annotation that is about another one: a mark without a place."""
        mark = self._add(each, ())
        target = each.selections[0].source
        self._wanted.append((each.bodies.motivation or "about", mark.id, target))

    def _resolve(self, label: str, source: str, iri: str) -> None:
        """Link a mark to what an IRI names: an annotation, or something else."""
        target = uid_of(iri)
        mark = self.marks.get(source)
        if mark is not None and target in self.marks:
            self.links.append(Link(label=label, source=source, target=target))
        elif mark is not None and is_foreign(iri):
            attributes = {**mark.attributes, label: iri}
            self.marks[source] = replace(mark, attributes=attributes)
        else:
            self.missing += 1


def _target(each: Annotation) -> str:
    return uid_of(each.selections[0].source)


def _name(each: Annotation) -> str:
    """What a link is called by an annotation that names it."""
    said = each.bodies.values.get(LINKING, [])
    return next(iter(each.bodies.labels), "") or next(map(str, said), "")


def _mark(each: Annotation, pieces: Pieces) -> Mark:
    annotator, creator = creator_of(each.row)
    details = typed.table_at(each.row, DETAILS)
    mark = Mark(label=each.bodies.label, pieces=pieces, id=each.id)
    if details:
        try:
            mark = with_plain(mark, details)
        except InputError as error:
            raise typed.placed(error, DETAILS) from None
    ours = mark.attributes
    extra = dict(_extra(each, creator))
    return replace(
        mark,
        attributes=agreed(each.bodies.attributes, ours),
        annotator=annotator,
        created=instant_of(each.row.get("created")),
        modified=instant_of(each.row.get("modified")),
        extra={**extra, **mark.extra},
    )


def _extra(each: Annotation, creator: Any) -> Iterator[tuple[str, Any]]:
    """What is kept to be written back."""
    yield from ((k, v) for k, v in each.row.items() if k not in _READ and v is not None)
    if creator is not None:
        yield "creator", creator
    if words(each.row, "motivation") not in ([], [CLASSIFYING]):
        yield "motivation", each.row["motivation"]
    if each.bodies.kept:
        yield "bodies", each.bodies.kept
    others = [x for selection in each.selections for x in selection.others]
    if others and len(each.selections) == 1:
        yield "selectors", others
