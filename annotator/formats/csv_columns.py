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
from typing import Final, TypeAlias

from annotator.formats.csv_cells import DANGEROUS, Cell, harmless, neutralise
from annotator.formats.csv_lines import Line, Names, lines_of
from annotator.model.annotation import FieldValue
from annotator.model.bundle import DocumentRecord
from annotator.model.codebook import Codebook, EntityType, Field
from annotator.model.document import METADATA_KEYS, Document
from annotator.model.entity import Entity

SEPARATOR: Final = " | "

#: Role, start, end and text of a span; or what is to stand for the numbers.
Place: TypeAlias = tuple[str, object, object, str]
#: What fills a group on a line; its texts are harmless already (see `csv_cells`).
Cells = Callable[[Line], Iterable[Cell]]


@dataclass(frozen=True, slots=True)
class Group:
    """Columns next to each other, and their cells on a line.

    `of_document` groups are the same on all lines of a document.  `kind` says of
    what the cells are made: the "annotation", which "row" it is, a "field", an
    "entry" or "entity" that a field names, spans of a "role"; `row` is the type of
    row that has the field or the spans, None for the annotation itself, and `ids`
    are the fields or roles.  Neighbours of kind "field" or "role" and of the same
    `row` are one group, for speed.
    """

    names: tuple[str, ...]
    cells: Cells
    of_document: bool = False
    kind: str = ""
    row: str | None = None
    ids: tuple[str, ...] = ()


def lines_of_cells(
    record: DocumentRecord, names: Names, wanted: Iterable[Group]
) -> Iterator[list[Cell]]:
    """The lines of a document, cell by cell."""
    # The document's own columns come first.
    own = [group for group in wanted if group.of_document]
    others = [group.cells for group in wanted if not group.of_document]
    start: list[Cell] | None = None
    for line in lines_of(record, names):
        if start is None:
            start = [cell for group in own for cell in group.cells(line)]
        found = start.copy()
        for cells in others:
            found += cells(line)
        yield found


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
        if kind not in ("field", "role"):
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


def document_cells(document: Document) -> list[Cell]:
    """The cells that are the same on all lines of a document."""
    metadata = [document.metadata.get(key) for key in METADATA_KEYS]
    plain = (v if v is None or isinstance(v, int) else str(v) for v in metadata)
    return harmless((document.uid, document.title, *plain))


def _document(line: Line) -> list[Cell]:
    return document_cells(line.record.document)


def annotation_cells(
    names: Names,
    level: int,
    uid: str,
    kind: str,
    annotator: str,
    layer: str,
    parent: str | None,
    state: str,
    origin: str,
) -> list[Cell]:
    """The cells that are the same on all lines of an annotation."""
    who = (annotator, names.annotators.get(annotator, annotator))
    return harmless((uid, kind, parent, level, *who, layer, state, origin))


def _annotation(line: Line) -> list[Cell]:
    a = line.annotation
    own = (a.uid, a.type, a.annotator, a.layer, a.parent, a.state, a.origin)
    return annotation_cells(line.names, line.level, *own)


_DOCUMENT: Final = Group(("document_id", "title", *METADATA_KEYS), _document, True)
_ANNOTATION: Final = Group(
    (
        *("annotation_id", "type", "parent", "level", "annotator_id", "annotator"),
        *("layer", "state", "origin"),
    ),
    _annotation,
    kind="annotation",
)


def _row_group(rows: tuple[str, ...]) -> Group:
    """Which row it is, and of which types of row there are none, as was said."""

    def cells(line: Line) -> tuple[Cell, ...]:
        none = line.annotation.none
        said = ["true" if row in none else None for row in rows]
        return line.row and neutralise(line.row), line.number, *said

    names = ("row", "row_number", *(f"no_{row}" for row in rows))
    return Group(names, cells, kind="row")


# -- roles ------------------------------------------------------------------------


def _role_maker(role: str, row: str | None) -> Make:
    def make(stem: str) -> Group:
        names = (f"{stem}_text", f"{stem}_offsets")
        return Group(names, _role_cells(row, (role,)), False, "role", row, (role,))

    return make


def _role_cells(row: str | None, roles: tuple[str, ...]) -> Cells:
    nothing: tuple[Cell, ...] = (None, None) * len(roles)
    fill = role_filler(roles)

    def cells(line: Line) -> Iterable[Cell]:
        part = line.part(row)
        if part is None or not part.spans:
            return nothing
        return fill([(s.role, s.start, s.end, s.text) for s in part.spans])

    return cells


def role_filler(roles: tuple[str, ...]) -> Callable[[Iterable[Place]], list[Cell]]:
    """A function that gives texts and offsets of spans, for each of the roles."""
    places = {role: 2 * n for n, role in enumerate(roles)}
    nothing: list[Cell] = [None] * (2 * len(roles))

    def fill(spans: Iterable[Place]) -> list[Cell]:
        found = nothing.copy()
        for role, start, end, text in spans:
            n = places.get(role)
            if n is None:
                continue
            if found[n] is None:
                found[n] = neutralise(text)
                found[n + 1] = f"{start}-{end}"
            else:
                found[n] = f"{found[n]}{SEPARATOR}{text}"
                found[n + 1] = f"{found[n + 1]};{start}-{end}"
        return found

    return fill


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


def ids_of(line: Line, row: str | None, name: str) -> tuple[str, ...]:
    """The ids that a field holds: none, one or several."""
    part = line.part(row)
    value = None if part is None else part.fields.get(name)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _entry_maker(name: str, row: str | None, vocabulary: str) -> Make:
    known: dict[tuple[str, ...], list[Cell]] = {}

    def cells(line: Line) -> Iterable[Cell]:
        ids = ids_of(line, row, name)
        if not ids:
            return None, None
        if ids not in known:
            entries = line.names.entries
            labels = [entries.get((vocabulary, uid), uid) for uid in ids]
            known[ids] = harmless((_joined(labels), _joined(ids)))
        return known[ids]

    return lambda stem: Group(
        (stem, f"{stem}_id"), cells, kind="entry", row=row, ids=(name,)
    )


def _entity_maker(name: str, row: str | None, kind: EntityType | None) -> Make:
    here = kind.document_attributes if kind else ()
    everywhere = kind.attributes if kind else ()
    nothing = (None,) * (3 + len(here) + len(everywhere))
    # What is known project-wide of entities is put together once for each of them.
    known: dict[tuple[str, ...], tuple[list[Cell], list[Cell]]] = {}

    def cells(line: Line) -> Iterable[Cell]:
        ids = ids_of(line, row, name)
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
        names = (*own, *(f"{stem}_{key}" for key in here + everywhere))
        return Group(names, cells, kind="entity", row=row, ids=(name,))

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
