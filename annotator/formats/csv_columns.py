# SPDX-License-Identifier: MIT
"""The columns of the CSV table, made from the codebook.

Columns come in groups that are filled at one go: a group is the names of some
columns and a function that gives their cells on a line.  Documents and
annotations have fixed columns; fields, roles and rows come from the codebook.
An entity field fills several: its name, id, kind, and what is recorded of the
entity project-wide and in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from annotator.formats.csv_cells import DANGEROUS, Cell, harmless, neutralise
from annotator.formats.csv_lines import Line
from annotator.model.annotation import FieldValue
from annotator.model.codebook import Codebook, EntityType, Field
from annotator.model.document import METADATA_KEYS
from annotator.model.entity import Entity

SEPARATOR: Final = " | "

#: What fills a group on a line; its texts are harmless already (see `csv_cells`).
Cells = Callable[[Line], Iterable[Cell]]


@dataclass(frozen=True, slots=True)
class Group:
    """Columns next to each other, and their cells on a line.

    `of_document` groups are the same on all lines of a document.  Neighbours of
    the same `kind` ("role" or "field") and `row` are filled together, for speed:
    `ids` are the roles or fields that they show.
    """

    names: tuple[str, ...]
    cells: Cells
    of_document: bool = False
    kind: str = ""
    row: str | None = None
    ids: tuple[str, ...] = ()


#: What makes a group: the stem of its names is known only when all names are.
Make = Callable[[str], Group]
#: (row type or None, "field" or "role", id)
Key = tuple[str | None, str, str]


def column_names(codebooks: Iterable[Codebook]) -> list[str]:
    """The names of all columns, in order."""
    return [name for group in groups(codebooks) for name in group.names]


def groups(codebooks: Iterable[Codebook]) -> list[Group]:
    """The columns for annotations made under any of the codebooks.

    The first codebook is the current one and sets the order; the others add what
    it no longer has.
    """
    parts: dict[Key, Make] = {}
    for codebook in codebooks:
        for key, make in _parts(codebook):
            parts.setdefault(key, make)
    found = [_DOCUMENT, _ANNOTATION]
    rows = dict.fromkeys(row for row, _, _ in parts if row is not None)
    if rows:
        found.append(_row_group(tuple(rows)))
    taken = {name for group in found for name in group.names}
    for (row, kind, name), make in parts.items():
        group = make(name)
        # A row's field of the same name as another is told apart by its row.
        if taken.intersection(group.names):
            group = make(f"{row or kind}_{name}")
        taken.update(group.names)
        found.append(group)
    return list(_joined_groups(found))


def _joined_groups(found: Iterable[Group]) -> Iterator[Group]:
    """Neighbours that can be filled together as one group."""
    for (kind, row), some in groupby(found, key=lambda group: (group.kind, group.row)):
        if not kind:
            yield from some
            continue
        several = list(some)
        names = tuple(name for group in several for name in group.names)
        ids = tuple(each for group in several for each in group.ids)
        cells = _role_cells(row, ids) if kind == "role" else _field_cells(row, ids)
        yield Group(names, cells, False, kind, row, ids)


def _parts(codebook: Codebook) -> Iterator[tuple[Key, Make]]:
    for kind in codebook.types:
        for each in kind.fields:
            yield (None, "field", each.id), _field_maker(codebook, each, None)
        for row in kind.rows:
            for each in row.fields:
                yield (row.id, "field", each.id), _field_maker(codebook, each, row.id)
        for role in kind.roles:
            yield (None, "role", role.id), _role_maker(role.id, None)
        for row in kind.rows:
            for role in row.roles:
                yield (row.id, "role", role.id), _role_maker(role.id, row.id)


# -- fixed columns ----------------------------------------------------------------


def _document(line: Line) -> list[Cell]:
    document = line.record.document
    metadata = [document.metadata.get(key) for key in METADATA_KEYS]
    plain = (v if v is None or isinstance(v, int) else str(v) for v in metadata)
    return harmless((document.uid, document.title, *plain))


def _annotation(line: Line) -> list[Cell]:
    a = line.annotation
    person = line.names.annotators.get(a.annotator, a.annotator)
    who = (a.annotator, person)
    own = (a.uid, a.type, a.parent, line.level, *who, a.layer, a.state, a.origin)
    return harmless(own)


_DOCUMENT: Final = Group(("document_id", "title", *METADATA_KEYS), _document, True)
_ANNOTATION: Final = Group(
    (
        *("annotation_id", "type", "parent", "level", "annotator_id", "annotator"),
        *("layer", "state", "origin"),
    ),
    _annotation,
)


def _row_group(rows: tuple[str, ...]) -> Group:
    """Which row it is, and of which types of row there are none, as was said."""

    def cells(line: Line) -> tuple[Cell, ...]:
        none = line.annotation.none
        said = ["true" if row in none else None for row in rows]
        return line.row and neutralise(line.row), line.number, *said

    return Group(("row", "row_number", *(f"no_{row}" for row in rows)), cells)


# -- roles ------------------------------------------------------------------------


def _role_maker(role: str, row: str | None) -> Make:
    def make(stem: str) -> Group:
        names = (f"{stem}_text", f"{stem}_offsets")
        return Group(names, _role_cells(row, (role,)), False, "role", row, (role,))

    return make


def _role_cells(row: str | None, roles: tuple[str, ...]) -> Cells:
    places = {role: 2 * n for n, role in enumerate(roles)}
    nothing: tuple[Cell, ...] = (None, None) * len(roles)

    def cells(line: Line) -> Iterable[Cell]:
        part = line.part(row)
        if part is None or not part.spans:
            return nothing
        found = list(nothing)
        for span in part.spans:
            n = places.get(span.role)
            if n is None:
                continue
            if found[n] is None:
                found[n] = neutralise(span.text)
                found[n + 1] = f"{span.start}-{span.end}"
            else:
                found[n] = f"{found[n]}{SEPARATOR}{span.text}"
                found[n + 1] = f"{found[n + 1]};{span.start}-{span.end}"
        return found

    return cells


# -- fields -----------------------------------------------------------------------


def _field_maker(codebook: Codebook, field: Field, row: str | None) -> Make:
    if field.type == "entity":
        return _entity_maker(field.id, row, codebook.entity_type(field.entity_type))
    if field.type == "vocabulary":
        return _entry_maker(field.id, row, field.vocabulary or "")
    ids = (field.id,)
    return lambda stem: Group((stem,), _field_cells(row, ids), False, "field", row, ids)


def _field_cells(row: str | None, names: tuple[str, ...]) -> Cells:
    nothing = (None,) * len(names)

    def cells(line: Line) -> Iterable[Cell]:
        part = line.part(row)
        if part is None or not part.fields:
            return nothing
        # Most are words of the codebook, which `_plain` would give back as well.
        return [
            v
            if v is None or (isinstance(v, str) and v[:1] not in DANGEROUS)
            else _plain(v)
            for v in map(part.fields.get, names)
        ]

    return cells


def _plain(value: FieldValue) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    return neutralise(SEPARATOR.join(value) if isinstance(value, tuple) else value)


def _ids(line: Line, row: str | None, name: str) -> tuple[str, ...]:
    """The ids that a field holds: none, one or several."""
    part = line.part(row)
    value = None if part is None else part.fields.get(name)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _entry_maker(name: str, row: str | None, vocabulary: str) -> Make:
    known: dict[tuple[str, ...], list[Cell]] = {}

    def cells(line: Line) -> Iterable[Cell]:
        ids = _ids(line, row, name)
        if not ids:
            return None, None
        if ids not in known:
            entries = line.names.entries
            labels = [entries.get((vocabulary, uid), uid) for uid in ids]
            known[ids] = harmless((_joined(labels), _joined(ids)))
        return known[ids]

    return lambda stem: Group((stem, f"{stem}_id"), cells)


def _entity_maker(name: str, row: str | None, kind: EntityType | None) -> Make:
    here = kind.document_attributes if kind else ()
    everywhere = kind.attributes if kind else ()
    nothing = (None,) * (3 + len(here) + len(everywhere))
    # What is known project-wide of entities is put together once for each of them.
    known: dict[tuple[str, ...], tuple[list[Cell], list[Cell]]] = {}

    def cells(line: Line) -> Iterable[Cell]:
        ids = _ids(line, row, name)
        if not ids:
            return nothing
        if ids not in known:
            found = [line.names.entity(uid) for uid in ids]
            held = [entity.attributes if entity else {} for entity in found]
            known[ids] = _about(ids, found), _values(held, everywhere)
        about, attributes = known[ids]
        local = [line.in_document.get(uid, {}) for uid in ids]
        return about + _values(local, here) + attributes

    def make(stem: str) -> Group:
        own = (stem, f"{stem}_id", f"{stem}_kind")
        return Group((*own, *(f"{stem}_{key}" for key in here + everywhere)), cells)

    return make


def _about(ids: tuple[str, ...], found: list[Entity | None]) -> list[Cell]:
    pairs = list(zip(ids, found, strict=True))
    names = _joined([entity.name if entity else uid for uid, entity in pairs])
    kinds = _joined([(entity and entity.kind) or "" for entity in found])
    return harmless((names, _joined(ids), kinds))


def _values(held: list[Mapping[str, str]], keys: tuple[str, ...]) -> list[Cell]:
    """What several entities have for each of the keys."""
    if len(held) == 1:
        return harmless([held[0].get(key) or None for key in keys])
    return harmless([_joined([each.get(key, "") for each in held]) for key in keys])


def _joined(texts: Iterable[str]) -> Cell:
    """Several texts as one; None where there is nothing in any of them."""
    listed = list(texts)
    return SEPARATOR.join(listed) if any(listed) else None
