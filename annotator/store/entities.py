# SPDX-License-Identifier: MIT
"""Entities: the speakers of the whole project."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.model.entity import Entity
from annotator.model.errors import NotFoundError
from annotator.store import rows
from annotator.store.uniting import RevisedRepository, tail


class EntityRepository(RevisedRepository[Entity]):
    """Entities in the order in which they came."""

    kind = "entity"
    table = "entity"
    columns = ("uid", "type", "name", "kind", "aliases", "attributes", "merged_into")

    def all(self, type_id: str | None = None) -> list[Entity]:
        """Every entity (of a type), unified and deleted ones included."""
        if type_id is None:
            return self.remembered("1", ())
        return self.remembered("type = ?", (type_id,))

    def find(self, uid: str) -> Entity | None:
        """The entity of that uid, or None."""
        found = self.select("uid = ?", (uid,))
        return found[0] if found else None

    def get(self, uid: str) -> Entity:
        """The entity of that uid; NotFoundError where there is none."""
        found = self.find(uid)
        if found is None:
            raise NotFoundError("there is no entity “{uid}”.", uid=uid)
        return found

    def values(self, record: Entity) -> tuple[Any, ...]:
        e = record
        aliases, attributes = map(rows.dump_or_none, (e.aliases, e.attributes))
        head = (e.uid, e.type, e.name, e.kind, aliases, attributes, e.merged_into)
        return (*head, *tail(e))

    def build(self, row: Any) -> Entity:
        return Entity(
            uid=row[0],
            type=row[1],
            name=row[2],
            kind=row[3],
            aliases=rows.load_tuple(row[4]),
            attributes=rows.load_map(row[5]),
            merged_into=row[6],
            revs=tuple(row[7].split()),
            deleted=bool(row[8]),
            extra=rows.load_map(row[9]),
        )

    def key(self, record: Entity) -> tuple[str, tuple[Any, ...]]:
        return "uid = ?", (record.uid,)

    def revise(self, record: Entity, revs: tuple[str, ...]) -> Entity:
        return replace(record, revs=revs)
