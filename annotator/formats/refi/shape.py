# SPDX-License-Identifier: MIT
"""What of a codebook becomes codes, and how their GUIDs follow from it.

A field whose values can be counted becomes a code with a code for each value.
Where a part has an issue and a stance, the stances are codes below each issue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from annotator.formats.marks.names import Part
from annotator.formats.refi.guids import guid_for, guid_of
from annotator.model.codebook import AnnotationType, Codebook, Field, RowType, Value

#: The type, and the row of it that is meant; None for the type itself.
Owner: TypeAlias = tuple[str, str | None]

#: Whole numbers within so many become codes; others are written as notes.
_NUMBERS: Final = 20
_BOOLEANS: Final = (Value(id="true", label="Yes"), Value(id="false", label="No"))
#: What `[export.refi]` is called, and what stands there.
EXPORT: Final = "refi"


@dataclass(frozen=True, slots=True)
class Pair:
    """The fields of a part that say what it is about, and who is for and against."""

    issue: Field
    stance: Field


@dataclass(frozen=True, slots=True)
class Plain:
    """How a codebook that was made from a project of codes is written again.

    The spans of the type `type` have no code of their own; the entries of the
    vocabulary `codes` are the codes, `comment` is the field of their comments.
    """

    type: str
    codes: str
    comment: str


def owner_of(part: Part) -> Owner:
    """What the fields of a part's mark belong to."""
    return part.type.id, part.row.id if part.row else None


def owners(codebook: Codebook) -> Iterator[tuple[Owner, AnnotationType | RowType]]:
    """The types and rows of a codebook, each row after its type."""
    for kind in codebook.types:
        yield (kind.id, None), kind
        for row in kind.rows:
            yield (kind.id, row.id), row


def values_of(field: Field) -> tuple[Value, ...]:
    """The values of a field that become codes; () where none do."""
    if field.type in ("choice", "multichoice"):
        return field.values
    if field.type == "boolean":
        return _BOOLEANS
    if field.type == "integer" and field.min is not None and field.max is not None:
        numbers = range(field.min, field.max + 1)
        if len(numbers) <= _NUMBERS:
            return tuple(Value(id=str(n), label=str(n)) for n in numbers)
    return ()


def pair_of(fields: tuple[Field, ...]) -> Pair | None:
    """Issue and stance among fields, where there is one of each."""
    issues = [f for f in fields if f.type == "vocabulary" and not f.multiple]
    stances = [
        f
        for f in fields
        if f.type == "choice" and any(value.score is not None for value in f.values)
    ]
    if len(issues) == 1 and len(stances) == 1:
        return Pair(issues[0], stances[0])
    return None


def pointing(fields: tuple[Field, ...], kind: str, of: str) -> list[Field]:
    """The fields that point to entities ("entity") or entries ("vocabulary") of
    the type or vocabulary `of`."""
    return [f for f in fields if f.type == kind and _of(f) == of]


def _of(field: Field) -> str:
    return (field.entity_type if field.type == "entity" else field.vocabulary) or ""


def sole(fields: tuple[Field, ...], field: Field) -> bool:
    """Whether no other field points to what a field does."""
    return len(pointing(fields, field.type, _of(field))) == 1


def plain_of(codebook: Codebook) -> Plain | None:
    """What `[export.refi]` says, where it fits the codebook."""
    said = codebook.export.get(EXPORT)
    if not isinstance(said, Mapping):
        return None
    names = [said.get(key) for key in ("type", "codes", "comment")]
    type_id, codes, comment = (x if isinstance(x, str) else "" for x in names)
    has_type = any(kind.id == type_id for kind in codebook.types)
    if has_type and codebook.vocabulary(codes) is not None:
        return Plain(type_id, codes, comment)
    return None


# -- GUIDs ---------------------------------------------------------------------------


def type_guid(kind: str) -> str:
    """That of the code that holds the codes of a type."""
    return guid_of("type", kind)


def part_guid(path: str) -> str:
    """That of the code of a role or row."""
    return guid_of("part", path)


def field_guid(owner: Owner, field: str) -> str:
    """That of the code that holds the values of a field."""
    return guid_of("field", *_named(owner), field)


def value_guid(owner: Owner, field: str, value: str) -> str:
    """That of the code of a value."""
    return guid_of("value", *_named(owner), field, value)


def none_guid(owner: Owner) -> str:
    """That of the code which says that there is no such row."""
    return guid_of("none", *_named(owner))


def vocabulary_guid(vocabulary: str) -> str:
    """That of the code that holds the entries of a vocabulary."""
    return guid_of("vocabulary", vocabulary)


def entry_guid(vocabulary: str, uid: str) -> str:
    """That of the code of an entry."""
    return guid_for(uid, "entry", vocabulary)


def stance_guid(entry: str, owner: Owner, value: str) -> str:
    """That of the code of a stance below the code `entry` of an issue."""
    return guid_of("stance", entry, *_named(owner), value)


def _named(owner: Owner) -> tuple[str, str]:
    return owner[0], owner[1] or ""
