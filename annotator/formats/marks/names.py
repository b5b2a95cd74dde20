# SPDX-License-Identifier: MIT
"""What the parts of a codebook are called among marks and links.

A span with the role `source` becomes a mark labelled `source`, a row `stance`
a mark `stance`.  Where two parts of a codebook share an id, each is called by
its whole path, such as `attribution.source`.  A codebook that was made from
another program's labels keeps their spelling in `[export.labels]`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from annotator.model.bundle import Bundle
from annotator.model.codebook import AnnotationType, Codebook, Field, Role, RowType
from annotator.model.codebook_reader import from_body

#: The link from an annotation to the one it lies in.
PARENT: Final = "parent"
#: The attribute that says that there is no row of a kind: `no_stance`.
NONE: Final = "no_"


@dataclass(frozen=True, slots=True)
class Part:
    """What a label stands for: a role of a type or of its row, or the row itself.

    `role` is None for a row; `row` is None for what belongs to the type itself.
    """

    type: AnnotationType
    row: RowType | None
    role: Role | None

    @property
    def is_main(self) -> bool:
        """Whether the mark is the annotation's body and bears its fields."""
        return self.row is None and self.role is self.type.main_role

    @property
    def path(self) -> str:
        """The part's whole name, unique in its codebook."""
        parts = (self.type, self.row, self.role)
        return ".".join(each.id for each in parts if each is not None)

    @property
    def none_names(self) -> dict[str, str]:
        """The attributes that say “there is none”, with the kind of row each is for."""
        return {f"{NONE}{row.id}": row.id for row in self.type.rows}

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that a mark of this part may bear."""
        if self.row is not None:
            return self.row.fields if self.role is None else ()
        return self.type.fields


class Names:
    """The labels of a codebook's parts, both ways."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        #: whether fields and values go by their labels, as in the file they came from
        self.by_label: bool = codebook.export.get("values") == "labels"
        #: label → part
        self.parts: dict[str, Part] = {}
        self._labels: dict[tuple[str, str | None, str | None], str] = {}
        export = codebook.export.get("labels", {})
        foreign: Mapping[str, str] = export if isinstance(export, Mapping) else {}
        for part, label in _labelled(codebook):
            name = foreign.get(part.path, label)
            self.parts[name] = part
            self._labels[_key(part)] = name

    def label(
        self, type_id: str, row: str | None = None, role: str | None = None
    ) -> str:
        """The label of a part; KeyError where the codebook has no such part."""
        return self._labels[type_id, row, role]

    def label_of(self, part: Part) -> str:
        """The label of a part."""
        return self._labels[_key(part)]

    def main_label(self, kind: AnnotationType) -> str:
        """The label of the marks that bear the fields of a type."""
        return self._labels[kind.id, None, kind.main_role.id]

    def link_fields(self, part: Part) -> dict[str, Field]:
        """The fields of a part that are links, by the label of the link."""
        taken = {PARENT}
        if part.row is None:
            taken |= {role.id for role in part.type.roles}
            taken |= {row.id for row in part.type.rows}
        else:
            taken |= {role.id for role in part.row.roles}
        links = (each for each in part.fields if each.type == "link")
        named = ((self.attribute(each), each) for each in links)
        return {f"{name}_link" if name in taken else name: f for name, f in named}

    def attribute(self, field: Field) -> str:
        """What a field is called among attributes."""
        return field.label if self.by_label else field.id

    def field(self, part: Part, name: str) -> Field | None:
        """The field of a part that an attribute stands for, links left out."""
        for each in part.fields:
            if each.type != "link" and name in (self.attribute(each), each.id):
                return each
        return None

    def meaning(self, label: str, source: Part, target: Part) -> Meaning | None:
        """What a link of that label between marks of those parts means, if anything."""
        if label == PARENT:
            both = source.row is None and target.row is None
            return Meaning("parent") if both else None
        field = self.link_fields(source).get(label)
        if field is not None and target.row is None:
            return Meaning("field", field)
        if source.type is not target.type:
            return None
        if source.row is None and target.row is None and target.role is not None:
            # What bears the fields belongs to nobody else: such a link runs the
            # other way round.
            fits = label == target.role.id and not target.is_main
            return Meaning("role") if fits else None
        if source.row is None and target.row is not None and target.role is None:
            return Meaning("row") if label == target.row.id else None
        if source.role is None and target.row is source.row and target.role is not None:
            return Meaning("row role") if label == target.role.id else None
        return None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a link stands for: "parent", "field" (which), "role", "row", "row role"."""

    kind: str
    field: Field | None = None


def _key(part: Part) -> tuple[str, str | None, str | None]:
    row = part.row.id if part.row else None
    return part.type.id, row, part.role.id if part.role else None


def _labelled(codebook: Codebook) -> Iterator[tuple[Part, str]]:
    """Each part with its label: the shortest name that is its own."""
    parts = list(_parts(codebook))
    uses = Counter(_short(part) for part in parts)
    for part in parts:
        short = _short(part)
        yield part, short if uses[short] == 1 else part.path


def _parts(codebook: Codebook) -> Iterator[Part]:
    for kind in codebook.types:
        yield from (Part(kind, None, role) for role in kind.roles)
        for row in kind.rows:
            yield Part(kind, row, None)
            yield from (Part(kind, row, role) for role in row.roles)


def _short(part: Part) -> str:
    # A type that marks one thing only is called by its own name.
    if part.row is None and len(part.type.roles) == 1:
        return part.type.id
    last = part.role or part.row
    assert last is not None
    return last.id


def row_labels(bundle: Bundle) -> frozenset[str]:
    """The labels of rows in a bundle's codebooks: they are no spans of their own."""
    names = [Names(from_body(each.body)) for each in bundle.codebooks]
    parts = [each for one in names for each in one.parts.items()]
    spans = {label for label, part in parts if part.role is not None}
    return frozenset(label for label, part in parts if part.role is None) - spans
