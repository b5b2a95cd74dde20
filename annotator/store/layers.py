# SPDX-License-Identifier: MIT
"""Layers: status, note, time and speakers' details, per document and annotator.

A layer that was never touched has no row: reading it gives the default one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from annotator.model.document import Layer, make_layer, make_speaker
from annotator.model.identity import new_revision
from annotator.store import rows
from annotator.store.repository import Repository

_COLUMNS = "status, note, seconds, speakers, extra, revs"

COLUMNS: Final = (
    "document_id, annotator_id, kind, status, note, seconds, speakers, extra, revs"
)


class LayerRepository(Repository):
    """Layers by (document, annotator, kind)."""

    def get(self, document: str, annotator: str | None, kind: str = "primary") -> Layer:
        """The layer; the default one where nothing is stored."""
        number = self._project.documents.require_id(document)
        person = self._person(annotator)
        if annotator is not None and person is None:
            return Layer(document=document, annotator=annotator, kind=kind)
        found = self._select(number, person, kind)
        if not found:
            return Layer(document=document, annotator=annotator, kind=kind)
        return build(document, annotator, kind, found[1:])

    def exists(self, document: int, annotator: int | None, kind: str) -> bool:
        """Whether the layer of those row ids was ever touched."""
        return self._select(document, annotator, kind) is not None

    def set(self, layer: Layer) -> None:
        """Store a layer as a new revision.  Recorded in the current step."""
        before = self.get(layer.document, layer.annotator, layer.kind)
        if (_to_data(before), before.seconds) == (_to_data(layer), layer.seconds):
            return
        layer = replace(layer, revs=(*before.revs, new_revision()))
        number = self._project.documents.require_id(layer.document)
        person = self._person(layer.annotator)
        existed = self._write(number, person, layer)
        self._project.history.record(
            "layer",
            [number, person, layer.kind],
            _to_data(before) if existed else None,
            _to_data(layer),
        )

    def put(self, layer: Layer) -> None:
        """Write a state with its own revisions.  Not recorded."""
        number = self._project.documents.require_id(layer.document)
        self._write(number, self._person(layer.annotator), layer)

    def add_seconds(
        self, document: str, annotator: str, kind: str, seconds: int
    ) -> None:
        """Add active time.  Time that passed cannot be undone: not recorded."""
        before = self.get(document, annotator, kind)
        number = self._project.documents.require_id(document)
        total = (before.seconds or 0) + seconds
        self._write(number, self._person(annotator), replace(before, seconds=total))

    def restore(self, key: Any, data: Any, step: int) -> None:
        """Replay: put a layer back as it was, as a new revision.

        Its time goes on counting.  One that was never touched before stays, as a
        new one: whoever has the former state must see that it was taken back.
        """
        number, person, kind = key
        found = self._select(number, person, kind)
        seconds = found[3] if found else None
        status, note, speakers, extra = data or ("new", "", None, None)
        revs = f"{found[6]} {new_revision()}" if found else new_revision()
        layer = build("", None, kind, (status, note, seconds, speakers, extra, revs))
        self._write(number, person, layer)

    def _person(self, annotator: str | None) -> int | None:
        if annotator is None:
            return None
        return self._project.annotators.row_id(annotator)

    def _select(self, document: int, person: int | None, kind: str) -> Any:
        sql = (
            f"SELECT id, {_COLUMNS} FROM layer WHERE document_id = ?"
            " AND annotator_id IS ? AND kind = ? AND withdrawn = 0"
        )
        found = self._project.query(sql, (document, person, kind))
        return found[0] if found else None

    def _write(self, document: int, person: int | None, layer: Layer) -> bool:
        """Insert or update; returns whether there was a row."""
        found = self._select(document, person, layer.kind)
        values = insert_values(document, person, layer)
        if found:
            self._project.run(
                "UPDATE layer SET status = ?, note = ?, seconds = ?, speakers = ?,"
                " extra = ?, revs = ? WHERE id = ?",
                (*values[3:], found[0]),
            )
            return True
        self._project.run(
            f"INSERT INTO layer ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values
        )
        return False


def build(document: str, annotator: str | None, kind: str, row: Any) -> Layer:
    """A layer from status, note, seconds, speakers, extra, revs."""
    status, note, seconds, speakers, extra, revs = row
    said = rows.load(speakers) if speakers else ()
    return make_layer(
        document,
        annotator,
        kind,
        status,
        note,
        seconds,
        tuple([make_speaker(entity, attributes) for entity, attributes in said]),
        tuple(revs.split()) if revs else (),
        rows.load_map(extra) if extra else {},
    )


def insert_values(document: int, person: int | None, layer: Layer) -> tuple[Any, ...]:
    """The values of `COLUMNS`."""
    status, note, speakers, extra = _to_data(layer)
    who = (document, person, layer.kind)
    revs = " ".join(layer.revs)
    return (*who, status, note, layer.seconds, speakers, extra, revs)


def _to_data(layer: Layer) -> list[Any]:
    speakers = [[s.entity, s.attributes] for s in layer.speakers]
    return [
        layer.status,
        layer.note,
        rows.dump_or_none(speakers),
        rows.dump_or_none(layer.extra),
    ]
