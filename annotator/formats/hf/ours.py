# SPDX-License-Identifier: MIT
"""The column `annotations` of our own rows, back into marks and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.formats import typed
from annotator.formats.marks.names import NONE, PARENT
from annotator.formats.marks.plain import fields_of, json_object
from annotator.formats.marks.records import Link, Mark, Value
from annotator.formats.placing import Places, Quote
from annotator.formats.quoted import placed_span
from annotator.formats.tokens import Range
from annotator.model.errors import InputError


def is_ours(row: Mapping[str, Any]) -> bool:
    """Whether a row has the structures that we write."""
    items = row.get("annotations")
    if not isinstance(items, list) or "people" not in row:
        return False
    wanted = {"id", "label", "spans"}
    return all(isinstance(each, dict) and wanted <= each.keys() for each in items)


def quotes_of(annotations: Iterable[Mapping[str, Any]]) -> Iterator[Quote]:
    """Place and text of all spans that say both."""
    for holder in _holders(annotations):
        for span in _tables(holder.get("spans")):
            start, end, text = (span.get(key) for key in ("start", "end", "text"))
            if type(start) is int and type(end) is int and isinstance(text, str):
                yield start, end, text


def _holders(annotations: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The annotations and their rows: what has spans."""
    for annotation in annotations:
        yield annotation
        rows = annotation.get("rows")
        for each in rows.values() if isinstance(rows, dict) else ():
            yield from _tables(each)


def _tables(value: object) -> list[dict[str, Any]]:
    # What is no table is told when the annotation itself is read.
    listed = value if isinstance(value, list) else []
    return [each for each in listed if isinstance(each, dict)]


class Annotations:
    """Annotations of a row on their way to marks and links."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.marks: list[Mark] = []
        self.links: list[Link] = []

    def add(self, table: dict[str, Any]) -> None:
        """Take one annotation; InputError names the field."""
        uid, label = typed.identifier(table), typed.identifier(table, "label")
        spans = typed.each(table, "spans", self._span)
        pieces = [place for _, name, place in spans if name == label]
        ticks = {f"{NONE}{each}": True for each in typed.texts(table, "none")}
        body = Mark(
            label=label,
            pieces=tuple(sorted(pieces)),
            id=uid,
            attributes={**fields_of(table), **ticks},
            annotator=typed.optional_text(table, "annotator"),
            layer=typed.optional_text(table, "layer"),
            state=typed.optional_text(table, "state"),
            origin=typed.optional_text(table, "origin"),
            created=typed.instant(table, "created"),
            modified=typed.instant(table, "modified"),
            revs=typed.texts(table, "revs"),
            extra=json_object(table, "extra"),
        )
        self.marks.append(body)
        self._roles(body, [each for each in spans if each[1] != label])
        for name, rows in typed.table_at(table, "rows").items():
            for number, row in enumerate(_objects(rows, f"rows.{name}"), start=1):
                self._row(body, name, number, row)
        parent = typed.optional_text(table, "parent")
        if parent is not None:
            self.links.append(Link(label=PARENT, source=uid, target=parent))
        self._link_all(uid, table)

    def _row(self, body: Mark, name: str, number: int, row: dict[str, Any]) -> None:
        try:
            label = typed.text(row, "label") or name
            mark = self._part(body, f"{body.id}/{name}/{number}", label, body.pieces)
            self.marks[-1] = replaced(mark, fields_of(row))
            self.links.append(Link(label=name, source=body.id, target=mark.id))
            self._roles(mark, list(typed.each(row, "spans", self._span)))
            self._link_all(mark.id, row)
        except InputError as error:
            raise typed.placed(error, f"rows.{name}[{number - 1}]") from None

    def _roles(self, owner: Mark, spans: list[tuple[str, str, Range]]) -> None:
        by_role: dict[tuple[str, str], list[Range]] = {}
        for role, label, place in spans:
            by_role.setdefault((role, label), []).append(place)
        for (role, label), places in by_role.items():
            uid = f"{owner.id}/{role}"
            self._part(owner, uid, label, tuple(sorted(places)))
            self.links.append(Link(label=role, source=owner.id, target=uid))

    def _part(
        self, owner: Mark, uid: str, label: str, pieces: tuple[Range, ...]
    ) -> Mark:
        made = Mark(
            label=label,
            pieces=pieces,
            id=uid,
            annotator=owner.annotator,
            layer=owner.layer,
        )
        self.marks.append(made)
        return made

    def _span(self, table: dict[str, Any]) -> tuple[str, str, Range]:
        label = typed.identifier(table, "label")
        role = typed.text(table, "role") or label
        return role, label, placed_span(table, "start", "end", self._places)

    def _link_all(self, source: str, table: dict[str, Any]) -> None:
        for link in typed.each(table, "links", dict):
            label, target = typed.text(link, "label"), typed.text(link, "target")
            self.links.append(Link(label=label, source=source, target=target))


def replaced(mark: Mark, attributes: Mapping[str, Value]) -> Mark:
    """The mark with other attributes."""
    return Mark(
        label=mark.label,
        pieces=mark.pieces,
        id=mark.id,
        attributes=attributes,
        annotator=mark.annotator,
        layer=mark.layer,
    )


def _objects(value: object, key: str) -> tuple[dict[str, Any], ...]:
    return typed.each({key: value}, key, dict)
