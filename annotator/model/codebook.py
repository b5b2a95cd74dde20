# SPDX-License-Identifier: MIT
"""The codebook: what may be annotated, as frozen records.

Reading TOML is in `model.codebook_reader`, checking in `model.codebook_check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.model.annotation import FieldValue

FIELD_TYPES: Final = (
    "choice",
    "multichoice",
    "boolean",
    "integer",
    "text",
    "date",
    "entity",
    "vocabulary",
    "link",
)


def label_from_id(identifier: str) -> str:
    """`quote_type` is shown as "Quote type" where the codebook gives no label."""
    words = identifier.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a span is to its annotation (or row).  `max` 0 means without limit."""

    id: str
    label: str
    key: str | None = None
    color: str | None = None
    min: int = 0
    max: int = 0
    contiguous: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a choice.  `score` is the sign of a stance, None without."""

    id: str
    label: str
    key: str | None = None
    help: str = ""
    color: str | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """True where field `field` holds one of `values` (() : is set at all)."""

    field: str
    values: tuple[FieldValue, ...] = ()

    def holds(self, fields: Mapping[str, FieldValue]) -> bool:
        """Whether `fields` satisfy the condition."""
        if self.field not in fields:
            return False
        return not self.values or fields[self.field] in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A typed value of an annotation or row.

    `min` and `max` bound integers.  `multiple` makes entity, vocabulary and
    link fields hold a tuple.  `rare` folds the field away in the form.
    """

    id: str
    label: str
    type: str
    required: bool = False
    default: FieldValue | None = None
    key: str | None = None
    help: str = ""
    values: tuple[Value, ...] = ()
    entity_type: str | None = None
    vocabulary: str | None = None
    multiple: bool = False
    min: int | None = None
    max: int | None = None
    metric: str | None = None
    visible_if: Condition | None = None
    rare: bool = False

    def value(self, identifier: str) -> Value | None:
        """The value of that id, or None."""
        return next((v for v in self.values if v.id == identifier), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowType:
    """A repeated part, e.g. stance: its own fields and roles."""

    id: str
    label: str
    min: int = 0
    max: int = 0
    explicit_none: bool = False
    help: str = ""
    roles: tuple[Role, ...] = ()
    fields: tuple[Field, ...] = ()

    def role(self, identifier: str) -> Role | None:
        return next((r for r in self.roles if r.id == identifier), None)

    def field(self, identifier: str) -> Field | None:
        return next((f for f in self.fields if f.id == identifier), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationType:
    """A kind of annotation: roles, fields and rows.

    `nesting`: children must lie inside their parent's content.  `univocal`: a
    character belongs to at most one span.  `foreach` offers one draft per
    combination (e.g. unit × target).
    """

    id: str
    label: str
    nesting: bool = False
    max_level: int = 0
    overlap: bool = True
    univocal: bool = False
    foreach: tuple[str, ...] = ()
    help: str = ""
    roles: tuple[Role, ...] = ()
    fields: tuple[Field, ...] = ()
    rows: tuple[RowType, ...] = ()

    def role(self, identifier: str) -> Role | None:
        return next((r for r in self.roles if r.id == identifier), None)

    def field(self, identifier: str) -> Field | None:
        return next((f for f in self.fields if f.id == identifier), None)

    def row(self, identifier: str) -> RowType | None:
        return next((r for r in self.rows if r.id == identifier), None)

    @property
    def main_role(self) -> Role:
        """The role that is the annotation's body: "content", else the first."""
        return self.role("content") or self.roles[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    """A type of entity and what is recorded of it, project-wide or per document."""

    id: str
    label: str
    kinds: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    document_attributes: tuple[str, ...] = ()
    create_while_annotating: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyValue:
    """An entry that the codebook itself fixes."""

    id: str
    label: str
    definition: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A list of entries; `open` ones grow in the project, as project data."""

    id: str
    label: str
    open: bool = False
    hierarchical: bool = False
    require_definition: bool = False
    values: tuple[VocabularyValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A declarative rule.

    `when` and `require` are the plain tables of the TOML (`if`, `require`);
    `unique` is {of, fields, within}.  `severity` is "error" or "warning".
    """

    id: str
    severity: str = "error"
    when: Mapping[str, Any] = field(default_factory=dict)
    require: Mapping[str, Any] = field(default_factory=dict)
    unique: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A whole codebook.

    `body` is the plain JSON data it was read from (what a snapshot stores and
    what exports carry); `sha256` is that of the body's canonical JSON.
    """

    id: str
    version: str
    title: str
    sha256: str
    body: Mapping[str, Any]
    language: str = "en"
    unit: str = "span"
    guidelines: str = ""
    aggregate_levels: tuple[int, ...] = ()
    entity_types: tuple[EntityType, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    types: tuple[AnnotationType, ...] = ()
    rules: tuple[Rule, ...] = ()
    export: Mapping[str, Any] = field(default_factory=dict)

    def type(self, identifier: str) -> AnnotationType:
        """The annotation type of that id; KeyError where there is none."""
        for kind in self.types:
            if kind.id == identifier:
                return kind
        raise KeyError(identifier)

    def entity_type(self, identifier: str | None) -> EntityType | None:
        return next((e for e in self.entity_types if e.id == identifier), None)

    def vocabulary(self, identifier: str | None) -> Vocabulary | None:
        return next((v for v in self.vocabularies if v.id == identifier), None)

    def keys_of(self, type_id: str) -> Iterator[tuple[str, str, object]]:
        """(key, what, record) for each key of a type: what is role, field, value.

        Row roles and values are included; the record of a value is
        (row id or None, Field, Value), of a role (row id or None, Role), of a
        field (row id or None, Field).
        """
        kind = self.type(type_id)
        parts: list[tuple[str | None, tuple[Role, ...], tuple[Field, ...]]]
        parts = [(None, kind.roles, kind.fields)]
        parts += [(row.id, row.roles, row.fields) for row in kind.rows]
        for row_id, roles, fields in parts:
            yield from ((r.key, "role", (row_id, r)) for r in roles if r.key)
            for each in fields:
                if each.key:
                    yield each.key, "field", (row_id, each)
                yield from (
                    (v.key, "value", (row_id, each, v)) for v in each.values if v.key
                )
